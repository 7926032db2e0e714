"""Holds a notice against what the laws of its claims ask for, and looks at what it shows of single
targets: evidence for some of them, and what their pages showed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.models import Account, Filer, FilerIdentity, Right
from complaints.papers.recognition import PDF
from complaints.queries.filing import documents
from complaints.queries.law import laws as law_queries
from complaints.rules.filing import admissibility, notices, questions
from complaints.rules.filing.documents import check_named
from complaints.rules.filing.notices import CONTACTS, Held, Pointers
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import PROVING, Basis, FilerKind, IdentityKind
from complaints.rules.law.regimes import Law, Need, asks_least
from complaints.rules.sellers.listings_seen import PageSeen
from complaints.services.filing.intake.notices import Notice
from complaints.services.registry import Aim, place_of_aim
from complaints.words import message as _
from complaints.words.forms import NEEDS_ACCOUNT
from complaints.work import UnitOfWork

NOT_A_TARGET = _("No listing of this complaint has this address. Choose again what it is for.")
NOT_SENT = fault(
    Code.NOT_FOUND,
    _("This picture was not sent from here. Send it first, then name it by its id."),
)
NO_PICTURE = fault(
    Code.UNUSABLE_FILE,
    _("This is a PDF. Send what the page showed as a picture, or as evidence."),
    reason="type",
)
IN_FILER = _("Give the filer’s contact in “filer”: leave this out.")


_READABLE = (
    select(FilerIdentity.kind)
    .where(
        FilerIdentity.filer_id == bindparam("filer"),
        FilerIdentity.kind.in_(CONTACTS[Need.CONTACT]),
        FilerIdentity.sealed.is_not(None),
    )
    .distinct()
)
_LOG_IN = (
    select(Account.id)
    .where(
        Account.filer_id == bindparam("filer"), Account.confirmed_at.is_not(None), Account.active
    )
    .limit(1)
)


def laws_of(session: Session, notice: Notice, aims: Sequence[Aim]) -> list[Law]:
    """Return the laws under which the claims of a notice would be."""
    places = [place_of_aim(aim) for aim in aims]
    return law_queries.of_places(session, Basis(notice.basis), places)


def check_statements(
    work: UnitOfWork, filer: Filer, right: Right, notice: Notice, laws: Sequence[Law]
) -> Iterator[FieldError]:
    """Yield what is wrong with answers, and what the laws ask for that the notice does not hold.

    A notice sent with a key may leave the answers out; one that is `complete` answers all, and so
    does one without an account, unless no more may be asked of it than Art. 16(2) DSA lists.
    """
    answers = notice.answers or {}
    by_notifier = work.actor.is_notifier
    least = by_notifier and asks_least(laws)
    if notice.answers is not None or ((notice.complete or by_notifier) and not least):
        yield from questions.check_answers(notice.basis, answers, "/answers", now=work.now)
    texts = {f"/{name}": text for name, text in notice.facts.items()}
    yield from questions.check_kept(notice.basis, answers, "/answers", texts)
    if notice.filer is not None and notice.shown is not None:
        yield FieldError("/contact", Code.NOT_ALLOWED, IN_FILER)
    if by_notifier and not least:
        yield from notices.check_registered(right.kind, right.number, right.jurisdiction)
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
        is_least=least,
        is_explained=notices.explains(notice.basis, answers, notice.facts.get("statement")),
    )
    at = Pointers(
        contact="/contact" if notice.filer is None else "/filer",
        holder="/rights_holder" if notice.right_id is None else "/right_id",
        work="/right/title" if notice.right_id is None else "/right_id",
    )
    yield from notices.check_notice(laws, held, work.policy.law, at)


def _contacts(session: Session, filer: Filer, notice: Notice) -> set[str]:
    """Return the attributes by which the filer can be reached: shown with this notice or before, or
    the confirmed mailbox of a log-in."""
    shown = notice.filer or notice.shown or {}
    known = {str(kind) for kind in CONTACTS[Need.CONTACT] if shown.get(kind)}
    known.update(session.scalars(_READABLE, {"filer": filer.id}))
    if IdentityKind.EMAIL not in known and session.scalar(_LOG_IN, {"filer": filer.id}) is not None:
        known.add(str(IdentityKind.EMAIL))
    return known


def check_shown(work: UnitOfWork, notice: Notice) -> list[FieldError]:
    """Return what is wrong with it: papers for addresses that are no target, pictures that the
    sender did not send, views of days to come, papers that a key cut to named filers may not name,
    and without an account those that are to prove a right.
    """
    urls = {target.url for target in notice.targets}
    problems = [
        FieldError(f"/documents/{number}/targets/{place}", Code.NOT_PART_OF_THIS, NOT_A_TARGET)
        for number, paper in enumerate(notice.documents)
        for place, url in enumerate(paper.get("targets", ()))
        if url not in urls
    ]
    if work.actor.is_notifier:
        problems += [
            FieldError(f"/documents/{number}/kind", Code.NOT_PERMITTED, NEEDS_ACCOUNT)
            for number, paper in enumerate(notice.documents)
            if paper["kind"] in PROVING
        ]
    named_papers = {paper["sha256"] for paper in notice.documents}
    problems += check_named(notice.documents, documents.not_nameable(work, named_papers))
    return problems + check_pages(work, notice.targets)


def check_pages(work: UnitOfWork, targets: Sequence[Target]) -> list[FieldError]:
    """Return what is wrong with what the pages of targets showed."""
    problems: list[FieldError] = []
    pages = [(n, each.seen) for n, each in enumerate(targets) if each.seen is not None]
    named = {upload_id for _number, page in pages for upload_id in page.pictures}
    sent = {view.upload.id: view for view in documents.own(work, named)} if named else {}
    for number, page in pages:
        at = f"/targets/{number}/seen"
        problems += _of_a_day_to_come(page, at, work.now)
        for place, upload_id in enumerate(page.pictures):
            view = sent.get(upload_id)
            if view is None or view.content.media_type == PDF:
                wrong = NOT_SENT if view is None else NO_PICTURE
                problems.append(wrong.below(f"{at}/pictures/{place}"))
    return problems


def _of_a_day_to_come(page: PageSeen, at: str, now: datetime) -> Iterator[FieldError]:
    if page.seen_at is not None:
        day = page.seen_at.date()
        yield from admissibility.check_not_future(day, f"{at}/seen_at", now=now)
