"""Whose complaints an actor may see. Anything else is answered as if it did not exist (404).

Pure: `queries/logins/filers.py` turns a `Sight` into a condition.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from complaints.base.errors import not_found
from complaints.rules.actors import Actor, ActorKind, Role, Scope
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Sight:
    """The filers in sight: all of them, one account, those of one source, or none. Of a source they
    may be cut to those with these references.

    A partner on the sellers' side sees no filers: its claims are those of
    `queries/sellers/marketplaces`.
    """

    everything: bool = False
    filer_id: int | None = None
    source: str | None = None
    references: frozenset[str] | None = None


# The prefix of the sources under which partners keep their filers.
PARTNER = "partner-"


def partner_source(partner_id: int) -> str:
    """Return the source under which a partner's filers are kept."""
    return f"{PARTNER}{partner_id}"


def partner_of(source: str) -> int | None:
    """Return the partner that keeps its filers under this source, None where no partner does."""
    number = source.removeprefix(PARTNER)
    return int(number) if source.startswith(PARTNER) and number.isdecimal() else None


def filing_source(actor: Actor, filer_id: int) -> str:
    """Return the source of complaints that the actor files for an account: their references are
    unique in it.

    It is the account's own, whichever key or page it files by. A partner has one for each of its
    filers, so that its references never meet those that the filer itself uses.
    """
    own = own_source(filer_id)
    return own if actor.partner_id is None else f"{partner_source(actor.partner_id)}-{own}"


def require_may_repeat(
    actor: Actor, *, scopes: Collection[str], filers: Collection[str] | None, filer: str | None
) -> None:
    """Refuse the stored answer to an account's request to a key of it that may less now.

    `scopes` let the request in, `filers` are those to which its key was cut, `filer` is the one
    that it names. Refuses with: forbidden; not-found, where it names none and the key is for fewer.
    """
    for scope in scopes:
        actor.require(Scope(scope))
    if filer is not None:
        actor.require_filer(filer)
    elif actor.only_filers is not None and (
        filers is None or not actor.only_filers.issuperset(filers)
    ):
        raise not_found(_("answer"))


def register_source(filer_source: str, filer_id: int) -> str:
    """Return the source under which the rights holders that an account names are kept.

    References of holders are unique within it. Accounts that an operator opened one by one
    (source `local`) have nothing to do with each other: each is a source of its own.
    """
    return own_source(filer_id) if filer_source == "local" else filer_source


def own_source(filer_id: int) -> str:
    """Return the source under which the rights holders are kept that no other account shares."""
    return f"filer-{filer_id}"


def sight_of(actor: Actor) -> Sight:
    """Return what `actor` may see: staff everything, a filer itself, a partner that acts for its
    filers these."""
    if actor.is_staff or actor.kind is ActorKind.SYSTEM:
        return Sight(everything=True)
    if actor.filer_id is not None:
        return Sight(filer_id=actor.filer_id)
    if actor.partner_id is not None and actor.role is Role.FILER:
        return Sight(source=partner_source(actor.partner_id), references=actor.only_filers)
    return Sight()
