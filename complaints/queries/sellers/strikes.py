"""The strikes of stores and operators, derived from the claims that count against them, and what a
person may find beside a claim's grade."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Clock,
    Complaint,
    CounterNotice,
    Event,
    EventClaim,
    Filer,
    Right,
    Store,
)
from complaints.queries.cases.suspension_grounds import counts_against, stores_beside
from complaints.queries.decisions import claim_parts
from complaints.rules.cases.boycotts import BINDING
from complaints.rules.kinds import AlsoFound, EventKind, Merit, Side
from complaints.rules.law.regimes import ClockKind
from complaints.rules.sellers.strikes import (
    LEAST_TIME,
    Strike,
    StrikeStep,
    Taken,
    count_strikes,
)
from complaints.work import UnitOfWork

# An answer and an appeal of the seller run until these clocks end.
_SELLERS_TIME = (str(ClockKind.ANSWER), str(ClockKind.APPEAL_SELLER))
# How many stores are asked about at once.
_STORES = 200
# A boycott that was imposed and not taken back.
_IMPOSED = (*BINDING, "expired", "contested")


@dataclass(frozen=True, slots=True)
class StrikeRecord:
    """The strikes of one store, and how much of its word and of its appeals was found wrong.

    `steps` names the highest step of the scale that they reach, None below the first. `filers` is
    the record of each filer that accused it, beside its strikes.
    """

    strikes: Sequence[Strike]
    step: StrikeStep | None
    false_answers: int
    unfounded_appeals: int
    filers: Mapping[int, AccuserRecord]
    references: Mapping[int, str]

    @property
    def counting(self) -> Sequence[Strike]:
        """Those that count now: what the seller reads."""
        return [each for each in self.strikes if each.counts]

    @property
    def number(self) -> int:
        """How many count now."""
        return len(self.counting)

    @property
    def accusers(self) -> Sequence[AccuserRecord]:
        return [self.filers[each] for each in sorted(self.filers)]


@dataclass(frozen=True, slots=True)
class AccuserRecord:
    """What became of all that a filer filed."""

    id: int
    name: str
    claims: int
    unfounded: int
    is_bound: bool


def strikes_of_stores(work: UnitOfWork, stores: Collection[int]) -> StrikeRecord:
    """Return the strikes of all these stores together, as of one seller."""
    return _record(work, stores, _facts(work, stores))


def count_strikes_of(work: UnitOfWork, stores: Collection[int]) -> int:
    """Return how many strikes these stores have together."""
    facts = _facts(work, stores)
    days = work.policy.law.scale.days
    return sum(each.counts for each in count_strikes(facts, work.now, days))


def count_with_operator(work: UnitOfWork, store: Store) -> int:
    """Return how many strikes a store and the other stores of its operator there have together."""
    return count_strikes_of(work, stores_beside(work.session, store))


def stores_at_a_step(work: UnitOfWork) -> dict[int, int]:
    """Return by store how many strikes its seller has, for each that reaches a step of the scale:
    the store's own, and those of its operator's other stores on its marketplace."""
    scale = work.policy.law.scale
    against = (
        select(Claim.store_id, func.count())
        .where(
            Claim.state == "removed",
            Claim.store_id.is_not(None),
            Claim.closed_at > work.now - timedelta(days=scale.days),
        )
        .group_by(Claim.store_id)
    )
    many = {each: number for each, number in work.session.execute(against).tuples() if each}
    sellers: dict[tuple[int, int], list[int]] = {}
    for store in work.session.scalars(select(Store).where(Store.id.in_(many))):
        known = store.operator_id if store.operator_catalogued_at is not None else None
        sellers.setdefault((store.marketplace_id, known or -store.id), []).append(store.id)
    enough = [
        stores for stores in sellers.values() if sum(many[each] for each in stores) >= scale.warn
    ]
    facts = _facts_of_many(work, [store for stores in enough for store in stores])
    reached: dict[int, int] = {}
    for stores in enough:
        theirs = sorted(
            (fact for store in stores for fact in facts.get(store, ())),
            key=lambda fact: fact.claim_id,
        )
        number = sum(each.counts for each in count_strikes(theirs, work.now, scale.days))
        if number >= scale.warn:
            reached |= dict.fromkeys(stores, number)
    return reached


def stores_to_look_at_again(
    work: UnitOfWork, among: Collection[int] | None = None
) -> frozenset[int]:
    """Return the stores, of these or of all, with a claim that makes no strike any more because its
    filer's party was boycotted after the decision: a person grades it, or leaves it so."""
    boycotted = (
        select(Filer.party_id)
        .join(Boycott, Boycott.filer_id == Filer.id)
        .where(Boycott.state.in_(_IMPOSED), Boycott.imposed_at.is_not(None))
    )
    theirs = (
        select(Claim.store_id)
        .join(Filer, Filer.id == Claim.filer_id)
        .where(
            Claim.state == "removed",
            Claim.store_id.is_not(None) if among is None else Claim.store_id.in_(among),
            Filer.party_id.in_(boycotted),
        )
        .distinct()
    )
    stores = sorted(each for each in work.session.scalars(theirs) if each is not None)
    lasts = timedelta(days=work.policy.law.scale.days)
    return frozenset(
        store
        for store, facts in _facts_of_many(work, stores).items()
        for fact in facts
        if fact.filer_boycotted and not fact.other_operator and work.now < fact.decided_at + lasts
    )


