"""Files a notice: one complaint, a claim for each listing, stopped by a boycott, then checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.models import (
    Boycott,
    Check,
    Claim,
    Complaint,
    TrustedFlagger,
)
from complaints.queries.authority import flaggers
from complaints.queries.cases import boycotts
from complaints.queries.filing import complaints
from complaints.queries.law import raised_proof as asked
from complaints.rules.authority.flaggers import FlaggerState
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.decisions.reasons import KEPT_BACK
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import CheckKind
from complaints.rules.law.raised_proof import ProofLack
from complaints.rules.law.regimes import Law, RegimeCode
from complaints.rules.law.treatments import is_stopped
from complaints.rules.logins.visibility import filing_source
from complaints.rules.staff.search_words import Thing
from complaints.services.cases import warnings
from complaints.services.decisions import reasons
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.filing.intake.admission import Admitted, admit
from complaints.services.filing.intake.alarms import raise_alarms
from complaints.services.filing.intake.checking import note_checks
from complaints.services.filing.intake.notices import (
    Accepted,
    Duplicate,
    Notice,
    NotProcessed,
    Outcome,
)
from complaints.services.filing.intake.party import check_party
from complaints.services.filing.intake.storing import (
    require_new_reference,
    store_claims,
    store_complaint,
    store_papers,
    store_shown,
)
from complaints.services.law import raised_proof
from complaints.services.logins.accounts import lock_account
from complaints.services.mailing import outbox
from complaints.services.registry import KnownTarget, law_on
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words.letters import claims as claim_letters
from complaints.words.letters.boycotts import received_while_bound
from complaints.work import UnitOfWork


def submit(
    work: UnitOfWork, notice: Notice, *, vault: Vault, reference: str
) -> Accepted | Duplicate | NotProcessed:
    """File a complaint for the key's own account, or for a partner's filer.

    `reference` names the complaint where the notice does not. A target against whose listing the
    filer has an open claim by the same right is answered with that claim; if all are, nothing is
    filed, and the answer names the complaint of the first of them. What a boycott stops is stored
    and not processed; of its other claims more proof is asked, or a person decides them in the
    lane, by the law of each. A complaint that is processed gets the checks of the policy in force,
    and is held where its account looks like one of a bound or flagged party, or is only named by
    the register where others are proven. Whatever becomes of it, the answer shows the account's
    warnings that two other ways did not bring.

    Refuses with: forbidden; not-found, for a right or an authorization of another account; taken,
    for a reference that was used for this account; invalid-request, with everything that is wrong.
    """
    filer = lock_account(work, notice.filer, vault=vault)
    source = filing_source(work.actor, filer.id)
    reference = notice.reference or reference
    # Only now that the account is locked: a twin sent at the same time has been stored by now. And
    # first of all: what is no longer admitted was filed all the same, and its id is the answer.
    require_new_reference(complaints.by_reference(work.session, source, reference))
    admitted = admit(work, filer, notice, vault=vault)
    aimed = [(aim, work.now) for aim in admitted.aims]
    admitted.registry.stores(_operated(admitted))
    targets = admitted.registry.find(aimed)
    filed = _file(work, admitted, targets, source=source, reference=reference)
    # Last of all: whoever files against the same store waits from here on.
    admitted.registry.report(aimed)
    return filed


def _operated(admitted: Admitted) -> set[tuple[str, str]]:
    """Return the stores that the filer says it runs, and with them those that it aims at: all are
    made in one order, or two filings that name each other's would wait for each other for ever."""
    run = (admitted.notice.filer or admitted.notice.shown or {}).get("operates") or ()
    if not run:
        return set()
    aimed = {(aim.marketplace, aim.store) for aim in admitted.aims if aim.store}
    return aimed | {(store["marketplace"], store["id"]) for store in run}


