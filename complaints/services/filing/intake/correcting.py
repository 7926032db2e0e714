"""Puts a right as its filer stated it right: another statement takes its place.

What is open and not decided goes on by the new statement. Where its number, office or, without one,
its title changes, it is another right: each check of intake is made anew, whoever else stands on
it is alarmed, and what proved the old one proves nothing of it. What was decided, or closed, stays
with what was said. It can be done a few times only: sellers get their time again each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import delete, select, update

from abuse.identity.registers import number_of
from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, invalid_fields
from complaints.models import (
    Authorization,
    Check,
    Claim,
    Complaint,
    ComplaintDocument,
    Document,
    Filer,
    PendingClaim,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.queries.authority import corrections, rights
from complaints.queries.cases import boycotts
from complaints.queries.decisions import claims
from complaints.queries.filing import checks
from complaints.rules.actors import SYSTEM, Role
from complaints.rules.authority.proof import Outcome
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.filing import admissibility
from complaints.rules.kinds import CheckKind, DocumentKind, Proof
from complaints.rules.logins.visibility import register_source
from complaints.services.authority import registers, territories
from complaints.services.authority.proof import prove
from complaints.services.decisions import hearing
from complaints.services.filing.intake.admission import Admitted
from complaints.services.filing.intake.alarms import raise_alarms
from complaints.services.filing.intake.authority import weigh
from complaints.services.filing.intake.notices import Notice
from complaints.services.filing.intake.party import check_party
from complaints.services.law import raised_proof
from complaints.services.mailing import outbox
from complaints.services.registry import Registry, rows
from complaints.services.registry.keys import Facts
from complaints.services.registry.rights import Stated
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.amended import right_corrected
from complaints.words.letters.claims import authority_asked
from complaints.work import UnitOfWork

DOCUMENT: Any = RightDocument.__table__
MOST_TIMES: Final = 3
# In these no decision was taken; an answer to a takedown leads to the second one.
_UNDECIDED: Final = ("received", "incomplete", "not_processed")


# Why a complaint stays as it was: something of it is decided or closed; a boycott does not let it
# be processed by the corrected right; the filer has an open claim by that right on its listing.
Stays = Literal["decided", "stopped", "complained"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The right in the place of the one before, how many complaints go on by it, how many of which
    something is open stay as they were, by the reason, and whether papers that showed the number
    before stay with it."""

    right: Right
    moved: int
    left: Mapping[Stays, int]
    papers_stay: bool


def correct_right(
    work: UnitOfWork, right_id: int, *, right: Facts, reason: str, vault: Vault
) -> Corrected:
    """State a right of the actor's anew, in the place of what was stated: the whole of it, of the
    same kind and for the same holder.

    Refuses with: not-found; forbidden, for who does not file; wrong-state, where it was corrected
    already, or as often as one may; invalid-request, for another kind, impossible dates, a right
    that has ended, and where nothing changes.
    """
    row = _lock_own(work, right_id)
    facts = {"territories": row.territories, **right}
    _require_sound(work, row, facts)
    filer = work.session.get_one(Filer, row.filer_id)
    registry = Registry(
        work.session, vault, source=register_source(filer.source, filer.id), now=work.now
    )
    holder = _holder(work, row)
    (known,) = registry.rights([Stated(filer.id, holder, row.rights_holder_id, facts)])
    if known.id == row.id:
        raise invalid("", Code.CHANGES_NOTHING, _("Nothing has changed. Correct what is wrong."))
    new = work.session.get_one(Right, known.id)
    _note(work, row, new, reason)
    registers.accept_stated(work, new.id)
    papers_stay = _carry_over(work, row, new)
    moved, left = _follow(work, registry, filer, row, new)
    return Corrected(new, moved, left, papers_stay)


