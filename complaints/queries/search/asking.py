"""Answers a question: groups of hits by kind, what is called exactly so first, then the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from complaints.errors import not_found
from complaints.models import Claim
from complaints.queries import filers, recognised
from complaints.queries.search import matching
from complaints.queries.search.hits import Hit, of_ids
from complaints.rules.actors import Actor
from complaints.rules.listing_urls import UrlProblem, recognise
from complaints.rules.search_words import (
    Asked,
    Thing,
    asked,
    filers_mark,
    is_address,
    partners_mark,
)
from complaints.rules.visibility import partner_of, sight_of
from complaints.words import message as _
from complaints.work import Work

# So many are counted of one kind; beyond it is said that there are more.
MOST: Final = 30
# Of each kind where all are shown.
SHOWN: Final = 5
# Above the id of any row.
LARGEST: Final = 2_147_483_647
# What whoever files finds: what it filed and stated itself.
OF_FILERS: Final = (Thing.COMPLAINT, Thing.RIGHT)


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind. `count` is how many there are, at most 30; `is_more` where there are still
    others; `next` is the id below which the next page begins, None on the last one."""

    thing: Thing
    hits: Sequence[Hit]
    count: int
    is_more: bool
    next: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the listing that an address names, or else what has the `words` (None
    where nothing has), and before it what is `called` so. Both have the marks of what the actor may
    find."""

    listing_id: int | None
    words: Asked | None
    called: Asked


def groups(work: Work, question: str) -> list[Group]:
    """Return what a question finds, of each kind the first hits; kinds without a hit are left out.

    Refuses with: not-found, unless the actor is staff or files; invalid-request.
    """
    wanted = _wanted(work, question)
    every = [_group(work, thing, wanted, before=None, limit=SHOWN) for thing in _things(work.actor)]
    return [group for group in every if group.count]


def page(work: Work, question: str, thing: Thing, *, before: int | None, limit: int) -> Group:
    """Return one page of the hits of one kind.

    Refuses with: not-found, for a kind that the actor does not search; invalid-request.
    """
    wanted = _wanted(work, question)
    if thing not in _things(work.actor):
        raise not_found(_("page"))
    return _group(work, thing, wanted, before=before, limit=limit)


def _things(actor: Actor) -> Sequence[Thing]:
    return tuple(Thing) if actor.is_staff else OF_FILERS


def _wanted(work: Work, question: str) -> Wanted:
    sight = sight_of(work.actor)
    if work.actor.is_staff:
        marks: tuple[str, ...] = ()
    elif sight.filer_id is not None:
        marks = (filers_mark(sight.filer_id),)
    elif sight.source is not None and (partner_id := partner_of(sight.source)) is not None:
        marks = (partners_mark(partner_id),)
    else:
        raise not_found(_("page"))
    sought = asked(question)
    listing_id = _at_address(work, question)
    words = matching.settled(work.session, sought.within(marks)) if listing_id is None else None
    return Wanted(listing_id, words, Asked((*marks, sought.whole), False, sought.whole))


def _group(work: Work, thing: Thing, wanted: Wanted, *, before: int | None, limit: int) -> Group:
    most = max(MOST, limit) + 1
    whole: Sequence[int] = ()
    if wanted.listing_id is not None:
        rest = _about(work, thing, wanted.listing_id, before=before, limit=most)
    else:
        whole = matching.ids(work.session, thing, wanted.called, limit=limit)
        newest = (
            matching.ids(work.session, thing, wanted.words, before=before, limit=most + len(whole))
            if wanted.words
            else ()
        )
        rest = [each for each in newest if each not in whole]
    first = whole if before is None else ()
    shown = rest[: limit - len(first)]
    is_last = len(rest) == len(shown)
    # Where what is called so fills the page, the next one begins with the newest of the rest.
    following = shown[-1] if shown else LARGEST
    count = len(first) + len(rest)
    return Group(
        thing,
        of_ids(work, thing, [*first, *shown]),
        min(count, MOST),
        count > MOST,
        None if is_last else following,
    )


def _at_address(work: Work, question: str) -> int | None:
    """Return the listing that a pasted address names; None where it names none that is here, or
    something else is asked for."""
    if not is_address(question):
        return None
    try:
        named = recognise(question.strip())
    except UrlProblem:
        return None
    place = (named.marketplace, named.listing_id)
    known = recognised.listings(work.session, [place]).get(place)
    return None if known is None else known.id


def _about(
    work: Work, thing: Thing, listing_id: int, *, before: int | None, limit: int
) -> Sequence[int]:
    """Return the listing itself, or the newest complaints about it; nothing of other kinds."""
    if thing is Thing.LISTING:
        return [listing_id] if before is None else ()
    if thing is not Thing.COMPLAINT:
        return ()
    about = (
        select(Claim.complaint_id)
        .where(Claim.listing_id == listing_id, filers.visible(work.actor, Claim.filer_id))
        .distinct()
        .order_by(Claim.complaint_id.desc())
        .limit(limit)
    )
    if before is not None:
        about = about.where(Claim.complaint_id < before)
    return work.session.scalars(about).all()
