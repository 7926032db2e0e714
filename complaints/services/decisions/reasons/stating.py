"""States reasons: the row, its claims and the letter, in the transaction of the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from complaints.models import Claim, Complaint, Event, StatementClaim, StatementOfReasons
from complaints.queries.cases import case_appeals
from complaints.queries.decisions import reasons
from complaints.queries.law import clocks, suits
from complaints.rules.actors import Role
from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.decisions.statements import (
    UNDECIDED,
    Decision,
    Open,
    Remedy,
    Source,
    article_of,
    remedies,
    restriction_of,
)
from complaints.rules.kinds import LetterKind, Side
from complaints.rules.law.regimes import ClockKind, Law
from complaints.rules.machines import allowed
from complaints.services.decisions.reasons.said import (
    Common,
    Ruling,
    common_of,
    facts_kept,
    facts_of,
)
from complaints.services.mailing import outbox
from complaints.services.outward import events
from complaints.storage.links import SellerOf
from complaints.words import letters
from complaints.words.letters.at_once import together
from complaints.words.letters.decisions import decided
from complaints.work import UnitOfWork

KINDS = {
    Decision.UPHOLD: LetterKind.APPEAL_DECIDED,
    Decision.OVERTURN: LetterKind.APPEAL_DECIDED,
    Decision.RESTORE: LetterKind.LISTING_RESTORED,
}


def state_reasons(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: Decision,
    *,
    code: str,
    note: str | None = None,
    note_to: Side | None = None,
    event: Event | None = None,
    automated_decision: bool | None = None,
    by_letter: bool = True,
    result_of: str | None = None,
) -> list[StatementOfReasons]:
    """State the reasons of one decision about claims of one complaint to whom it concerns: to the
    filer, and to each seller, one statement for each law that the claims are under, and one letter
    with all of a reader's statements.

    `note` goes to both sides or, with `note_to`, to that one alone. What closes a claim without
    deciding it restricts nobody: only its filer is told. Without `by_letter` something else tells
    of it at once: the answer to a filing, the letter about a boycott's end. `result_of` names the
    court or body whose result is carried out.
    """
    stated = []
    common = common_of(work, rows)
    for side in (Side.FILER, Side.SELLER):
        if side is Side.SELLER and decision in UNDECIDED:
            continue
        shown = note if note_to in (None, side) else None
        by_reader: dict[SellerOf | None, list[_Stated]] = defaultdict(list)
        for group in _groups(work, rows, side, common):
            one = _state(
                work, group, common, decision=decision, code=code, note=shown, side=side,
                automated_decision=automated_decision, event=event, result_of=result_of,
            )  # fmt: skip
            by_reader[outbox.seller_of(group[0]) if side is Side.SELLER else None].append(one)
        for ones in by_reader.values():
            if by_letter:
                _tell(work, ones, common.matter.complaint.reference)
            stated += [one.row for one in ones]
    for row in stated:
        events.write_event(work, "statement_of_reasons", "stated_reasons", row.id, {})
    return stated


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement that is stored, what it says, and the first of its claims."""

    row: StatementOfReasons
    letter: letters.Letter
    ruling: Ruling
    claim: Claim


