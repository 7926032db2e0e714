"""Answers a question: groups of hits by kind, what is called exactly so first, then the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import select

from complaints.base.errors import not_found
from complaints.models import Claim, Filer
from complaints.queries.filing import recognised
from complaints.queries.logins import filers
from complaints.queries.staff.search import matching, reading
from complaints.queries.staff.search.hits import Hit, of_ids
from complaints.rules.actors import Actor
from complaints.rules.filing.listing_urls import UrlProblem, recognise
from complaints.rules.logins.visibility import partner_of, sight_of
from complaints.rules.staff.search_words import (
    Asked,
    Thing,
    asked,
    filers_mark,
    is_address,
    partners_mark,
)
from complaints.words import message as _
from complaints.work import UnitOfWork

# So many are counted of one kind; beyond it is said that there are more.
MOST: Final = 30
# Of each kind where all are shown.
SHOWN: Final = 5
# Above the id of any row.
LARGEST: Final = 2_147_483_647
# No account has this id.
_NOBODY: Final = 0
# What whoever files finds: what it filed and stated itself.
OF_FILERS: Final = (Thing.COMPLAINT, Thing.RIGHT)


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind. `count` is how many there are, at most 30; `is_more` where there are still
    others, or older ones that were not read for their phrases yet; `next` is the id below which the
    next page begins, None on the last one."""

    thing: Thing
    hits: Sequence[Hit]
    count: int
    is_more: bool
    next: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the listing that an address names, or else what is called as was
    `sought`, and then what has the `words` (None where nothing has). Both have the marks of
    those whose things the actor finds. `newest` are the ids that have the words, by kind, newest
    first."""

    sought: Asked
    listing_id: int | None = None
    words: Asked | None = None
    called: Mapping[Thing, Sequence[int]] = field(default_factory=dict)
    newest: Mapping[Thing, Sequence[int]] = field(default_factory=dict)


def groups(work: UnitOfWork, question: str) -> list[Group]:
    """Return what a question finds, of each kind the first hits; kinds without a hit are left out.

    Refuses with: not-found, unless the actor is staff or files; invalid-request.
    """
    things = _things(work.actor)
    wanted = _wanted(work, question, things, limit=SHOWN)
    every = [_group(work, thing, wanted, before=None, limit=SHOWN) for thing in things]
    return [group for group in every if group.count or group.is_more]


def search_page(
    work: UnitOfWork, question: str, thing: Thing, *, before: int | None, limit: int
) -> Group:
    """Return one page of the hits of one kind.

    Refuses with: not-found, for a kind that the actor does not search; invalid-request.
    """
    things = _things(work.actor)
    wanted = _wanted(work, question, things, limit=limit)
    if thing not in things:
        raise not_found(_("page"))
    if wanted.words and before is not None:
        most = _most(limit)
        below = matching.newest_matches(
            work.session, wanted.words, [thing], before=before, limit=most
        )
        wanted = replace(wanted, newest=below)
    return _group(work, thing, wanted, before=before, limit=limit)


def _things(actor: Actor) -> Sequence[Thing]:
    return tuple(Thing) if actor.is_staff else OF_FILERS


def _most(limit: int) -> int:
    """Return how many are looked up for a page of so many, beside those that are called so."""
    return max(MOST, limit) + 1 + limit


def _wanted(work: UnitOfWork, question: str, things: Sequence[Thing], *, limit: int) -> Wanted:
    # A program's key that decides reads no notes, so it finds nothing by their words.
    reads_all = work.actor.is_staff and not work.actor.is_rule
    sought = replace(asked(question), owners=_owners(work), staffs=reads_all)
    listing_id = _at_address(work, question)
    if listing_id is not None:
        return Wanted(sought, listing_id)
    called = matching.newest_matches(work.session, sought.called(), things, limit=limit)
    words, newest = matching.settled(work.session, sought, things, limit=_most(limit))
    return Wanted(sought, None, words, called, newest)


def _owners(work: UnitOfWork) -> tuple[str, ...]:
    """Return the marks of those whose things the actor finds; none for staff, who find all.

    Refuses with: not-found, unless the actor is staff or files.
    """
    sight = sight_of(work.actor)
    if work.actor.is_staff:
        return ()
    if sight.filer_id is not None:
        return (filers_mark(sight.filer_id),)
    if sight.references is not None:
        # What is counted is what is seen: a count of the partner's would tell of its other filers.
        seen = work.session.scalars(select(Filer.id).where(filers.filers_in_sight(work.actor)))
        return tuple(filers_mark(each) for each in seen) or (filers_mark(_NOBODY),)
    if sight.source is not None and (partner_id := partner_of(sight.source)) is not None:
        return (partners_mark(partner_id),)
    raise not_found(_("page"))


def _group(
    work: UnitOfWork, thing: Thing, wanted: Wanted, *, before: int | None, limit: int
) -> Group:
    whole = wanted.called.get(thing, ())
    newest: Sequence[int] = wanted.newest.get(thing, ())
    read_to: int | None = None
    if wanted.listing_id is not None:
        newest = _about(work, thing, wanted.listing_id, before=before, limit=_most(limit))
    elif wanted.words and wanted.words.phrases:
        most = _most(limit)
        newest, read_to = reading.newest_phrases(
            work, thing, wanted.words, before=before, limit=most
        )
    rest = [each for each in newest if each not in whole]
    first = whole if before is None else ()
    shown = rest[: limit - len(first)]
    # Where what is called so fills the page, the next one begins with the newest of the rest.
    following = shown[-1] if shown else LARGEST
    count = len(first) + len(rest)
    return Group(
        thing,
        _met(work, thing, [*first, *shown], wanted),
        min(count, MOST),
        count > MOST or read_to is not None,
        (read_to if len(rest) == len(shown) else following),
    )


def _met(work: UnitOfWork, thing: Thing, ids: Sequence[int], wanted: Wanted) -> list[Hit]:
    """Return the hits of a list, each with where it is met; an address is met by itself."""
    hits = of_ids(work, thing, ids)
    if wanted.listing_id is not None:
        return hits
    where = reading.places(work, thing, [hit.id for hit in hits], wanted.words or wanted.sought)
    return [replace(hit, met=tuple(where.get(hit.id, ()))) for hit in hits]


def _at_address(work: UnitOfWork, question: str) -> int | None:
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
    work: UnitOfWork, thing: Thing, listing_id: int, *, before: int | None, limit: int
) -> Sequence[int]:
    """Return the listing itself, or the newest complaints about it; nothing of other kinds."""
    if thing is Thing.LISTING:
        return [listing_id] if before is None else ()
    if thing is not Thing.COMPLAINT:
        return ()
    about = (
        select(Claim.complaint_id)
        .where(Claim.listing_id == listing_id, filers.filers_in_sight(work.actor, Claim.filer_id))
        .distinct()
        .order_by(Claim.complaint_id.desc())
        .limit(limit)
    )
    if before is not None:
        about = about.where(Claim.complaint_id < before)
    return work.session.scalars(about).all()