def count_false_answers(session: Session, store_id: int | None) -> int:
    """Return how many answers of a store staff found knowingly false, and stand so."""
    return (
        0
        if store_id is None
        else _found_against(session, [store_id]).count(str(AlsoFound.FALSE_ANSWER))
    )


def findable(session: Session, claim: Claim, merit: Merit) -> frozenset[AlsoFound]:
    """Return what a person may find with this grade of the claim."""
    findings = set()
    if claim.state == "removed" and merit is Merit.FOUNDED:
        findings.add(AlsoFound.MANIFESTLY_ILLEGAL)
        answered = (
            select(CounterNotice.id)
            .join(EventClaim, EventClaim.event_id == CounterNotice.event_id)
            .where(EventClaim.claim_id == claim.id, CounterNotice.taken_back_at.is_(None))
        )
        if session.scalar(answered.limit(1)) is not None:
            findings.add(AlsoFound.FALSE_ANSWER)
    upheld = set(
        session.scalars(
            select(Appeal.side).where(Appeal.claim_id == claim.id, Appeal.state == "upheld")
        )
    )
    if Side.SELLER in upheld:
        findings.add(AlsoFound.UNFOUNDED_APPEAL_SELLER)
    if Side.FILER in upheld and merit is Merit.MANIFESTLY_UNFOUNDED:
        findings.add(AlsoFound.UNFOUNDED_APPEAL_FILER)
    return frozenset(findings)


def _record(work: UnitOfWork, stores: Collection[int], facts: Collection[Taken]) -> StrikeRecord:
    scale = work.policy.law.scale
    made = count_strikes(facts, work.now, scale.days)
    word = _found_against(work.session, stores)
    ids = {each.filer_id for each in facts}
    return StrikeRecord(
        made,
        scale.reached(sum(each.counts for each in made)),
        word.count(AlsoFound.FALSE_ANSWER),
        word.count(AlsoFound.UNFOUNDED_APPEAL_SELLER),
        _filers(work.session, ids),
        _references(work.session, [each.claim_id for each in facts]),
    )


def _facts_of_many(work: UnitOfWork, stores: Sequence[int]) -> dict[int, list[Taken]]:
    """Return the claims against each store, asked for some stores at a time."""
    facts: dict[int, list[Taken]] = {}
    for start in range(0, len(stores), _STORES):
        for store, fact in _facts_with_stores(work, stores[start : start + _STORES]):
            facts.setdefault(store, []).append(fact)
    return facts


def _facts(work: UnitOfWork, stores: Collection[int]) -> Sequence[Taken]:
    return [fact for _store, fact in _facts_with_stores(work, stores)]


def _facts_with_stores(work: UnitOfWork, stores: Collection[int]) -> Sequence[tuple[int, Taken]]:
    """Return the claims that count against these stores, in their order, each with its store."""
    session = work.session
    rows = (
        session.execute(
            select(Claim, Complaint, Right.rights_holder_id, Filer.party_id, Store)
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .join(Right, Right.id == Complaint.right_id)
            .join(Filer, Filer.id == Claim.filer_id)
            .join(Store, Store.id == Claim.store_id)
            .where(counts_against(stores))
            .order_by(Claim.id)
        )
        .tuples()
        .all()
    )
    ids = [claim.id for claim, *_ in rows]
    decided = _last(session, ids, claim_parts.DECIDING)
    answered = _answered(session, ids)
    graded = _last(session, ids, [EventKind.GRADING], Event.merit == Merit.FOUNDED)
    until = _until(session, ids)
    upheld = set(
        session.scalars(
            select(Appeal.claim_id).where(
                Appeal.claim_id.in_(ids), Appeal.side == str(Side.SELLER), Appeal.state == "upheld"
            )
        )
    )
    bound = _boycotted(session, {party for *_, party, _store in rows})
    facts = []
    for claim, complaint, holder, party, store in rows:
        at = decided[claim.id]
        late = bound.get(party)
        fact = Taken(
            claim.id,
            frozenset([*([claim.regime] if claim.regime else []), *(claim.adding or ())]),
            holder or complaint.rights_holder_id or -claim.filer_id,
            party,
            claim.filer_id,
            complaint.filed_at,
            at,
            upheld=claim.id in answered or claim.id in upheld,
            open_until=max(at + LEAST_TIME, until.get(claim.id, at)),
            illegal=AlsoFound.MANIFESTLY_ILLEGAL in (claim.also_found or ()),
            other_operator=claim.operator_id is not None
            and store.operator_id is not None
            and claim.operator_id != store.operator_id,
            filer_boycotted=late is not None and late > at and graded.get(claim.id, at) <= late,
        )
        facts.append((store.id, fact))
    return facts