def _lock_own(work: UnitOfWork, right_id: int) -> Right:
    row = rights.get_right(work, right_id)
    own = work.actor.filer_id in (None, row.filer_id)
    if work.actor.role is not Role.FILER or not own:
        raise Refusal("forbidden", _("Only the account that added this right can correct it."))
    # No complaint is filed by it meanwhile.
    work.session.execute(
        select(Filer.id).where(Filer.id == row.filer_id).with_for_update(key_share=True)
    )
    now_is = corrections.current_id(work.session, row.id)
    if now_is != row.id:
        raise Refusal(
            "wrong-state",
            _(
                "You have already corrected this right. Open the corrected right, number "
                "%(right)s, and correct that one.",
                right=str(now_is),
            ),
            possible=[],
        )
    if corrections.times_corrected(work.session, row.id) >= MOST_TIMES:
        raise Refusal(
            "wrong-state",
            _(
                "You have corrected this right %(most)s times, which is the most. Add the right "
                "again as it is in the register.",
                most=str(MOST_TIMES),
            ),
            possible=[],
        )
    return row


def _require_sound(work: UnitOfWork, row: Right, right: Facts) -> None:
    if right.get("kind") != row.kind:
        raise invalid(
            "/kind",
            Code.CONTRADICTS,
            _("The kind of a right cannot be corrected. Add the right again."),
            member="kind",
            expected=row.kind,
        )
    problems = list(admissibility.check_stated(right, "", now=work.now))
    if problems:
        raise invalid_fields(problems)


def _holder(work: UnitOfWork, row: Right) -> Facts | None:
    if row.rights_holder_id is None:
        return None
    holder = work.session.get_one(RightsHolder, row.rights_holder_id)
    return {"reference": holder.reference, "name": holder.name, "country": holder.country}


def _note(work: UnitOfWork, row: Right, new: Right, reason: str) -> None:
    ledger.record(work, "corrected", "right", row.id, why=reason, to=new.id)
    ledger.record(work, "corrects", "right", new.id, why=reason, **{"from": row.id})


def _carry_over(work: UnitOfWork, row: Right, new: Right) -> bool:
    """Show the papers with the new statement, for a person to compare, but of another number those
    that showed the one before: say whether there are any. What the holder confirmed of the same
    number, and permissions on it, hold on."""
    is_another = new.key != row.key
    papers = work.session.scalars(
        select(RightDocument).where(RightDocument.right_id == row.id)
    ).all()
    shown = [
        {"right_id": new.id, "document_id": paper.document_id, "kind": paper.kind,
         "filename": paper.filename}
        for paper in papers
        if not (is_another and paper.kind == DocumentKind.REGISTRATION)
    ]  # fmt: skip
    rows.insert_new(work.session, DOCUMENT, shown)
    if is_another:
        return len(shown) < len(papers)
    if row.proof == Proof.CONFIRMED:
        prove(work.by(SYSTEM), new, Proof.CONFIRMED)
    work.session.execute(
        update(Authorization).where(Authorization.right_id == row.id).values(right_id=new.id)
    )
    return False


def _follow(
    work: UnitOfWork, registry: Registry, filer: Filer, row: Right, new: Right
) -> tuple[int, Mapping[Stays, int]]:
    """Let the complaints that are not decided go on by the new statement; return how many do, and
    how many of which something is open stay, by the reason."""
    about = work.session.scalars(
        select(Complaint).where(Complaint.right_id == row.id).order_by(Complaint.id)
    ).all()
    moved, left = 0, Counter[Stays]()
    for complaint in about:
        whole = claims.lock_claims(work, claims.ids_of_complaint(work.session, complaint.id))
        if not any(claim.state in OPEN_STATES for claim in whole):
            continue
        stays = _why_it_stays(work, complaint, whole, new)
        if stays is not None:
            left[stays] += 1
            continue
        _move(work, registry, filer, complaint, whole, row, new)
        moved += 1
    if moved:
        raised_proof.release_proven(work, filer.id)
        territories.check_anew(work, new.id)
    return moved, left


