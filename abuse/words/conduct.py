"""What the findings about conduct say: what it drops, hits, repeats, demands, and never proves or
looks at.

As in `abuse.words.findings`: one sentence from the numbers, naming nobody.
"""

from __future__ import annotations

from typing import Final

from abuse.words.message import Fact, Figure, Message, Share, counted, in_context
from abuse.words.message import message as _
from abuse.words.names import SALES, name
from abuse.words.phrases import (
    Numbers,
    chance,
    claims,
    closed_claims,
    complaints,
    dated_claims,
    day,
    days,
    enumerated,
    listings,
    other_accounts,
    sellers,
    sentences,
    stores,
)

# What is called so has its sentence here, in the function of the same name.
NAMES: Final = {
    "established_targets": in_context("detector", "its choice of targets"),
    "only_when_answered": in_context("detector", "the claims dropped once answered"),
    "bursts": in_context("detector", "the burst"),
    "refiled": in_context("detector", "the repeated claims"),
    "after_warning": in_context("detector", "what it filed after a warning"),
    "unproven": in_context("detector", "what it never proved"),
    "demands": in_context("detector", "the sellers' reports of demands"),
    "shotgun": in_context("detector", "the machine-like filing"),
}


def only_when_answered(n: Numbers) -> Message:
    won = _("won none")
    if n["stood"]:
        won = _(
            "won only %(num)s such (%(share)s)", num=n["stood"], share=Share(n["defended_share"])
        )
    withdrew = _("it withdrew none")
    if n["withdrawn_unanswered"]:
        withdrew = _("it withdrew %(num)s", num=n["withdrawn_unanswered"])
    return _(
        "It dropped %(claims)s against %(stores)s once the seller answered and %(won)s, "
        "while out of %(unanswered)s %(withdrew)s.",
        claims=claims(n["dropped"]),
        stores=stores(n["stores"]),
        won=won,
        unanswered=counted(
            "%(num)s claim that nobody answered",
            "%(num)s claims that nobody answered",
            n["unanswered"],
        ),
        withdrew=withdrew,
    )


def bursts(n: Numbers) -> Message:
    sale: Fact = ""
    if n["sale"]:
        sale = _(
            "; %(sale)s was near, before which others reach %(times)s times theirs",
            sale=name(SALES, n["sale"]),
            times=round(n["allowed"]),
        )
    return _(
        "It filed %(complaints)s in the %(window)s days from %(since)s, although its own "
        "%(past)s days before, and what filers of its kind and size did at that time "
        "(%(season)s times their usual), would make one expect %(expected)s "
        "(%(chance)s)%(sale)s.",
        complaints=complaints(n["complaints"]),
        window=n["window_days"],
        since=day(n["from"]),
        past=n["past_days"],
        season=Figure(n["season"]),
        expected=Figure(n["expected"]),
        chance=chance(n["p"]),
        sale=sale,
    )


def refiled(n: Numbers) -> Message:
    return _(
        "After a claim about a listing had failed, it filed against the same listing with "
        "the same right again: %(repeats)s on %(listings)s, %(share)s of all its %(claims)s; "
        "other filers come to %(peer)s.",
        repeats=claims(n["repeats"]),
        listings=listings(n["listings"]),
        share=Share(n["share"]),
        claims=claims(n["claims"]),
        peer=Share(n["peer_share"]),
    )


def after_warning(n: Numbers) -> Message:
    return _(
        "It was warned on %(warned)s and went on: of %(decided)s that it filed more than %(grace)s "
        "later, %(bad)s in %(complaints)s (%(share)s) were decided against it or withdrawn once "
        "answered; of its peers' claims %(peer)s are.",
        warned=day(n["warned_on"]),
        decided=closed_claims(n["decided"]),
        grace=days(n["after_days"]),
        bad=n["bad"],
        complaints=complaints(n["complaints"]),
        share=Share(n["share"]),
        peer=Share(n["peer_share"]),
    )


def unproven(n: Numbers) -> Message:
    said = [_claimed(n)] if n["asked"] else []
    return sentences([*said, _denied(n)] if n["denied"] else said)


