"""Texts of a case that staff alone find it by: what sellers answered, appeals, what was said with
a decision, notes and questions among colleagues.

The filer and the seller each read some of these texts on their pages; they find by none of them.
Sealed contacts, and the addresses that a seller gave to the filer, are not among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, Select, Subquery, bindparam, literal, select, true, union_all
from sqlalchemy.orm import Session

from complaints.models import (
    Alarm,
    Appeal,
    Boycott,
    CaseQuestion,
    Claim,
    Complaint,
    CounterNotice,
    DemandReport,
    Event,
    Filer,
    Flag,
    Joining,
    Note,
    Store,
)
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.staff.search_words import TextPlace, Thing

Texts = Mapping[int, list[tuple[TextPlace, str]]]

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_HAPPENED: Final = (
    select(
        Event.complaint_id, Event.kind, Event.by, Event.note, CounterNotice.party,
        CounterNotice.reference, DemandReport.words,
    )
    .outerjoin(CounterNotice, CounterNotice.event_id == Event.id)
    .outerjoin(DemandReport, DemandReport.event_id == Event.id)
    .where(Event.complaint_id.in_(_IDS), Event.note.is_not(None))
    .order_by(Event.id)
)  # fmt: skip
_PLACES: Final = {
    EventKind.COUNTER_NOTICE: TextPlace.COUNTER_NOTICE,
    EventKind.APPEAL: TextPlace.APPEAL,
    EventKind.DEMAND_REPORT: TextPlace.DEMAND_REPORT,
}
# Whose entry finds what is written about a case: the case, its owner's column, its own, and how
# the two tables hang together.
_CASES: Final[Mapping[Thing, tuple[tuple[str, Any, Any, Any], ...]]] = {
    Thing.COMPLAINT: (
        ("complaint", Complaint.id, Complaint.id, true()),
        ("appeal", Claim.complaint_id, Appeal.id, Appeal.claim_id == Claim.id),
    ),
    Thing.FILER: (
        ("filer", Filer.id, Filer.id, true()),
        ("flag", Flag.filer_id, Flag.id, true()),
        ("boycott", Boycott.filer_id, Boycott.id, true()),
        ("joining", Joining.filer_id, Joining.id, true()),
        ("alarm", Alarm.by_filer_id, Alarm.id, true()),
        ("appeal", Boycott.filer_id, Appeal.id, Appeal.boycott_id == Boycott.id),
        ("appeal", Joining.filer_id, Appeal.id, Appeal.joining_id == Joining.id),
    ),
    Thing.STORE: (("store", Store.id, Store.id, true()),),
}


def staff_texts_of(
    session: Session, thing: Thing, ids: Collection[int], *, are_new: bool = False
) -> Texts:
    """Return the texts of the rows that have any, by the row's id; of rows that `are_new`, what
    came with them."""
    texts: defaultdict[int, list[tuple[TextPlace, str]]] = defaultdict(list)
    connection, given = session.connection(), {"ids": list(ids)}
    if thing is Thing.COMPLAINT:
        for row in connection.execute(_HAPPENED, given):
            place = _place(row.kind, row.by)
            said = (row.note, row.party, row.reference, row.words)
            texts[row.complaint_id] += [(place, each) for each in said if each]
    for place, statement in () if are_new else _WRITTEN.get(thing, ()):
        for owner, *said in connection.execute(statement, given).tuples():
            texts[owner] += [(place, each) for each in said if each]
    return texts


def found_by(session: Session, subject: str, subject_id: int) -> tuple[Thing, int] | None:
    """Return what is found by words about a case; None where nothing is."""
    for thing, cases in _CASES.items():
        for name, owner, key, joined in cases:
            if name == subject:
                owner_id = session.scalar(select(owner).where(key == subject_id, joined))
                if owner_id is not None:
                    return thing, owner_id
    return None


def _place(kind: str, by: str | None) -> TextPlace:
    """Return what a text of the timeline is: a decision's where no side wrote it."""
    answers = TextPlace.ANSWER if by in (EventBy.FILER, EventBy.SELLER) else TextPlace.DECISION
    return _PLACES.get(EventKind(kind), answers)


def _about(thing: Thing) -> Subquery:
    parts = (
        select(owner.label("owner"), literal(subject).label("subject"), key.label("key")).where(
            owner.in_(_IDS), joined
        )
        for subject, owner, key, joined in _CASES[thing]
    )
    return union_all(*parts).subquery()


def _statements(thing: Thing) -> Iterable[tuple[TextPlace, Select[Any]]]:
    cases = _about(thing)
    for place, model, texts in (
        (TextPlace.NOTE, Note, (Note.text,)),
        (TextPlace.QUESTION, CaseQuestion, (CaseQuestion.text, CaseQuestion.answer)),
    ):
        about = (model.subject == cases.c.subject) & (model.subject_id == cases.c.key)
        yield place, select(cases.c.owner, *texts).join(model, about).order_by(model.id)
    if thing is Thing.FILER:
        # A claim's appeal is in its complaint's timeline.
        about = (cases.c.subject == "appeal") & (Appeal.id == cases.c.key)
        yield TextPlace.APPEAL, select(cases.c.owner, Appeal.grounds).join(Appeal, about)


# Statements are built once: building one costs as much as running it.
_WRITTEN: Final = {thing: tuple(_statements(thing)) for thing in _CASES}