def _state(
    work: UnitOfWork,
    rows: Sequence[Claim],
    common: Common,
    *,
    decision: Decision,
    code: str,
    note: str | None,
    side: Side,
    automated_decision: bool | None,
    event: Event | None,
    result_of: str | None,
) -> _Stated:
    """State the reasons to one side, about claims of one complaint, one seller and one law that
    were decided alike.

    `code` is a reason's, or a sentence. Without `automated_decision` it is one where the clock or a
    rule of the platform acts. `result_of` as for `state_reasons`.
    """
    law = clocks.law_of(work, rows[0])
    restriction = restriction_of(decision, listing_down=rows[0].listing_down)
    may = _open(work, rows, side, decision)
    ways = remedies(law, side, decision, restriction, may=may, at=work.now)
    automated = _is_automated(work, decision) if automated_decision is None else automated_decision
    ends_at = reasons.ends_at(work.session, rows, decision, restriction)
    ruling = Ruling(
        side, decision, restriction, law, code, note, automated, ways, ends_at, result_of
    )
    said = facts_of(work, rows, common, ruling)
    letter = decided(said)
    first, zone = _reader_of(work, rows[0], side)
    text = letters.compose(letter, letters.in_order(first), zone=zone, test=work.links.test).body
    row = StatementOfReasons(
        complaint_id=common.matter.complaint.id,
        event_id=event.id if event else None,
        side=str(side),
        decision=str(decision),
        restriction=str(restriction),
        territory=list(said.territory),
        starts_at=work.now,
        ends_at=ends_at,
        source=str(Source.NOTICE),
        notifier_named=side is Side.SELLER and said.notifier is not None,
        automated_detection=False,
        automated_decision=automated,
        regime=str(law.leading.code),
        basis=article_of(law, decision, restriction),
        reason=code,
        words=note,
        facts=facts_kept(said),
        redress=[_written(way) for way in ways],
        language=first,
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        made_at=work.now,
        policy_number=work.policy.number,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(StatementClaim(statement_id=row.id, claim_id=claim.id) for claim in rows)
    work.session.flush()
    return _Stated(row, letter, ruling, rows[0])


def _tell(work: UnitOfWork, ones: Sequence[_Stated], reference: str) -> None:
    """Write the one letter that says to a reader all that was stated to it."""
    letter = together([one.letter for one in ones], reference)
    letter_id = _write(work, ones[0].claim, ones[0].ruling, letter)
    for one in ones:
        one.row.letter_id = letter_id
    work.session.flush()


def _reader_of(work: UnitOfWork, claim: Claim, side: Side) -> tuple[str, str]:
    """Return the language that a side reads first, and by which clocks it reads moments. The record
    is in each language: staff, and whoever judges it later, read it too."""
    reader = claim.filer_id if side is Side.FILER else outbox.seller_of(claim)
    reading = outbox.reading_of(work.session, reader)
    return reading.languages[0], reading.zone


def _is_automated(work: UnitOfWork, decision: Decision) -> bool:
    """Say whether no person decides: the clock acts, a rule's key, or what holds for the filer's
    account."""
    by_itself = work.actor.role is Role.CLOCK or work.actor.is_rule
    return by_itself or decision is Decision.NOT_PROCESSED


def _groups(
    work: UnitOfWork, rows: Sequence[Claim], side: Side, common: Common
) -> list[list[Claim]]:
    """Return the claims by law, by whether they are outside the territory of their right and, for
    the sellers' side, by seller, in the order in which they come."""
    groups: dict[tuple[Law, bool, SellerOf | None], list[Claim]] = defaultdict(list)
    for row in rows:
        seller = outbox.seller_of(row) if side is Side.SELLER else None
        outside = common.reaches[row.id].cover is Cover.OUTSIDE
        groups[clocks.law_of(work, row), outside, seller].append(row)
    return list(groups.values())


def _open(work: UnitOfWork, rows: Sequence[Claim], side: Side, decision: Decision) -> Open:
    if decision is Decision.NOT_PROCESSED:
        return _open_against_boycott(work, rows[0].complaint_id)
    ids = {row.id for row in rows if row.state in APPEALABLE[side]}
    left = ids
    if ids:
        left = ids - reasons.appealed(work.session, side, ids) - suits.bound(work.session, ids)
    answer = any(
        allowed(CLAIM, row.state, "counter", listing_down=row.listing_down) for row in rows
    )
    due = None
    if answer:
        due = clocks.first_last_day(work.session, [row.id for row in rows], ClockKind.ANSWER)
    return Open(bool(left), answer, due)


def _open_against_boycott(work: UnitOfWork, complaint_id: int) -> Open:
    joining = reasons.joining_bound_by(work.session, complaint_id)
    if joining is None:
        return Open(appeal=not reasons.has_appealed_boycott(work.session, complaint_id))
    filer_id = work.session.get_one(Complaint, complaint_id).filer_id
    filed = case_appeals.appeal_of_case(work.session, joining, filer_id)
    return Open(appeal=filed is None, by_joining=True)


def _write(work: UnitOfWork, claim: Claim, ruling: Ruling, letter: letters.Letter) -> int:
    kind = str(KINDS.get(ruling.decision, LetterKind.CLAIM_DECIDED))
    if ruling.result_of:
        kind = str(LetterKind.PROCEEDING_ENDED)
    if ruling.side is Side.SELLER:
        written = outbox.tell_seller(work, claim, kind, letter)
    else:
        written = outbox.write(
            work, kind, letter, filer_id=claim.filer_id, complaint_id=claim.complaint_id
        )
    work.session.flush()
    return written.id


def _written(way: Remedy) -> dict[str, Any]:
    until = way.until.isoformat() if way.until else None
    return {"way": str(way.way), "basis": way.basis, "until": until}
