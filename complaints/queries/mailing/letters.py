"""The outbox: staff read all of it, a filer and a seller their own letters, a partner those to its
filers and, where it delivers, those to sellers on its marketplaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Filer, Letter, LetterReport, Store
from complaints.queries.logins import filers
from complaints.queries.mailing import deliveries
from complaints.queries.outward.changes import changed_letter
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Actor, Scope
from complaints.storage.links import SellerOf
from complaints.words import message as _
from complaints.work import UnitOfWork


def list_letters(
    work: UnitOfWork,
    *,
    kind: str | None = None,
    filer_id: int | None = None,
    complaint_id: int | None = None,
    boycott_id: int | None = None,
    joining_id: int | None = None,
    suspension_id: int | None = None,
    unsent: bool = False,
    did_not_go: bool = False,
    updated_since: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Letter]:
    """Return up to limit + 1 letters, the newest first. `unsent` leaves out those that were sent,
    `did_not_go` all but those that could not be sent by mail.

    Refuses with: not-found, for visitors.
    """
    statement = select(Letter).where(_visible(work.actor))
    for column, value in (
        (Letter.kind, kind),
        (Letter.filer_id, filer_id),
        (Letter.complaint_id, complaint_id),
        (Letter.boycott_id, boycott_id),
        (Letter.joining_id, joining_id),
        (Letter.suspension_id, suspension_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if unsent:
        statement = statement.where(Letter.sent_at.is_(None))
    if did_not_go:
        statement = statement.where(Letter.id.in_(deliveries.ids_that_did_not_go()))
    if updated_since is not None:
        statement = statement.where(changed_letter(Letter.id, updated_since, work.actor))
    if before is not None:
        statement = statement.where(Letter.id < before)
    return work.session.scalars(statement.order_by(Letter.id.desc()).limit(limit + 1)).all()


def get_letter(work: UnitOfWork, letter_id: int) -> Letter:
    """Return one letter. Refuses with: not-found."""
    row = work.session.scalar(select(Letter).where(Letter.id == letter_id, _visible(work.actor)))
    if row is None:
        raise not_found(_("letter"))
    return row


def require_may_send(work: UnitOfWork, letter_id: int) -> None:
    """Refuses with: not-found, where the actor may not take this letter out, or there is none: a
    partner those to sellers alone."""
    letter = get_letter(work, letter_id)
    to_seller = letter.filer_id is None and Scope.DELIVER in work.actor.scopes
    if not _reads_all(work.actor) and not to_seller:
        raise not_found(_("letter"))


def reports_of(session: Session, letter: Letter) -> Sequence[LetterReport]:
    """Return what was reported of a letter on its way, in order."""
    of_letter = select(LetterReport).where(LetterReport.letter_id == letter.id)
    return session.scalars(of_letter.order_by(LetterReport.id)).all()


SAME = (
    "filer_id", "store_id", "claim_id", "boycott_id", "joining_id", "suspension_id", "complaint_id",
)  # fmt: skip


def latest_renewal(session: Session, old: Letter) -> datetime | None:
    """Return when a letter with a new link was last written to this letter's addressee, about the
    same case."""
    same = (getattr(Letter, name).is_not_distinct_from(getattr(old, name)) for name in SAME)
    statement = select(func.max(Letter.created_at)).where(Letter.kind == "link_renewed", *same)
    return session.scalar(statement)


def newest_to(session: Session, seller: SellerOf) -> int | None:
    """Return the id of the newest letter to a seller about its complaint; None for none."""
    return session.scalar(select(func.max(Letter.id)).where(_to(seller)))


def sellers_of(session: Session, complaint_id: int) -> set[SellerOf]:
    """Return the sellers to whom letters about a complaint were written."""
    written = select(Letter.store_id, Letter.claim_id).where(
        Letter.complaint_id == complaint_id, Letter.filer_id.is_(None)
    )
    rows = session.execute(written.distinct())
    return {SellerOf(complaint_id, store_id, claim_id) for store_id, claim_id in rows}


def _to(seller: SellerOf) -> ColumnElement[bool]:
    return and_(
        Letter.filer_id.is_(None),
        Letter.complaint_id.is_not_distinct_from(seller.complaint_id or None),
        Letter.suspension_id.is_not_distinct_from(seller.suspension_id),
        Letter.store_id.is_not_distinct_from(seller.store_id),
        Letter.claim_id.is_not_distinct_from(seller.claim_id),
    )


def _reads_all(actor: Actor) -> bool:
    return actor.reads_as_staff


def _visible(actor: Actor) -> ColumnElement[bool]:
    if _reads_all(actor):
        return true()
    if actor.seller_of is not None:
        return _to(actor.seller_of)
    if actor.filer_id is not None:
        return Letter.filer_id == actor.filer_id
    if actor.partner_id is None:
        raise not_found(_("page"))
    to_filers = filers.filers_in_sight(actor, Letter.filer_id)
    if Scope.DELIVER not in actor.scopes:
        return to_filers
    to_sellers = marketplaces.sees_letter(actor.partner_id)
    if Scope.FILE_ON_BEHALF not in actor.scopes:
        return to_sellers
    return or_(to_filers, to_sellers)


def latest(session: Session, *, limit: int) -> Sequence[Row[tuple[Letter, str]]]:
    """Return the newest letters with their addressees' names. For the demo."""
    return session.execute(
        select(Letter, func.coalesce(Filer.name, Store.name, "–").label("name"))
        .outerjoin(Filer, Filer.id == Letter.filer_id)
        .outerjoin(Store, Store.id == Letter.store_id)
        .order_by(Letter.id.desc())
        .limit(limit)
    ).all()


def addressees(session: Session, letters: Sequence[Letter]) -> dict[int, str]:
    """Return the addressee's name of each letter, by the letter's id."""
    accounts = select(Filer).where(Filer.id.in_({x.filer_id for x in letters} - {None}))
    stores = select(Store).where(Store.id.in_({x.store_id for x in letters} - {None}))
    names = {("filer", row.id): row.name for row in session.scalars(accounts)}
    names |= {("store", row.id): row.name or row.reference for row in session.scalars(stores)}
    return {
        x.id: names.get(("filer", x.filer_id or 0)) or names.get(("store", x.store_id or 0)) or "–"
        for x in letters
    }
