"""Trusted flaggers: their entries, what of a notice is theirs, and the report of Art. 22(6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from abuse.identity.attributes import normalise
from complaints.base.errors import not_found
from complaints.models import (
    Account,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Filer,
    FilerIdentity,
    Person,
    TrustedFlagger,
)
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.binding import binding_filer
from complaints.queries.logins import grants
from complaints.rules.actors import Actor
from complaints.rules.authority.flaggers import (
    ENDED,
    IMPRECISE,
    POSSIBLE,
    Flagged,
    FlaggerChange,
    FlaggerState,
    Imprecision,
    state_of,
)
from complaints.rules.decisions.reasons import BY_CODE
from complaints.rules.kinds import IdentityKind
from complaints.rules.law.transparency import Period
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork

# Ended against its filer, as it stands now.
_AGAINST = ("rejected", "reinstated")
# How many imprecise notices a report names; it counts all of them.
MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class FlaggerView:
    """An entry with its account, how it stands, who entered it, and what may be noted of it.

    `bound` says that a boycott (Art. 23(2)) binds the account now: it goes before the priority.
    `in_field` and `outside` count notices. `yours` says that somebody else has to approve it.
    """

    row: TrustedFlagger
    filer: Filer
    state: FlaggerState
    entered_by: str
    approved_by: str | None
    bound: bool
    in_field: int
    outside: int
    yours: bool

    @property
    def possible(self) -> tuple[FlaggerChange, ...]:
        return POSSIBLE[self.state]


@dataclass(frozen=True, slots=True)
class ImpreciseClaim:
    """A claim that ended against its filer for a reason of Art. 22(6)."""

    complaint_id: int
    reference: str
    claim_id: int
    basis: str
    filed_at: datetime
    decided_at: datetime
    reason: str
    kind: Imprecision

    @property
    def words(self) -> Message:
        return BY_CODE[self.reason].words


@dataclass(frozen=True, slots=True)
class FlaggerReport:
    """What a coordinator would be told of a flagger's notices in its field, filed in a period.

    Notices are complaints, claims are their listings; a notice is imprecise where one of its claims
    is, and `kinds` counts claims. `outside` counts notices outside the field.
    """

    flagger: FlaggerView
    period: Period
    notices: int
    outside: int
    claims: int
    decided: int
    imprecise_notices: int
    kinds: dict[Imprecision, int]
    imprecise: Sequence[ImpreciseClaim]


def state_of_entry(row: TrustedFlagger) -> FlaggerState:
    """Return how an entry stands."""
    return state_of(approved=row.approved_at is not None, changed=row.changed)


def live_of(session: Session, filer_id: int) -> TrustedFlagger | None:
    """Return the entry of an account that is not over, whether or not it gives priority now."""
    return session.scalar(
        select(TrustedFlagger).where(TrustedFlagger.filer_id == filer_id, _is_live())
    )


def flagged(row: TrustedFlagger, basis: str) -> Flagged:
    """Say whether a notice on this basis is within the field."""
    return Flagged.IN_FIELD if basis in row.field else Flagged.OUTSIDE_FIELD


def flagged_as(session: Session, complaint: Complaint) -> Flagged | None:
    """Say of a complaint that a trusted flagger filed whether it is within its field; None for any
    other, and where the entry was wrong."""
    if complaint.flagger_id is None:
        return None
    row = session.get_one(TrustedFlagger, complaint.flagger_id)
    return None if row.changed == FlaggerChange.CORRECTED else flagged(row, complaint.basis)


def in_field(rows: Iterable[TrustedFlagger]) -> ColumnElement[bool]:
    """Return the condition for complaints that these flaggers filed in their fields."""
    each = [and_(Complaint.flagger_id == row.id, Complaint.basis.in_(row.field)) for row in rows]
    return or_(false(), *each)


def find_counted(session: Session) -> Sequence[TrustedFlagger]:
    """Return the entries whose notices count as trusted flaggers': all but those that were wrong.
    What was filed before a status was revoked stays counted."""
    right = TrustedFlagger.changed.is_distinct_from(str(FlaggerChange.CORRECTED))
    return session.scalars(select(TrustedFlagger).where(right)).all()


def with_priority(session: Session, now: datetime) -> list[TrustedFlagger]:
    """Return the entries that give priority now: approved, not suspended, and of no account that a
    boycott binds."""
    approved = TrustedFlagger.approved_at.is_not(None)
    rows = session.scalars(select(TrustedFlagger).where(_is_live(), approved)).all()
    active = [row for row in rows if state_of_entry(row) is FlaggerState.ACTIVE]
    return [row for row in active if not binding_filer(session, row.filer_id, now)]


def shows_own_mailbox(session: Session, actor: Actor, filer_id: int, vault: Vault) -> bool:
    """Say whether an account of this account's party has shown the mailbox of the actor, one of the
    staff: the entity is then the actor's own."""
    mine = select(Account.email).where(Account.person_id == actor.person_id)
    digests = [
        digest
        for email in session.scalars(mine)
        for kind, mailbox in normalise(IdentityKind.EMAIL, email)
        for digest in (vault.digest(kind, mailbox), vault.old_digest(kind, mailbox))
    ]
    shown = select(FilerIdentity.id).where(
        FilerIdentity.filer_id.in_(parties.accounts_of(filer_id)), FilerIdentity.digest.in_(digests)
    )
    return session.scalar(shown.limit(1)) is not None