def _last(
    session: Session,
    claim_ids: Collection[int],
    kinds: Collection[str],
    *also: ColumnElement[bool],
) -> dict[int, datetime]:
    rows = session.execute(
        select(EventClaim.claim_id, func.max(Event.at, type_=Event.at.type))
        .join(Event, Event.id == EventClaim.event_id)
        .where(
            EventClaim.claim_id.in_(claim_ids), EventClaim.applied,
            Event.kind.in_([str(each) for each in kinds]), *also,
        )
        .group_by(EventClaim.claim_id)
    )  # fmt: skip
    return dict(rows.tuples().all())


def _answered(session: Session, claim_ids: Collection[int]) -> set[int]:
    return set(
        session.scalars(
            select(EventClaim.claim_id)
            .join(CounterNotice, CounterNotice.event_id == EventClaim.event_id)
            .where(
                EventClaim.claim_id.in_(claim_ids),
                EventClaim.applied,
                CounterNotice.taken_back_at.is_(None),
            )
        )
    )


def _until(session: Session, claim_ids: Collection[int]) -> dict[int, datetime]:
    ends = func.max(Clock.ends_at, type_=Clock.ends_at.type)
    rows = session.execute(
        select(Clock.claim_id, ends)
        .where(Clock.claim_id.in_(claim_ids), Clock.kind.in_(_SELLERS_TIME))
        .group_by(Clock.claim_id)
    ).tuples()
    return {claim_id: at for claim_id, at in rows if claim_id is not None}


def _boycotted(session: Session, parties: Collection[int]) -> dict[int, datetime]:
    """Return when these parties were boycotted last."""
    rows = session.execute(
        select(Filer.party_id, func.max(Boycott.imposed_at, type_=Boycott.imposed_at.type))
        .join(Filer, Filer.id == Boycott.filer_id)
        .where(
            Filer.party_id.in_(parties),
            Boycott.state.in_(_IMPOSED),
            Boycott.imposed_at.is_not(None),
        )
        .group_by(Filer.party_id)
    ).tuples()
    return {party: at for party, at in rows if at is not None}


def _found_against(session: Session, stores: Collection[int]) -> list[str]:
    rows = session.scalars(
        select(Claim.also_found).where(
            Claim.store_id.in_(stores), Claim.also_found.is_not(None), Claim.state == "removed"
        )
    )
    return [each for findings in rows for each in findings or ()]


def _filers(session: Session, ids: Collection[int]) -> dict[int, AccuserRecord]:
    counts: dict[int, tuple[int, int]] = dict.fromkeys(ids, (0, 0))
    wrong = or_(
        Claim.state.in_(["rejected", "reinstated"]),
        Claim.merit.in_([str(Merit.UNFOUNDED), str(Merit.MANIFESTLY_UNFOUNDED)]),
    )
    rows = session.execute(
        select(Claim.filer_id, func.count(), func.count(case((wrong, 1))))
        .where(Claim.filer_id.in_(ids))
        .group_by(Claim.filer_id)
    ).tuples()
    counts |= {filer_id: (claims, unfounded) for filer_id, claims, unfounded in rows}
    binding = exists().where(Boycott.filer_id == Filer.id, Boycott.state.in_(BINDING))
    named = session.execute(select(Filer.id, Filer.name, binding).where(Filer.id.in_(ids)))
    return {
        filer_id: AccuserRecord(filer_id, name, *counts[filer_id], is_bound)
        for filer_id, name, is_bound in named.tuples()
    }


def _references(session: Session, claim_ids: Collection[int]) -> dict[int, str]:
    rows = session.execute(
        select(Claim.id, Complaint.reference)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Claim.id.in_(claim_ids))
    )
    return dict(rows.tuples().all())
