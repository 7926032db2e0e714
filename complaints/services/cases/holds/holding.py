"""Holds complaints: at a filing, when a boycott begins, when a paper was compared.

The filer is told once by a letter; the ledger has one entry for all that is held at once.

Writes holds beside complaints, set-wise: a filer with thousands of open complaints keeps a write
transaction short.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, insert, literal, select, update

from complaints.models import Boycott, Check, Complaint, Filer, PartyMatch
from complaints.queries.cases import holds
from complaints.rules.authority.proof import WORDS
from complaints.rules.kinds import CheckKind, Sign
from complaints.rules.law.clocks import working_days_after
from complaints.services.cases import matches
from complaints.services.cases.matches import Shown
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words.days import at
from complaints.words.letters import Letter
from complaints.words.letters.holds import party_checked, register_checked
from complaints.work import UnitOfWork

# Accounts that one paper is looked at for again.
_ACCOUNTS = 20


def hold(work: UnitOfWork, complaint: Complaint, match: PartyMatch) -> Check:
    """Hold a complaint because its account looks like one of a bound or flagged party.

    The first hold by a match writes a letter to the filer: who files is looked at, and by when.
    """
    first = not holds.rests_on(work.session, match.id)
    write_holds(work, [complaint.id], Sign.SAME_PARTY, numbers_of(match), match_id=match.id)
    check = holds.hold_of_complaint(work.session, complaint.id)
    assert check is not None
    assert check.until is not None
    ledger.record(
        work, "held", "complaint", complaint.id, match=match.id, until=check.until.isoformat()
    )
    if first:
        _tell(work, complaint.filer_id, _party_checked(work, 1, check.until))
    return check


def hold_unproven(work: UnitOfWork, complaint: Complaint, numbers: Mapping[str, Any]) -> Check:
    """Hold a complaint because a register names its holder, and others have proven more than that;
    or because it has shown nothing, and another account has the register's name.

    A name and a number can be copied out of a register, so the question is who files. The filer is
    told where nothing of it is held already; the ledger has the figures.
    """
    first = not holds.is_held(work.session, complaint.filer_id, work.now)
    until = write_holds(work, [complaint.id], Sign.UNPROVEN, dict(numbers))
    check = holds.hold_of_complaint(work.session, complaint.id)
    assert check is not None
    ledger.record(
        work, "held", "complaint", complaint.id, sign=str(Sign.UNPROVEN), until=until.isoformat(),
        standing=numbers["standing"], others=numbers["others"],
    )  # fmt: skip
    if first:
        letter = (
            _party_checked(work, 1, until)
            if numbers["standing"] in WORDS
            else register_checked(complaint.reference, until=at(until), **_pages(work))
        )
        _tell(work, complaint.filer_id, letter)
    return check


def hold_open_of(work: UnitOfWork, filer_id: int, match: PartyMatch) -> int:
    """Hold all open complaints of an account because of a match; return how many."""
    ids = holds.open_complaints(work.session, [filer_id])
    return _hold(work, ids, Sign.SAME_PARTY, numbers_of(match), match=match)


def hold_open(work: UnitOfWork, filer_ids: Collection[int], boycott: Boycott) -> int:
    """Hold all open complaints of accounts that have come under a boycott; return how many.

    One for a principal holds those that are filed for it. A complaint that was held already, or
    that a person had let go on, gets the second sign and a new clock.
    """
    # A filing under way ends first and is seen here, or waits and is refused.
    locks = (
        select(Filer.id)
        .where(Filer.id.in_(filer_ids))
        .order_by(Filer.id)
        .with_for_update(key_share=True)
    )
    work.session.execute(locks)
    ids = holds.open_complaints(work.session, filer_ids, boycott)
    return _hold(work, ids, Sign.BOYCOTTED, {"boycott": boycott.id})


def hold_imported(
    work: UnitOfWork, filer_id: int, complaint_ids: Sequence[int], ground: PartyMatch | Boycott
) -> int:
    """Hold imported complaints of an account because of a match, or of a boycott that binds it;
    return how many. Writes no letter, as an import does not."""
    by_filer = {filer_id: complaint_ids}
    if isinstance(ground, Boycott):
        return _hold(work, by_filer, Sign.BOYCOTTED, {"boycott": ground.id}, letter=False)
    return _hold(work, by_filer, Sign.SAME_PARTY, numbers_of(ground), match=ground, letter=False)


def look_again(work: UnitOfWork, document_id: int) -> int:
    """Match the accounts again that filed with a paper which was just compared with others; hold
    the open complaints of those whose match is new. Return how many are held."""
    held = 0
    for filer in holds.filers_with(work.session, document_id, most=_ACCOUNTS):
        match = matches.match(work, filer, Shown(document_ids=(document_id,)))
        if match is not None and not holds.rests_on(work.session, match.id):
            held += hold_open_of(work, filer.id, match)
    return held


def numbers_of(match: PartyMatch) -> dict[str, Any]:
    """Return what a hold by this match keeps of it: the weight, and what is shared by kind."""
    return {"weight": round(match.weight, 2), "shared": list(match.shared)}


def _hold(
    work: UnitOfWork,
    by_filer: Mapping[int, Sequence[int]],
    sign: Sign,
    numbers: dict[str, Any],
    *,
    match: PartyMatch | None = None,
    letter: bool = True,
) -> int:
    """Hold complaints by filer: one entry of the ledger and, unless told not to, one letter for
    each filer."""
    total = 0
    match_id = match.id if match else None
    for filer_id, complaint_ids in by_filer.items():
        until = write_holds(work, complaint_ids, sign, numbers, match_id=match_id)
        count = len(complaint_ids)
        ledger.record(
            work, "held", "filer", filer_id, complaints=count, sign=str(sign), match=match_id,
            boycott=numbers.get("boycott"), until=until.isoformat(),
        )  # fmt: skip
        if letter:
            _tell(work, filer_id, _party_checked(work, count, until))
        total += count
    return total


def _party_checked(work: UnitOfWork, count: int, until: datetime) -> Letter:
    return party_checked(count, until=at(until), **_pages(work))


def _pages(work: UnitOfWork) -> dict[str, str]:
    return {"rights": work.links.page("/rights/"), "page": work.links.page("/complaints/")}


def _tell(work: UnitOfWork, filer_id: int, letter: Letter) -> None:
    outbox.write(work, "party_checked", letter, filer_id=filer_id)


# What a hold keeps: its signs and its figures as JSON, and its match.
Kept = tuple[str, str, int | None]
# Keys of one statement; SQLite takes 32,766 parameters.
_CHUNK = 500


def write_holds(
    work: UnitOfWork,
    complaint_ids: Sequence[int],
    sign: Sign,
    numbers: dict[str, Any],
    *,
    match_id: int | None = None,
) -> datetime:
    """Write a hold beside each complaint, or add the sign to the one that is there, with a new
    clock; return until when they hold."""
    until = working_days_after(work.now, work.policy.boycott.hold_days)
    clock = {"until": until, "policy_number": work.policy.number}
    for start in range(0, len(complaint_ids), _CHUNK):
        ids = complaint_ids[start : start + _CHUNK]
        known = _renew(work, ids, sign, numbers, {**clock, "match_id": match_id})
        new = sorted({*ids} - known)
        row = {
            "kind": str(CheckKind.PARTY), "signs": [str(sign)], "numbers": numbers,
            "made_at": work.now, "match_id": match_id, **clock,
        }  # fmt: skip
        if new:
            work.session.execute(_beside(new, row))
    work.session.flush()
    return until


def _renew(
    work: UnitOfWork,
    ids: Sequence[int],
    sign: Sign,
    numbers: dict[str, Any],
    changed: dict[str, Any],
) -> set[int]:
    """Renew the holds that are there, those too that a person had settled; return beside which."""
    statement = select(Check.complaint_id, Check.signs, Check.numbers, Check.match_id).where(
        Check.complaint_id.in_(ids), Check.kind == CheckKind.PARTY
    )
    known = work.session.execute(statement).tuples().all()
    for (signs, before, match_id), alike in _alike(known).items():
        row = {
            **changed,
            "match_id": changed["match_id"] or match_id,
            "signs": sorted({*json.loads(signs), str(sign)}),
            "numbers": {**json.loads(before), **numbers},
            "verified_at": None,
            "verified_by": None,
        }
        held = Check.complaint_id.in_(alike), Check.kind == CheckKind.PARTY
        work.session.execute(update(Check).where(*held).values(row))
    return {complaint_id for complaint_id, *_rest in known}


def _alike(
    rows: Iterable[tuple[int, list[str], dict[str, Any], int | None]],
) -> dict[Kept, list[int]]:
    """Return the complaints whose holds say the same, by what they say."""
    alike: dict[Kept, list[int]] = {}
    for complaint_id, signs, numbers, match_id in rows:
        said = json.dumps(signs), json.dumps(numbers, sort_keys=True), match_id
        alike.setdefault(said, []).append(complaint_id)
    return alike


def _beside(complaint_ids: Sequence[int], row: Mapping[str, Any]) -> Insert:
    """Return the statement that writes one row beside each of these complaints, without sending
    it once for each."""
    values = [literal(value, Check.__table__.c[name].type) for name, value in row.items()]
    chosen = select(Complaint.id, *values).where(Complaint.id.in_(complaint_ids))
    return insert(Check).from_select(["complaint_id", *row], chosen)
