"""Adds evidence to a complaint that is filed, until it is decided, also where nobody asked for it.

The sellers who know of the complaint are told and get their time to answer again, so that nobody is
decided against on what it could not answer. That is why it can be done a few times only: else
whoever adds a little each day keeps a seller waiting for ever. A law's clock after which a listing
comes back runs on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid_fields
from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    ComplaintDocumentClaim,
    Filer,
)
from complaints.queries.decisions import claims, pending
from complaints.queries.filing import added_evidence, complaints
from complaints.queries.filing import documents as document_queries
from complaints.rules.actors import Role
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.filing.documents import MOST_PAPERS, attached, check_named
from complaints.rules.kinds import EventBy, EventKind
from complaints.services import timeline
from complaints.services.decisions import hearing
from complaints.services.law import raised_proof
from complaints.services.registry import Registry, rows
from complaints.services.registry.keys import Facts
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.amended import evidence_added
from complaints.work import UnitOfWork

PAPER: Any = ComplaintDocument.__table__
MEANT: Any = ComplaintDocumentClaim.__table__
# Without a word of staff; what staff ask for is not counted.
MOST_TIMES: Final = 3
SENT_ALREADY: Final = _("You have sent this document with this complaint already.")
NOT_OPEN: Final = _("This listing is already decided, or does not belong to this complaint.")


def add_evidence(
    work: UnitOfWork,
    complaint_id: int,
    *,
    documents: Sequence[Facts],
    note: str,
    vault: Vault,
    claim_ids: Collection[int] = (),
) -> Complaint:
    """Add papers (kind, sha256, filename, pass_on) and words to a complaint: for the claims that
    are named, or for all that are not decided.

    Refuses with: not-found; forbidden, for who does not file; wrong-state, where all is decided or
    being decided, or evidence was added as often as one may; invalid-request, for a paper that was
    sent already, too many of them, or a claim that is not open.
    """
    complaint = _lock_own(work, complaint_id)
    whole = claims.lock_claims(work, claims.ids_of_complaint(work.session, complaint.id))
    open_now = [
        claim
        for claim in whole
        if claim.state in OPEN_STATES and not pending.is_pending(work.session, claim.id)
    ]
    _require_time(work, complaint, open_now)
    _require_sound(work, complaint, documents, claim_ids, open_now)
    chosen = [claim for claim in open_now if not claim_ids or claim.id in claim_ids]
    filer = work.session.get_one(Filer, complaint.filer_id)
    registry = Registry(work.session, vault, source=filer.source, now=work.now)
    papers = registry.documents(paper["sha256"] for paper in documents)
    _store(work, complaint, documents, papers, chosen if len(chosen) < len(whole) else ())
    timeline.add_event(work, chosen, EventKind.AMENDMENT, by=EventBy.FILER, note=note)
    ledger.record(
        work, added_evidence.VERB, "complaint", complaint.id, documents=sorted(papers.values()),
        claims=[claim.id for claim in chosen],
    )  # fmt: skip
    raised_proof.release_proven(work, complaint.filer_id)
    # Of a paper that is named by its digest alone there is nothing to read.
    readable = document_queries.documents_of_complaint(work.session, complaint)
    passed_on = [papers[paper["sha256"]] for paper in documents if paper.get("pass_on")]
    shown = sum(document_id in readable for document_id in passed_on)
    _tell_sellers(work, complaint, chosen, note, shown=shown, kept=len(documents) - len(passed_on))
    return complaint


def _lock_own(work: UnitOfWork, complaint_id: int) -> Complaint:
    complaints.get_complaint(work, complaint_id)
    if work.actor.role is not Role.FILER:
        raise Refusal("forbidden", _("Only the account that filed this complaint can add to it."))
    return work.session.scalars(
        select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    ).one()


def _require_time(work: UnitOfWork, complaint: Complaint, open_now: Sequence[Claim]) -> None:
    if not open_now:
        raise Refusal(
            "wrong-state",
            _(
                "Everything in this complaint is decided, or is being decided now. Where a listing "
                "was rejected, appeal, and send the evidence with your appeal."
            ),
            possible=[],
        )
    if len(added_evidence.times_added(work.session, complaint.id)) >= MOST_TIMES:
        raise Refusal(
            "wrong-state",
            _(
                "You have added evidence to this complaint %(most)s times, which is the most: each "
                "time the seller gets its time to answer again. Our staff ask you if they need "
                "more.",
                most=str(MOST_TIMES),
            ),
            possible=[],
        )


def _require_sound(
    work: UnitOfWork,
    complaint: Complaint,
    documents: Sequence[Facts],
    claim_ids: Collection[int],
    open_now: Sequence[Claim],
) -> None:
    named = {paper["sha256"] for paper in documents}
    sent = added_evidence.sent_with(work.session, complaint.id)
    ids = {claim.id for claim in open_now}
    problems = [
        *check_named(documents, document_queries.not_nameable(work, named)),
        *(
            FieldError(f"/documents/{place}/sha256", Code.DUPLICATE, SENT_ALREADY)
            for place, paper in enumerate(documents)
            if paper["sha256"] in sent
        ),
        *(
            FieldError(f"/claim_ids/{place}", Code.NOT_PART_OF_THIS, NOT_OPEN)
            for place, claim_id in enumerate(claim_ids)
            if claim_id not in ids
        ),
    ]
    if len(sent) + len(named) > MOST_PAPERS:
        sentence = _("A complaint takes %(most)s files at most.", most=MOST_PAPERS)
        problems.append(
            FieldError("/documents", Code.TOO_MANY, sentence, {"max": MOST_PAPERS - len(sent)})
        )
    if problems:
        raise invalid_fields(problems)


def _store(
    work: UnitOfWork,
    complaint: Complaint,
    documents: Sequence[Facts],
    papers: Facts,
    meant_for: Iterable[Claim],
) -> None:
    rows.insert_all(work.session, PAPER, attached(complaint.id, documents, papers))
    meant = [
        {"complaint_id": complaint.id, "document_id": document_id, "claim_id": claim.id}
        for document_id in sorted(set(papers.values()))
        for claim in meant_for
    ]
    rows.insert_all(work.session, MEANT, meant)


def _tell_sellers(
    work: UnitOfWork,
    complaint: Complaint,
    about: Sequence[Claim],
    note: str,
    *,
    shown: int,
    kept: int,
) -> None:
    """Tell each seller who knows of the complaint, with the day until which it can answer now."""

    def letter(urls: Sequence[str], due: Message) -> Letter:
        return evidence_added(complaint.reference, urls, note=note, shown=shown, kept=kept, due=due)

    hearing.hear_again(work, about, letter)
