"""The letter about an authority's order to whom it is about (DSA Art. 9(5), 10(5)): that it came,
what became of it, the authority's reasons, where it holds, and what can be done against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints.words import Country, Fact, Listed, Message
from complaints.words import message as _
from complaints.words.letters import Letter, Said
from complaints.words.letters.pages import read_on


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """An order as its letter states it; `number` is the authority's. `territory` are the countries
    where it holds, none where it names none. `effect` is None while nothing was decided on it."""

    kind: str
    authority: str
    country: str
    number: str
    received_on: date
    territory: Sequence[str]
    grounds: str
    redress: str | None
    effect: str | None
    effect_on: date | None
    effect_why: str | None


def order_told(order: ToldOrder, *, reference: str, listing: str, page: str | None) -> Letter:
    """Tell somebody of an order about a listing; `page` is None for a seller, whose link ends the
    letter."""
    facts: dict[str, Fact] = {
        "authority": order.authority, "country": Country(order.country), "number": order.number,
        "day": order.received_on, "listing": listing, "reference": reference,
    }  # fmt: skip
    if order.kind == "act":
        subject = _("%(authority)s ordered us to act against a listing", authority=order.authority)
        happened = _(
            "On %(day)s an order of %(authority)s (%(country)s) came to us, number %(number)s: we "
            "are to act against %(listing)s (complaint %(reference)s).",
            **facts,
        )
    else:
        subject = _(
            "%(authority)s ordered us to give information about you", authority=order.authority
        )
        happened = _(
            "On %(day)s an order of %(authority)s (%(country)s) came to us, number %(number)s: we "
            "are to give information about you (%(listing)s, complaint %(reference)s).",
            **facts,
        )
    return Letter(
        subject,
        (happened, *_effect(order)),
        why=(_("The authority's reasons\n%(grounds)s", grounds=order.grounds),),
        means=(_territory(order.territory),),
        can=_redress(order),
        where=() if page is None else (read_on(page),),
    )


def _effect(order: ToldOrder) -> Said:
    if order.effect is None:
        return (_("We have not decided yet what we do about it."),)
    if order.effect == "not_given":
        what = _("We have not done what the order asks for, and have told the authority so.")
    elif order.effect == "given":
        what = _(
            "We did what the order asks for on %(day)s, and have told the authority so.",
            day=order.effect_on or order.received_on,
        )
    else:
        what = _(
            "We did a part of what the order asks for on %(day)s, and have told the authority so.",
            day=order.effect_on or order.received_on,
        )
    why = () if order.effect_why is None else (_("Our reasons\n%(why)s", why=order.effect_why),)
    return (what, *why)


def _territory(countries: Sequence[str]) -> Message:
    if not countries:
        return _("The order names no country in which it holds.")
    places = Listed([Country(code) for code in countries])
    return _("The order holds in %(places)s.", places=places)


def _redress(order: ToldOrder) -> Said:
    against: Message = _(
        "You can challenge the order before the courts of the country whose authority gave it: we "
        "cannot lift it. What we decide ourselves about the listing comes in a letter of its own, "
        "with what you can do against it."
    )
    if order.redress is None:
        return (against,)
    named = _("What the order says you can do\n%(redress)s", redress=order.redress)
    return (named, against)
