"""Holds a notice against what the laws of its claims ask for, and keeps what was signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import FieldError
from complaints.models import Account, Filer, FilerIdentity, Right
from complaints.queries import laws as law_queries
from complaints.rules import notices, questions
from complaints.rules.kinds import Basis, FilerKind, IdentityKind
from complaints.rules.notices import CONTACTS, Held, Pointers
from complaints.rules.regimes import Law, Need, notice_texts
from complaints.rules.targets import Place
from complaints.services.intake.notices import Notice
from complaints.services.registry import Aim
from complaints.services.registry.keys import Facts
from complaints.words import message as _
from complaints.work import Work

IN_FILER = _("Give the filer’s contact in “filer”: leave this out.")


def laws_of(session: Session, notice: Notice, aims: Sequence[Aim]) -> list[Law]:
    """Return the laws under which the claims of a notice would be."""
    places = [Place(aim.marketplace, aim.listing_id, aim.store) for aim in aims]
    return law_queries.of_places(session, Basis(notice.basis), places)


def check_statements(
    work: Work, filer: Filer, right: Right, notice: Notice, laws: Sequence[Law]
) -> Iterator[FieldError]:
    """Yield what is wrong with answers, and what the laws ask for that the notice does not hold.

    A notice sent with a key may leave the answers out; one that is `complete` answers all.
    """
    answers = notice.answers or {}
    if notice.answers is not None or notice.complete:
        yield from questions.check(notice.basis, answers, "/answers", now=work.now)
    texts = {f"/{name}": text for name, text in notice.facts.items()}
    yield from questions.check_kept(notice.basis, answers, "/answers", texts)
    if notice.filer is not None and notice.shown is not None:
        yield FieldError("/contact", IN_FILER)
    if not laws:
        return
    signed = notice.declaration
    papers = {str(paper["kind"]) for paper in notice.documents}
    held = Held(
        agreed=None if signed is None else signed["agreed"],
        contacts=_contacts(work.session, filer, notice),
        # Whoever files for nobody else holds the right itself; an agent says so by name.
        is_holder_named=filer.kind != FilerKind.AGENT
        or notice.rights_holder is not None
        or right.rights_holder_id is not None,
        is_work_named=bool(right.title or right.number),
        is_shown=notices.shows(notice.basis, answers, papers),
        is_explained=notices.explains(notice.basis, answers, notice.facts.get("statement")),
    )
    at = Pointers(
        contact="/contact" if notice.filer is None else "/filer",
        holder="/rights_holder" if notice.right_id is None else "/right_id",
        work="/right/title" if notice.right_id is None else "/right_id",
    )
    yield from notices.check(laws, held, work.policy.law, at)


def _contacts(session: Session, filer: Filer, notice: Notice) -> set[str]:
    """Return the attributes by which the filer can be reached: shown with this notice or before, or
    the confirmed mailbox of a log-in."""
    shown = notice.filer or notice.shown or {}
    known = {str(kind) for kind in CONTACTS[Need.CONTACT] if shown.get(kind)}
    readable = select(FilerIdentity.kind).where(
        FilerIdentity.filer_id == filer.id,
        FilerIdentity.kind.in_(CONTACTS[Need.CONTACT]),
        FilerIdentity.sealed.is_not(None),
    )
    known.update(session.scalars(readable.distinct()))
    log_in = select(Account.id).where(
        Account.filer_id == filer.id, Account.confirmed_at.is_not(None), Account.active
    )
    if IdentityKind.EMAIL not in known and session.scalar(log_in.limit(1)) is not None:
        known.add(str(IdentityKind.EMAIL))
    return known


def signed_rows(
    signed: Facts | None, laws: Sequence[Law], complaint_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the signed declarations, in the wording that was shown."""
    if signed is None:
        return []
    return [
        {
            "complaint_id": complaint_id,
            "code": text.code,
            "version": text.version,
            "language": text.read_in(signed["language"]),
            "wording": text.text(signed["language"]),
            "signed_by": signed["signed_by"],
            "signed_at": now,
        }
        for text in notice_texts(laws)
    ]