def find_flaggers(work: UnitOfWork) -> list[FlaggerView]:
    """Return all entries, those that are not over first, then the newest. There are few."""
    rows = work.session.scalars(select(TrustedFlagger).order_by(TrustedFlagger.id.desc())).all()
    return sorted(_views(work, rows), key=lambda view: not view.possible)


def get_flagger(work: UnitOfWork, flagger_id: int) -> FlaggerView:
    """Return one entry. Refuses with: not-found."""
    row = work.session.get(TrustedFlagger, flagger_id)
    if row is None:
        raise not_found(_("trusted flagger"))
    return _views(work, [row])[0]


def report(work: UnitOfWork, flagger_id: int, period: Period) -> FlaggerReport:
    """Return the report of a flagger. Refuses with: not-found."""
    view = get_flagger(work, flagger_id)
    session, row = work.session, view.row
    filed = Complaint.filed_at >= period.since, Complaint.filed_at < period.until
    theirs = *filed, in_field([row])
    claims = select(Claim.state, func.count()).join(Complaint).where(*theirs)
    states = dict(session.execute(claims.group_by(Claim.state)).tuples().all())
    imprecise = _imprecise(session, theirs)
    return FlaggerReport(
        flagger=view,
        period=period,
        notices=_count(session, *theirs),
        outside=_count(session, *filed, Complaint.flagger_id == row.id, ~in_field([row])),
        claims=sum(states.values()),
        decided=sum(states.get(each, 0) for each in ("removed", "countered", *_AGAINST)),
        imprecise_notices=len({each.complaint_id for each in imprecise}),
        kinds={kind: sum(each.kind is kind for each in imprecise) for kind in Imprecision},
        imprecise=imprecise[:MOST_NAMED],
    )


def _imprecise(session: Session, theirs: tuple[ColumnElement[bool], ...]) -> list[ImpreciseClaim]:
    """Return the claims that ended so, each by its last decision."""
    rows = session.execute(
        select(Complaint, Claim.id, Event.at, Event.code)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(*theirs, Claim.state.in_(_AGAINST), EventClaim.applied, Event.code.is_not(None))
        .order_by(Event.at, Event.id)
    ).tuples()
    last = {claim_id: (complaint, at, code) for complaint, claim_id, at, code in rows}
    return [
        ImpreciseClaim(
            row.id, row.reference, claim_id, row.basis, row.filed_at, at, code, IMPRECISE[code]
        )
        for claim_id, (row, at, code) in last.items()
        if code is not None and code in IMPRECISE
    ]


def _views(work: UnitOfWork, rows: Sequence[TrustedFlagger]) -> list[FlaggerView]:
    session = work.session
    people = dict(session.execute(select(Person.id, Person.name)).tuples().all())
    counts = _counts(session, rows)
    ties = grants.ties(session)
    return [
        FlaggerView(
            row,
            session.get_one(Filer, row.filer_id),
            state_of_entry(row),
            people[row.entered_by],
            people.get(row.approved_by or 0),
            bool(binding_filer(session, row.filer_id, work.now)),
            counts[row.id, Flagged.IN_FIELD],
            counts[row.id, Flagged.OUTSIDE_FIELD],
            work.actor.person_id in ties.with_tied([row.entered_by]),
        )
        for row in rows
    ]


def _counts(session: Session, rows: Sequence[TrustedFlagger]) -> Counter[tuple[int, Flagged]]:
    by_id = {row.id: row for row in rows}
    counted_rows = session.execute(
        select(Complaint.flagger_id, Complaint.basis, func.count())
        .where(Complaint.flagger_id.in_(by_id))
        .group_by(Complaint.flagger_id, Complaint.basis)
    ).tuples()
    counts: Counter[tuple[int, Flagged]] = Counter()
    for flagger_id, basis, number in counted_rows:
        assert flagger_id is not None
        counts[flagger_id, flagged(by_id[flagger_id], basis)] += number
    return counts


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Complaint).where(*conditions)) or 0


def _is_live() -> ColumnElement[bool]:
    return or_(
        TrustedFlagger.changed.is_(None),
        TrustedFlagger.changed.not_in([str(each) for each in ENDED]),
    )