def _file(
    work: UnitOfWork,
    admitted: Admitted,
    targets: Sequence[KnownTarget],
    *,
    source: str,
    reference: str,
) -> Accepted | Duplicate | NotProcessed:
    """Store what was admitted, or answer with the claims that are open."""
    notice = admitted.notice
    laws = _laws(notice.basis, targets)
    boycott, stopped = _stopped(work, admitted, laws)
    known = _open_claims(work.session, admitted, targets, stopped)
    if all(target.listing_id in known for target in targets):
        answers = tuple(Outcome(known[target.listing_id], True) for target in targets)
        warned = _show_warnings(work, admitted)
        first = complaints.complaint_of_claim(work.session, answers[0].claim_id)
        return Duplicate(first, answers, notice.reference, warned)
    flagger = _flagger(work, admitted, laws)
    complaint = store_complaint(
        work, admitted, source=source, reference=reference, boycott=boycott,
        flagger_id=flagger.id if flagger else None,
    )  # fmt: skip
    claim_ids = store_claims(work, admitted, targets, complaint, known, laws, boycott)
    search_index.index_rows(work.session, Thing.COMPLAINT, [complaint.id])
    _state_refusal(work, [claim_ids[each] for each in claim_ids if each in stopped])
    papers = store_papers(work, admitted, complaint.id)
    store_shown(
        work,
        notice.documents,
        complaint.id,
        papers=papers,
        targets=targets,
        claims=claim_ids,
        known=known,
    )
    outcomes = _outcomes(targets, claim_ids, known)
    processed = [claim_ids[each] for each in claim_ids if each not in stopped]
    if not processed and boycott is not None:
        _record(work, complaint, claim_ids, outcomes, boycott, stopped, [])
        warned = _show_warnings(work, admitted)
        return NotProcessed(complaint, boycott, outcomes, warned)
    if boycott is not None:
        raised_proof.release_filed(work, processed)
    weighed = note_checks(work, admitted, complaint, processed)
    if weighed.heard:
        hear_sellers(work, processed, whatever_basis=True)
    noted: Sequence[Check] = raise_alarms(work, admitted, complaint, weighed.checks)
    held = check_party(work, admitted, complaint, papers.values(), weighed.unproven)
    noted = [*noted, held] if held else noted
    kinds = [str(check.kind) for check in noted]
    lacks = _lacks(work, processed) if boycott is not None else {}
    _record(
        work, complaint, claim_ids, outcomes, boycott, stopped, kinds, lacks,
        outside=_asked(notice, noted),
    )  # fmt: skip
    return Accepted(
        complaint,
        outcomes,
        CheckKind.AUTHORITY in kinds,
        held.until if held else None,
        boycott,
        len(claim_ids) - len(processed),
        lacks,
        _show_warnings(work, admitted),
        weighed.reaches,
    )


def _show_warnings(work: UnitOfWork, admitted: Admitted) -> Sequence[Boycott]:
    """Return the warnings that the answer shows, which are delivered by that: none where nobody
    waits for an answer."""
    if admitted.notice.unanswered:
        return ()
    return warnings.show_at_filing(work, admitted.filer.id)


def _asked(notice: Notice, noted: Sequence[Check]) -> int:
    """Return of how many claims the filer is asked why its right binds where it does not hold."""
    if notice.territory_ground is not None:
        return 0
    return sum(c.numbers["claims_outside"] for c in noted if c.kind == CheckKind.TERRITORY)


def _lacks(work: UnitOfWork, claim_ids: Collection[int]) -> Mapping[int, Sequence[ProofLack]]:
    """Return by claim what lacks of the proof that its filer is asked for."""
    rows = work.session.scalars(select(Claim).where(Claim.id.in_(claim_ids))).all()
    return asked.find_lacking(work, rows)


def _laws(basis: str, targets: Sequence[KnownTarget]) -> dict[int, Law]:
    """Return the law of the claim on each listing, by the first target that names it."""
    laws: dict[int, Law] = {}
    for target in targets:
        if target.listing_id not in laws:
            laws[target.listing_id] = law_on(basis, target)
    return laws


def _flagger(
    work: UnitOfWork, admitted: Admitted, laws: Mapping[int, Law]
) -> TrustedFlagger | None:
    """Return the entry by which the filer is a trusted flagger now, where the law that knows such
    binds one of the claims. Of a micro or small firm it asks nothing (DSA Art. 19)."""
    binds = any(RegimeCode.DSA in {each.code for each in law.regimes} for law in laws.values())
    if not binds or work.policy.law.small_firm:
        return None
    row = flaggers.live_of(work.session, admitted.filer.id)
    return row if row and flaggers.state_of_entry(row) is FlaggerState.ACTIVE else None