def _why_it_stays(
    work: UnitOfWork, complaint: Complaint, whole: Sequence[Claim], new: Right
) -> Stays | None:
    undecided = all(
        claim.state in _UNDECIDED or (claim.state == "countered" and not claim.listing_down)
        for claim in whole
    )
    ids = [claim.id for claim in whole]
    decided = work.session.scalars(
        select(PendingClaim.claim_id).where(PendingClaim.claim_id.in_(ids)).limit(1)
    ).first()
    if not undecided or decided is not None:
        return "decided"
    if any(_is_bound_by(work, complaint, claim, new) for claim in whole):
        return "stopped"
    # Against one listing a right has one open claim: what is complained of by the new one stays.
    twin = work.session.scalars(
        select(Claim.id).where(
            Claim.filer_id == new.filer_id, Claim.right_key == new.key,
            Claim.listing_id.in_([claim.listing_id for claim in whole]),
            Claim.state.in_(OPEN_STATES), Claim.id.not_in(ids),
        ).limit(1)
    ).first()  # fmt: skip
    return None if twin is None else "complained"


def _is_bound_by(work: UnitOfWork, complaint: Complaint, claim: Claim, new: Right) -> bool:
    """Say whether a boycott binds a claim by the new right that does not bind it by the old one:
    else a complaint that we would not process comes in under another number, and is corrected."""
    before, after = (
        boycotts.binding(
            work.session, complaint.filer_id, complaint.rights_holder_id, work.now, right_key=key
        )
        for key in (claim.right_key, new.key)
    )
    return after is not None and after is not before


def _move(
    work: UnitOfWork,
    registry: Registry,
    filer: Filer,
    complaint: Complaint,
    whole: Sequence[Claim],
    row: Right,
    new: Right,
) -> None:
    complaint.right_id = new.id
    for claim in whole:
        claim.right_key = new.key
    work.session.flush()
    ledger.record(work, "right_corrected", "complaint", complaint.id, earlier=row.id, to=new.id)
    if new.key != row.key:
        _check_anew(work, registry, filer, complaint, whole, new)
    before, after = corrections.differences(row, new)

    def letter(urls: Sequence[str], due: Message) -> Letter:
        return right_corrected(complaint.reference, urls, before=before, after=after, due=due)

    hearing.hear_again(work, whole, letter)


def _check_anew(
    work: UnitOfWork,
    registry: Registry,
    filer: Filer,
    complaint: Complaint,
    whole: Sequence[Claim],
    new: Right,
) -> None:
    """Make the checks of intake as if the complaint were filed by the new right now: what a person
    verified for the old one does not count."""
    work.session.execute(
        delete(Check).where(Check.complaint_id == complaint.id, Check.kind == CheckKind.AUTHORITY)
    )
    papers = work.session.execute(
        select(ComplaintDocument.document_id, ComplaintDocument.kind, Document.sha256)
        .join(Document, Document.id == ComplaintDocument.document_id)
        .where(
            ComplaintDocument.complaint_id == complaint.id,
            # What showed the old number shows nothing of this one.
            ComplaintDocument.kind != DocumentKind.REGISTRATION,
        )
    ).all()
    admitted = Admitted(
        notice=Notice(
            complaint.basis, (), documents=[{"kind": p.kind, "sha256": p.sha256} for p in papers]
        ),
        filer=filer,
        registry=registry,
        rights_holder_id=new.rights_holder_id,
        right=new,
        numbered=number_of(new.kind, new.jurisdiction, new.number) != "",
        authorization_id=complaint.authorization_id,
        aims=(),
        laws=(),
    )
    first = checks.first_filed(work.session, filer.id)
    weighed = weigh(work.session, admitted, complaint, work.policy.scan, first=first, now=work.now)
    for check in weighed.checks:
        check.policy_number = work.policy.number
    work.session.add_all(weighed.checks)
    if weighed.outcome is Outcome.HEARD:
        received = [claim.id for claim in whole if claim.state == "received"]
        hearing.hear_sellers(work, received, whatever_basis=True)
    noted = raise_alarms(work, admitted, complaint, weighed.checks)
    unproven = weighed.numbers if weighed.outcome is Outcome.HELD else None
    check_party(work, admitted, complaint, {p.document_id for p in papers}, unproven)
    if any(check.kind == CheckKind.AUTHORITY for check in noted):
        letter = authority_asked(
            complaint.reference,
            rights=work.links.page("/rights/"),
            authorizations=work.links.page("/authorizations/"),
        )
        outbox.write(work, "authority_asked", letter, filer_id=filer.id, complaint_id=complaint.id)
