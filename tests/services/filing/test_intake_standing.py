"""What the table of standings comes to at a filing: who is heard first, what a register says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Filer, Party, RegisterEntry, Right
from complaints.rules import actors
from complaints.services.decisions import claims
from complaints.services.filing import checks, intake
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from tests.refusals import refused
from tests.scenes.clocks import end_of
from tests.services.authority.known import DAY, MAKER, Known, target
from tests.services.decisions.desk import MARK, VAULT

KEY = "trademark|wo|1234567"
TAKE_DOWN: dict[str, Any] = {"decision": "take_down", "code": "shown"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Known:
    return Known.staged(database, now)


def compare(desk: Known, filed: Accepted) -> None:
    desk.do(checks.see_right, desk.ann, filed.complaint.right_id, reason="The certificate fits.")


def file_as_maker(desk: Known, number: int) -> Accepted:
    answer = desk.file(desk.portal, filer=MAKER, targets=target(number))
    assert isinstance(answer, Accepted)
    return answer


def enter(desk: Known, *names: str) -> None:
    """Let an office's register show this holder for the number."""
    with desk.database.transaction() as session:
        session.add(
            RegisterEntry(
                right_key=KEY, office="WO", kind="trademark", number="1234567", holder=names[0],
                folded_names=list(names), read_at=desk.now,
            )
        )  # fmt: skip


def is_heard(desk: Known, filed: Accepted) -> bool:
    """Say whether the sellers are asked to answer, and nothing is taken down before."""
    claim_id = filed.outcomes[0].claim_id
    with desk.database.reading() as session:
        due = end_of(session, claim_id, "hear")
    if due is None:
        desk.do(claims.decide, desk.ann, claim_id, **TAKE_DOWN)
        return False
    caught = refused(desk.do, claims.decide, desk.ann, claim_id, **TAKE_DOWN)
    assert caught.slug == "seller-not-heard"
    return True


def test_who_is_only_known_is_heard_against_who_is_proven(desk: Known) -> None:
    assert not is_heard(desk, file_as_maker(desk, 60))
    compare(desk, desk.newcomer(email="legal@velora-ip.example"))
    later = file_as_maker(desk, 61)
    assert not later.authority_asked
    assert is_heard(desk, later)
    # One paper of its own, and it is processed as before.
    compare(desk, later)
    assert not is_heard(desk, file_as_maker(desk, 62))


def test_who_corrects_to_a_number_that_another_has_proven_is_heard_anew(desk: Known) -> None:
    mistyped = desk.file(
        desk.portal, filer=MAKER, targets=target(60), right={**MARK, "number": "87654321"}
    )
    compare(desk, desk.newcomer(email="legal@velora-ip.example"))
    maker = actors.filer(mistyped.complaint.filer_id)
    corrected = desk.do(
        intake.correct_right, maker, mistyped.complaint.right_id, right=MARK, reason="A slip.",
        vault=VAULT,
    )  # fmt: skip
    assert corrected.moved == 1
    assert is_heard(desk, mistyped)


@pytest.mark.parametrize(
    "typed", [{"number": "01234567"}, {"jurisdiction": None}, {"kind": "other"}]
)
def test_a_proven_right_is_asked_about_however_its_number_is_typed(
    desk: Known, typed: dict[str, Any]
) -> None:
    face = {"name": "Harbour", "email": "ip@elsewhere.example"}
    right = {name: value for name, value in {**MARK, **typed}.items() if value is not None}
    # Of what was merely stated another spelling says nothing ...
    before = desk.newcomer("one", 70, right=right, **face)
    assert not before.authority_asked
    # ... but of what is proven it does: the complaint is taken, and asked for a paper.
    compare(desk, file_as_maker(desk, 71))
    assert desk.newcomer("two", 72, right=right, **face).authority_asked


@pytest.mark.both_databases
def test_what_stands_in_the_register_goes_before_words_and_beside_a_record(desk: Known) -> None:
    enter(desk, "tormund", "トルムンド")
    posed = desk.newcomer(name="Harbour", email="ip@elsewhere.example")
    assert posed.authority_asked
    (check,) = desk.noted()
    assert check.signs == ["name_against_number", "not_in_register"]
    assert check.numbers["others"] == "register"
    # It is not told who the register names.
    assert "tormund" not in str(check.numbers)
    # A long record is not swept away by an extract: its sellers are heard first.
    known = file_as_maker(desk, 61)
    assert not known.authority_asked
    assert is_heard(desk, known)


def test_a_register_in_another_script_contradicts_nobody(desk: Known) -> None:
    enter(desk, "维罗拉")
    assert not is_heard(desk, file_as_maker(desk, 61))


def test_a_name_and_a_number_copied_from_the_register_prove_no_account(desk: Known) -> None:
    enter(desk, "velora")
    copied = desk.newcomer(email="legal@velora-ip.example")
    with desk.database.transaction() as session:
        right = session.get_one(Right, copied.complaint.right_id)
        right.proof, right.proof_at = "in_register", desk.now
    # It is doubted as before, and the maker is not stood up for it.
    assert desk.newcomer(email="legal@velora-ip.example", number=51).authority_asked
    assert desk.noted()[-1].signs == ["look_alike_domain", "known_name"]
    assert not is_heard(desk, file_as_maker(desk, 62))


def test_accounts_of_one_party_do_not_stand_against_each_other(desk: Known) -> None:
    old = desk.now - 400 * DAY
    face = {"name": "Velora", "email": "a@elsewhere.example", "registered_at": old}
    first = desk.newcomer("second-desk", 50, **face)
    assert first.authority_asked
    with desk.database.transaction() as session:
        maker = session.scalars(select(Filer).where(Filer.reference == "maker")).one()
        session.get_one(Filer, first.complaint.filer_id).party_id = maker.party_id
    assert not desk.newcomer("second-desk", 51, **face).authority_asked


def test_a_crowd_of_statements_hides_no_proof(desk: Known) -> None:
    compare(desk, file_as_maker(desk, 60))
    with desk.database.transaction() as session:
        for number in range(150):
            row = Filer(
                source="crowd", reference=f"c{number}", name=f"C {number}",
                folded_name=f"c {number}", party_id=_party(session, desk.now), created_at=desk.now,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(
                Right(
                    filer_id=row.id, key=KEY, digest=f"d{number}", created_at=desk.now, **_facts()
                )
            )
    newcomer = desk.newcomer("late", 80, name="Zebra", email="z@zebra.example",
                             registered_at=desk.now - 400 * DAY)  # fmt: skip
    assert newcomer.authority_asked
    assert desk.noted()[-1].numbers["others"] == "paper_seen"


def _facts() -> dict[str, Any]:
    return {name: MARK[name] for name in ("kind", "number", "jurisdiction")}


def _party(session: Any, now: datetime) -> int:
    row = Party(made_at=now)
    session.add(row)
    session.flush()
    return row.id
