"""What a side of a dispute about a right has shown: right, permission, level, papers. For staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.models import (
    Alarm,
    Authorization,
    AuthorizationOffer,
    Complaint,
    Filer,
    Right,
    RightsHolder,
)
from complaints.queries.authority import proof
from complaints.queries.authority.claimants import Claimant, claimant_of, own
from complaints.queries.filing import evidence
from complaints.queries.filing.evidence import Alike, EvidencePaper
from complaints.rules.authority.proof import Standing
from complaints.work import UnitOfWork

RIGHTS = 20


@dataclass(frozen=True, slots=True)
class Giver:
    """The account that offered a permission, and its standing on the right: the permission is
    confirmed by whoever says that it is the holder."""

    filer: Filer
    standing: Standing


@dataclass(frozen=True, slots=True)
class Side:
    """An account with what it shows for a right; `right` is None where it has stated none, `giver`
    where its permission was not offered here."""

    filer: Filer
    right: Right | None
    holder: RightsHolder | None
    authorization: Authorization | None
    own: bool
    standing: Standing
    papers: Sequence[EvidencePaper]
    giver: Giver | None = None


@dataclass(frozen=True, slots=True)
class RightWithPapers:
    """A right, and the papers that are to prove it."""

    right: Right
    papers: Sequence[EvidencePaper]


@dataclass(frozen=True, slots=True)
class SideShown:
    """A complaint's side on the desk, with where else the papers came that it shows for its
    right."""

    side: Side
    alike: Sequence[Alike]


def side_shown(work: UnitOfWork, complaint: Complaint, side: Side | None = None) -> SideShown:
    """Return the side of a complaint's filer as the desk shows it; `side` where it is known."""
    known = side or side_of_filer(work, complaint)
    return SideShown(known, evidence.alike(work.session, known.papers, complaint))


def side_of_filer(work: UnitOfWork, complaint: Complaint) -> Side:
    """Return the side of a complaint's filer."""
    session = work.session
    claimant = claimant_of(session, complaint)
    given = complaint.authorization_id
    return Side(
        claimant.filer,
        claimant.right,
        claimant.holder,
        session.get_one(Authorization, given) if given is not None else None,
        claimant.own,
        proof.of_claimant(session, claimant, work.policy.scan, work.now),
        evidence.proving(session, claimant.right, complaint),
        _giver(work, claimant),
    )


def _giver(work: UnitOfWork, claimant: Claimant) -> Giver | None:
    if claimant.authorization_id is None:
        return None
    offer = work.session.get(AuthorizationOffer, claimant.authorization_id)
    if offer is None:
        return None
    filer = work.session.get_one(Filer, offer.offered_by)
    here = own(work.session, filer.party_id, claimant.right.key)
    return Giver(filer, max(here, key=lambda each: each.rank, default=Standing.STATED))


def rights_of(work: UnitOfWork, filer: Filer) -> list[RightWithPapers]:
    """Return the newest rights that an account stated, each with the papers of its own: for
    staff."""
    mine = select(Right).where(Right.filer_id == filer.id).order_by(Right.id.desc())
    rows = work.session.scalars(mine.limit(RIGHTS)).all()
    return [RightWithPapers(row, evidence.proving(work.session, row)) for row in rows]


def of_denier(work: UnitOfWork, alarm: Alarm) -> Side:
    """Return the side of the account that got an alarm: the right that it is about, else the best
    proven of its own."""
    session = work.session
    filer = session.get_one(Filer, alarm.filer_id)
    right = session.get(Right, alarm.right_id) if alarm.right_id else _best(work, filer)
    standing = proof.of_owner(session, alarm, work.policy.scan, work.now)
    if right is None:
        return Side(filer, None, None, None, own=True, standing=standing, papers=())
    holder = session.get(RightsHolder, right.rights_holder_id) if right.rights_holder_id else None
    papers = evidence.proving(session, right)
    return Side(filer, right, holder, None, own=True, standing=standing, papers=papers)


def _best(work: UnitOfWork, filer: Filer) -> Right | None:
    mine = select(Right).where(Right.filer_id == filer.id).order_by(Right.proof_at.desc())
    rows = work.session.scalars(mine.limit(RIGHTS)).all()
    return max(rows, key=lambda row: (row.proof != "stated", row.id), default=None)