def _claimed(n: Numbers) -> Message:
    ended: Fact = ""
    if n["ended"]:
        ended = _(
            "; in %(complaints)s all claims were rejected or withdrawn",
            complaints=complaints(n["ended"]),
        )
    return _(
        "It was asked to prove that it may file, in %(asked)s (%(share)s of all that it filed) for "
        "%(subjects)s, and never did%(ended)s.",
        asked=complaints(n["asked"]),
        share=Share(n["asked_share"]),
        subjects=_subjects(n["asked_for"]),
        ended=ended,
    )


def _denied(n: Numbers) -> Message:
    facts = []
    if n["verified"]:
        facts.append(_("a person has verified %(num)s of them", num=n["verified"]))
    if n["denied"] > n["verified"]:
        held = n["denied"] - n["verified"]
        facts.append(_("what %(num)s of them filed was upheld and never refused", num=held))
    return _(
        "It denied that %(accounts)s (%(share)s of all whom it denied) may file for %(subjects)s, "
        "and did not prove its own right within %(days)s of being asked to; %(facts)s.",
        accounts=other_accounts(n["denied"]),
        share=Share(n["denied_share"]),
        subjects=_subjects(n["denied_for"]),
        days=days(n["days"]),
        facts=enumerated(facts),
    )


def _subjects(number: int) -> Message:
    return counted("%(num)s right or holder", "%(num)s rights or holders", number)


def demands(n: Numbers) -> Message:
    again: Fact = ""
    if n["let_go_again"]:
        again = counted(
            "%(num)s seller it hit and let go unanswered repeatedly; ",
            "%(num)s sellers it hit and let go unanswered repeatedly; ",
            n["let_go_again"],
        )
    dropped = _("it withdrew none of these")
    if n["withdrawn"]:
        dropped = _(
            "it then withdrew %(num)s of these, %(soon)s within %(days)s days of the takedown or "
            "the answer",
            num=n["withdrawn"],
            soon=n["withdrawn_soon"],
            days=n["within_days"],
        )
    return _(
        "%(sellers)s reported that it asked for money or a favour, over %(claims)s; %(dropped)s; "
        "%(again)sother filers are reported for %(peer)s of their claims (%(chance)s).",
        sellers=sellers(n["sellers"]),
        claims=claims(n["claims_reported"]),
        dropped=dropped,
        again=again,
        peer=Share(n["peer_share"]),
        chance=chance(n["p"]),
    )


def shotgun(n: Numbers) -> Message:
    quick: Fact = ""
    if n["quick_share"] >= 0.05:
        quick = _(
            "%(share)s of all within a minute of the one before and ", share=Share(n["quick_share"])
        )
    return _(
        "It does not look at the listings before it complains: %(blind)s; it filed up to "
        "%(most)s a day, %(quick)s%(same)s of all in the same words.",
        blind=enumerated(_blind(n)),
        most=complaints(n["most_in_a_day"]),
        quick=quick,
        same=Share(n["same_text_share"]),
    )


def _blind(n: Numbers) -> list[Message]:
    signs = []
    if n["dead"]:
        signs.append(
            _(
                "%(num)s of %(claims)s hit listings that were already gone (peers %(peer)s)",
                num=n["dead"],
                claims=claims(n["claims"]),
                peer=Share(n["peer_dead_share"]),
            )
        )
    if n["outside_class"]:
        signs.append(
            _(
                "%(num)s of %(claims)s hit goods outside what its marks are registered for (peers "
                "%(peer)s)",
                num=n["outside_class"],
                claims=n["with_class"],
                peer=Share(n["peer_outside_share"]),
            )
        )
    if n["off_trade"]:
        signs.append(
            _(
                "%(num)s of %(claims)s hit goods far from what its right is mostly used for (peers "
                "%(peer)s)",
                num=n["off_trade"],
                claims=n["without_class"],
                peer=Share(n["peer_off_trade_share"]),
            )
        )
    return signs


def established_targets(n: Numbers) -> Message:
    old = _(
        "%(num)s of %(claims)s (%(share)s) aim at goods or stores that had sold for a year or "
        "more, at %(stores)s, where of everybody's claims %(all)s do",
        num=n["established"],
        claims=dated_claims(n["claims"]),
        share=Share(n["share"]),
        stores=stores(n["stores"]),
        all=Share(n["all_share"]),
    )
    if n["share"] > n["all_share"]:
        return _("%(old)s; here, claims against such targets fail more often.", old=old)
    return _(
        "By sales, price and what else their stores offer, its targets are like those of claims "
        "that fail here; by age they are not: %(old)s.",
        old=old,
    )
