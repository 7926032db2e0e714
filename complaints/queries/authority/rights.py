"""Rights that an account has stated, by a complaint or by registering them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Complaint, Document, Right, RightDocument, RightsHolder
from complaints.queries.authority import holders, registers, territories
from complaints.queries.authority.corrections import (
    Correction,
    corrections_of,
    current_id,
    replacements,
)
from complaints.queries.authority.registers import RegisterView
from complaints.queries.authority.territories import Naming
from complaints.queries.logins import filers
from complaints.rules.authority import right_numbers
from complaints.rules.authority.territories import BERNE, Territory, gathered, territory_of
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RightPaper:
    kind: str
    sha256: str
    filename: str | None


@dataclass(frozen=True, slots=True)
class RightView:
    """A right with the principal that it belongs to (None: the account itself), its papers, and
    what the office's register says about it (None: no extract that we have shows it). Sellers do
    not read how well it is proven. `corrections` are what it took the place of, the newest first;
    `corrected_to` is the right in its own place."""

    right: Right
    rights_holder: RightsHolder | None
    register: RegisterView | None = None
    papers: list[RightPaper] = field(default_factory=list)
    for_sellers: bool = False
    corrections: Sequence[Correction] = ()
    corrected_to: int | None = None

    @property
    def corrects(self) -> list[int]:
        """The rights in whose place it stands, the newest first."""
        return [each.earlier.id for each in self.corrections]

    @property
    def proof(self) -> str | None:
        return None if self.for_sellers else self.right.proof

    @property
    def proof_at(self) -> datetime | None:
        return None if self.for_sellers else self.right.proof_at

    @property
    def territory(self) -> Territory:
        right = self.right
        return territory_of(right.kind, right.jurisdiction, right.territories)

    @property
    def holds_in(self) -> Sequence[str] | None:
        """Where it holds: empty, of a work, in all of the Berne Union; None where nobody said."""
        countries = self.territory.countries
        if countries is None:
            return None
        return [] if countries >= BERNE else gathered(countries)

    @property
    def warnings(self) -> list[Message]:
        right = self.right
        return right_numbers.number_warnings(
            right.kind, right.jurisdiction, right.number, has_classes=bool(right.classes)
        )


def get_right(work: UnitOfWork, right_id: int) -> Right:
    """Return one right. Refuses with: not-found."""
    statement = select(Right).where(
        Right.id == right_id, filers.filers_in_sight(work.actor, Right.filer_id)
    )
    row = work.session.scalar(statement)
    if row is None:
        raise not_found(_("right"))
    return row


def namings(work: UnitOfWork, right_id: int) -> Sequence[Naming]:
    """Return who said where a right in sight holds, since it was stated. Refuses with:
    not-found."""
    return territories.namings_of(work.session, get_right(work, right_id).id)


def right_of_complaint(session: Session, complaint: Complaint) -> RightView:
    """Return the right of a complaint. The caller has checked that the actor may see it."""
    return view(session, session.get_one(Right, complaint.right_id))


def view(session: Session, right: Right) -> RightView:
    """Return a right as it is shown."""
    return right_views(session, [right])[0]


def right_views(session: Session, rights: Sequence[Right]) -> list[RightView]:
    """Return rights as they are shown, in the same order."""
    ids = {right.rights_holder_id for right in rights if right.rights_holder_id is not None}
    of = holders.by_ids(session, ids)
    papers = _papers(session, [right.id for right in rights])
    entries = registers.register_views(session, [right.id for right in rights])
    replaced = replacements(session, [right.id for right in rights])
    corrected = corrections_of(session, rights)
    return [
        RightView(
            right, of.get(right.rights_holder_id or 0), entries.get(right.id),
            papers.get(right.id, []), corrections=corrected.get(right.id, ()),
            corrected_to=current_id(session, right.id) if right.id in replaced else None,
        )
        for right in rights
    ]  # fmt: skip


def _papers(session: Session, ids: Sequence[int]) -> dict[int, list[RightPaper]]:
    shown = (
        select(RightDocument.right_id, RightDocument.kind, Document.sha256, RightDocument.filename)
        .join(Document, Document.id == RightDocument.document_id)
        .where(RightDocument.right_id.in_(ids))
        .order_by(RightDocument.right_id, RightDocument.kind, Document.id)
    )
    papers: dict[int, list[RightPaper]] = {}
    for right_id, *paper in session.execute(shown):
        papers.setdefault(right_id, []).append(RightPaper(*paper))
    return papers


def find_rights(
    work: UnitOfWork, *, kind: str | None, filer_id: int | None, after: int | None, limit: int
) -> Sequence[Right]:
    """Return up to limit + 1 rights in sight, by id."""
    statement = select(Right).where(filers.filers_in_sight(work.actor, Right.filer_id))
    if kind is not None:
        statement = statement.where(Right.kind == kind)
    if filer_id is not None:
        statement = statement.where(Right.filer_id == filer_id)
    if after is not None:
        statement = statement.where(Right.id > after)
    return work.session.scalars(statement.order_by(Right.id).limit(limit + 1)).all()