def _stopped(
    work: UnitOfWork, admitted: Admitted, laws: Mapping[int, Law]
) -> tuple[Boycott | None, Collection[int]]:
    """Return the boycott that binds the complaint, if any, and the listings on which it stops the
    claim."""
    leading = {listing_id: (law.leading.code, law.read_in) for listing_id, law in laws.items()}
    boycott = boycotts.sharpest(
        work.session,
        admitted.filer.id,
        admitted.rights_holder_id,
        work.now,
        right_key=admitted.right.key,
        claims=list(leading.values()),
    )
    if boycott is None:
        return None, ()
    treatments = boycott.treatments or {}
    return boycott, {each for each, law in leading.items() if is_stopped(treatments, *law)}


def _record(
    work: UnitOfWork,
    complaint: Complaint,
    claim_ids: Mapping[int, int],
    outcomes: Sequence[Outcome],
    boycott: Boycott | None,
    stopped: Collection[int],
    checks: Sequence[str],
    lacks: Mapping[int, Sequence[ProofLack]] = MappingProxyType({}),
    *,
    outside: int = 0,
) -> None:
    """Write the ledger and, where a claim is processed, the receipt and other letters."""
    kept = sum(listing_id in stopped for listing_id in claim_ids)
    new, duplicates = len(claim_ids) - kept, len(outcomes) - len(claim_ids)
    split: dict[str, Any] = {"kept": kept} if kept and new else {}
    split |= {"asked": len(lacks)} if lacks else {}
    ledger.record(
        work,
        "filed" if new else "kept",
        "complaint",
        complaint.id,
        claims=len(claim_ids),
        duplicates=duplicates,
        boycott=boycott.id if boycott else None,
        checks=checks,
        **split,
    )
    if not new:
        return
    received = claim_letters.receipt(
        complaint.reference, new=new, duplicates=duplicates,
        page=work.links.page(f"/complaints/{complaint.id}"), outside=outside,
        flagged=flaggers.flagged_as(work.session, complaint),
    )  # fmt: skip
    if boycott is not None and boycott.ends_at is not None:
        received = received_while_bound(
            received, kept=kept, decided=new - len(lacks), ends_at=boycott.ends_at,
            lacks=[[str(lack) for lack in each] for each in lacks.values()],
            standing=work.links.page("/standing/"),
        )  # fmt: skip
    letters = [("complaint_received", received)]
    if CheckKind.AUTHORITY in checks:
        asked = claim_letters.authority_asked(
            complaint.reference,
            rights=work.links.page("/rights/"),
            authorizations=work.links.page("/authorizations/"),
        )
        letters.append(("authority_asked", asked))
    for kind, letter in letters:
        outbox.write(work, kind, letter, filer_id=complaint.filer_id, complaint_id=complaint.id)


def _state_refusal(work: UnitOfWork, claim_ids: Collection[int]) -> None:
    """State to the filer why claims are not processed."""
    if not claim_ids:
        return
    rows = work.session.scalars(select(Claim).where(Claim.id.in_(claim_ids)).order_by(Claim.id))
    code = str(KEPT_BACK)
    reasons.state_reasons(work, rows.all(), Decision.NOT_PROCESSED, code=code, by_letter=False)


_OPEN = select(Claim.listing_id, Claim.id).where(
    Claim.filer_id == bindparam("filer"),
    Claim.right_key == bindparam("right"),
    Claim.listing_id.in_(bindparam("listings", expanding=True)),
    Claim.state.in_(OPEN_STATES),
    Claim.duplicate_of.is_(None),
)


def _open_claims(
    session: Session,
    admitted: Admitted,
    targets: Sequence[KnownTarget],
    stopped: Collection[int],
) -> Mapping[int, int]:
    """Return the open claims of the same filer's same right, by listing; a claim that a boycott
    stops is kept beside an open one."""
    asked = {
        "filer": admitted.filer.id,
        "right": admitted.right.key,
        "listings": list({target.listing_id for target in targets} - set(stopped)),
    }
    return dict(session.execute(_OPEN, asked).tuples().all())


def _outcomes(
    targets: Sequence[KnownTarget], claim_ids: Mapping[int, int], known: Mapping[int, int]
) -> tuple[Outcome, ...]:
    """Return the claim on each target; a target with an earlier one's listing is a duplicate."""
    seen = set(known)
    outcomes = []
    for target in targets:
        claim_id = known.get(target.listing_id) or claim_ids[target.listing_id]
        outcomes.append(Outcome(claim_id, target.listing_id in seen))
        seen.add(target.listing_id)
    return tuple(outcomes)
