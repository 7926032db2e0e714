"""The queue as a list: the kinds merged by deadline, by pages, and the next case to take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from complaints.base.errors import not_found
from complaints.models import Alarm, Appeal, Boycott, Complaint, Flag, Joining, Ring
from complaints.queries.logins import grants, people
from complaints.queries.staff import casework
from complaints.queries.staff.concerned import is_tied
from complaints.queries.staff.queue import (
    appeals,
    boycotts,
    complaints,
    denials,
    flags,
    holders,
    joinings,
    others,
    rings,
)
from complaints.queries.staff.queue.cases import Listed, Place, Waiting
from complaints.queries.staff.queue.complained_of import with_complained_of
from complaints.queries.staff.queue.filters import ANY, Filters
from complaints.rules.actors import require_staff
from complaints.words.labels import label
from complaints.work import UnitOfWork

_PAGE = 50
# Kinds that no index orders by clock: the oldest of each are read whole.
_BESIDE: dict[str, Callable[[UnitOfWork, Filters], Iterable[Waiting]]] = {
    "appeal": appeals.waiting_appeals,
    "boycott": lambda work, _filters: boycotts.waiting_boycotts(work),
    "flag": lambda work, _filters: flags.waiting_flags(work),
    "ring": lambda work, _filters: rings.waiting_rings(work),
    "joining": lambda work, _filters: joinings.waiting_joinings(work),
    "alarm": lambda work, _filters: denials.waiting_denials(work),
}
# What a ring can wait because of.
_OF_RINGS = ("boycott", "flag")
_MODELS = {
    "complaint": Complaint, "appeal": Appeal, "boycott": Boycott, "flag": Flag, "ring": Ring,
    "joining": Joining, "alarm": Alarm,
}  # fmt: skip


def find_waiting_cases(
    work: UnitOfWork, filters: Filters = ANY, after: Place | None = None, limit: int = _PAGE
) -> Listed:
    """Return up to `limit` cases that wait for the actor, by deadline, each with what it is about.
    `after` is a place.

    Refuses with: not-found, unless the actor is staff.
    """
    require_staff(work.actor)
    page = _page(work, filters, after, limit)
    return Listed(with_complained_of(work, page.items), page.next)


def _page(work: UnitOfWork, filters: Filters, after: Place | None, limit: int = _PAGE) -> Listed:
    until: Place | None = None
    if filters.whose in (None, "unassigned"):
        walked = _complaints(work, filters, after, limit)
        waiting, until = holders.with_holders(work, walked.items), walked.until
    else:
        waiting = of_group(work, filters)
    waiting += beside(work, filters)
    waiting = [each for each in waiting if after is None or each.place > after]
    waiting.sort(key=lambda each: each.place)
    if until is not None:
        # Beyond it a complaint may stand that was not looked at.
        waiting = [each for each in waiting if each.place <= until]
    if len(waiting) > limit:
        return Listed(waiting[:limit], waiting[limit - 1].place)
    return Listed(waiting, until)


def _complaints(
    work: UnitOfWork, filters: Filters, after: Place | None, limit: int
) -> complaints.Walked:
    if "complaint" not in filters.kinds:
        return complaints.Walked([])
    return complaints.waiting_complaints(work, filters, after, limit)


def beside(work: UnitOfWork, filters: Filters) -> list[Waiting]:
    """Return the cases of other kinds that the filters keep, with who has to do with each."""
    kinds = filters.kinds
    read = {*kinds, *_OF_RINGS} if "ring" in kinds else kinds
    cases = [each for kind in _BESIDE if kind in read for each in _BESIDE[kind](work, filters)]
    wanted = [each for each in rings.once(work, cases) if each.subject in kinds]
    shown = holders.with_holders(work, wanted)
    return [each for each in shown if filters.whose in (None, each.whose)]


def of_group(work: UnitOfWork, filters: Filters) -> list[Waiting]:
    """Return the complaints of a group that is a set: mine, my team's, others'."""
    if "complaint" not in filters.kinds or filters.whose is None:
        return []
    ids = holders.touched(work, "complaint", filters.whose)
    shown = holders.with_holders(work, complaints.those(work, ids, filters))
    chosen = [each for each in shown if each.whose == filters.whose]
    if filters.whose != "others":
        return chosen
    known = {each.id for each in chosen}
    asked = holders.with_holders(work, others.asked_of_filers(work, filters))
    return chosen + [replace(each, whose="others") for each in asked if each.id not in known]


def next_of(work: UnitOfWork, filters: Filters = ANY, after: Place | None = None) -> Waiting | None:
    """Return the first case after a place that nobody else has in hand or was given: what was given
    to the actor, then to its team, then what is in its languages, then the rest, each by deadline.

    Left out is what the actor had in hand until of late, and where it counts as one person with a
    filer. None where all are taken.
    """
    for stage in _stages(work, filters):
        case = _first_free(work, stage, after)
        if case is not None:
            return case
    return None


def _stages(work: UnitOfWork, filters: Filters) -> list[Filters]:
    if filters.whose is not None:
        return [filters]
    mine, team, free = (replace(filters, whose=group) for group in ("mine", "team", "unassigned"))
    person_id = work.actor.person_id or 0
    read = people.languages(work.session, [person_id]).get(person_id)
    in_mine = [replace(free, languages=read)] if read and filters.language is None else []
    return [mine, team, *in_mine, free]


def _first_free(work: UnitOfWork, filters: Filters, after: Place | None) -> Waiting | None:
    ties, rested = grants.ties(work.session), casework.rested_from(work)

    def is_free(case: Waiting) -> bool:
        if case.held_by is not None or (case.subject, case.id) in rested:
            return False
        me = work.actor.person_id
        return not is_tied(work.session, ties, me, case.subject, case.id)

    while True:
        page = _page(work, filters, after)
        free = next((each for each in page.items if is_free(each)), None)
        if free is not None or page.next is None:
            return free
        after = page.next


def can_do(work: UnitOfWork, person_id: int, subject: str, subject_id: int) -> bool:
    """Say whether a person could do a case: it waits for the person, who is one of the staff, with
    access, and does not count as one with a filer of it."""
    person = people.acting(work.session, person_id)
    if person is None or not person.is_staff:
        return False
    if is_tied(work.session, grants.ties(work.session), person_id, subject, subject_id):
        return False
    theirs = UnitOfWork(work.session, person, work.now, work.links)
    return waits_for(theirs, subject, subject_id)


def waits_for(work: UnitOfWork, subject: str, subject_id: int) -> bool:
    """Say whether a case waits for the actor: whether it is in its queue, or a ring that it could
    take up."""
    asked = Filters(subject=subject, histories=True)
    if subject == "complaint":
        return bool(complaints.those(work, [subject_id], asked))
    if subject == "ring" and rings.is_to_review(work, subject_id):
        return True
    return any(each.id == subject_id for each in beside(work, asked))


def title_of(work: UnitOfWork, subject: str, subject_id: int) -> str:
    """Return what a case is called beside others of its kind: a complaint's reference, a boycott's
    proposal, else its number. Refuses with: not-found, as `require_case`."""
    require_case(work, subject, subject_id)
    row = work.session.get(_MODELS[subject], subject_id)
    if isinstance(row, Complaint):
        return row.reference
    return row.proposal if isinstance(row, Boycott) else str(subject_id)


def require_case(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Refuses with: not-found, where there is no such case or the actor is not staff."""
    if not work.actor.is_staff or work.session.get(_MODELS[subject], subject_id) is None:
        raise not_found(label("noun", subject))
