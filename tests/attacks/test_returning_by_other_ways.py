"""A boycotted filer comes back by ways beside a filing: for one principal, in an import, and with
a telephone or a number typed otherwise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from complaints.base.clock import utcnow
from complaints.models import Authorization, Boycott, Complaint, Filer, Flag, Letter, RightsHolder
from tests.api.bodies import ITEM, MARK, slug
from tests.attacks.test_returning_filer import BACK, OLD, STRANGER, TAKE_DOWN, Town, town
from tests.importers.test_interchange import run, write

__all__ = ["town"]

GRAB = {
    "reference": "pa", "name": "Grab Agents", "kind": "agent", "device": "dd-1",
    "phone": "+86 138 0000 1111", "payment": "CN-7777-1", "country": "CN",
}  # fmt: skip
AGAIN = {**GRAB, "reference": "pb", "name": "Grab Two"}
VELORA: dict[str, Any] = {
    "rights_holder": {"name": "Velora GmbH"}, "authorization": {"reference": "POA-1"},
}  # fmt: skip
ANOTHER: dict[str, Any] = {
    "rights_holder": {"name": "Nimbus Inc"}, "authorization": {"reference": "POA-2"},
}  # fmt: skip


def mark(number: str) -> dict[str, Any]:
    return {**MARK, "number": number, "title": "QUIET"}


def held(answer: Any) -> bool:
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()["held_until"] is not None


@pytest.fixture
def agency(town: Town) -> Town:
    """Grab Agents, no longer Bold Brands, is boycotted, for Velora alone, and not flagged."""
    assert not held(town.file(GRAB, 100, right=mark("6000001"), **VELORA))
    with town.context.database.transaction() as session:
        velora = session.scalars(select(RightsHolder).where(RightsHolder.name == "Velora GmbH"))
        boycott, flag = session.scalars(select(Boycott)).one(), session.scalars(select(Flag)).one()
        boycott.filer_id, boycott.rights_holder_id = town.number("pa"), velora.one().id
        flag.filer_id, flag.state = town.number("pa"), "dismissed"
    refused = town.file(GRAB, 101, right=mark("6000002"), **VELORA)
    assert (refused.status_code, slug(refused)) == (403, "boycotted")
    return town


@pytest.mark.parametrize(
    ("right", "basis", "name"),
    [
        (mark("6000001"), "counterfeit", "Velora GmbH"),
        (mark("6000009"), "counterfeit", "Velora GmbH"),
        (mark("6000009"), "counterfeit", "VELORA"),
        ({"kind": "copyright", "title": "Velora pictures"}, "copyright", "Velora GmbH"),
    ],
)
def test_an_agent_comes_back_for_the_same_principal_by_whatever_right(
    agency: Town, right: dict[str, Any], basis: str, name: str
) -> None:
    for_it = {**VELORA, "rights_holder": {"name": name}}
    assert held(agency.file(AGAIN, 102, right=right, basis=basis, **for_it))


def test_an_agent_that_looks_like_it_and_names_nobody_is_held(agency: Town) -> None:
    # Where no law asks an agent for the holder's name.
    amazon = [{"url": "https://www.amazon.com/dp/B000000102"}]
    assert held(agency.file(AGAIN, 102, right=mark("6000009"), targets=amazon))


def test_an_agent_that_looks_like_it_files_for_others_unheld(agency: Town) -> None:
    assert not held(agency.file(AGAIN, 102, right=mark("6000009"), **ANOTHER))


# Nothing of the old desk: another mailbox, domain, line, device and account.
FRESH = {
    "reference": "pz", "name": "Grab Agents", "kind": "agent", "email": "desk@fresh.example",
    "phone": "+86 137 4444 5555", "device": "dz-9", "payment": "CN-8888-9", "country": "CN",
    "address": "9 Other Road, Ningbo",
}  # fmt: skip
ANOTHERS = {**FRESH, "name": "Other Counsel LLP"}


@pytest.mark.parametrize(
    ("filer", "reference", "number"),
    [
        (FRESH, "POA-1", "6000001"), (FRESH, "poa 1", "6000001"), (ANOTHERS, "POA-1", "6000001"),
        (FRESH, "POA-1", "6000009"),
    ],
)  # fmt: skip
def test_an_agent_comes_back_by_its_clients_power_of_attorney(
    agency: Town, filer: dict[str, Any], reference: str, number: str
) -> None:
    """Two of name, client and number, and the reference that only they know."""
    said = {**VELORA, "authorization": {"reference": reference}}
    assert held(agency.file(filer, 102, right=mark(number), **said))


@pytest.mark.parametrize(
    ("filer", "reference", "number", "client"),
    [
        # The client's new agent, by the same right, with a permission of its own.
        (ANOTHERS, "POA-9", "6000001", "Velora GmbH"),
        # Even of the same name.
        (FRESH, "POA-9", "6000001", "Velora GmbH"),
        # Another client numbers its permissions alike.
        (ANOTHERS, "POA-1", "6000008", "Nimbus Inc"),
        # The reference with the client alone.
        (ANOTHERS, "POA-1", "6000008", "Velora GmbH"),
    ],
)
def test_what_anybody_can_copy_holds_no_agent(
    agency: Town, filer: dict[str, Any], reference: str, number: str, client: str
) -> None:
    said = {"rights_holder": {"name": client}, "authorization": {"reference": reference}}
    assert not held(agency.file(filer, 102, right=mark(number), **said))


@pytest.mark.parametrize("is_proven", [False, True])
def test_a_permission_that_a_person_compared_is_its_agents_own(
    agency: Town, is_proven: bool
) -> None:
    assert not held(agency.file(ANOTHERS, 102, right=mark("6000008"), **VELORA))
    if is_proven:
        mine = Authorization.filer_id == agency.number("pz")
        with agency.context.database.transaction() as session:
            compared = {"proof": "paper_seen", "proof_at": utcnow()}
            session.execute(update(Authorization).where(mine).values(**compared))
    by_its_right = agency.file(ANOTHERS, 103, right=mark("6000001"), **VELORA)
    assert held(by_its_right) is not is_proven


def test_a_brand_whose_name_and_number_were_copied_is_not_held(town: Town) -> None:
    """The bound one had typed in what the brand's register entry says, and shown nothing for it."""
    brand = {**STRANGER, "name": "Bold Brands Ltd"}
    assert not held(town.file(brand, 500, right=MARK))


def imported(
    town: Town,
    tmp_path: Path,
    filer: dict[str, Any],
    *,
    source: str = "old-system",
    **given: Any,
) -> int:
    """Import an undecided complaint of two years ago and return its number."""
    line = {
        "reference": "h-1", "filed_at": (utcnow() - timedelta(days=700)).isoformat(),
        "filer": filer, "right": mark("8000001"), "basis": "counterfeit",
        "targets": [{"url": f"{ITEM}77001"}], **given,
    }  # fmt: skip
    path = write(tmp_path / "history.jsonl", line)
    done = run(town.context, "complaints", path, "--source", source)
    assert done.exception is None
    with town.context.database.reading() as session:
        one = select(Complaint.id).where(Complaint.reference == line["reference"])
        return session.scalars(one).one()


def letters(town: Town) -> int:
    with town.context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Letter)) or 0


def test_an_import_holds_what_it_leaves_undecided_and_writes_no_letter(
    town: Town, tmp_path: Path
) -> None:
    before = letters(town)
    # Everything as before, but for the right: the account is new to this source.
    case = imported(town, tmp_path, {**BACK, "reference": "h9"})
    seen = town.rita.get(f"/complaints/{case}").get_json()
    # The clock begins now, not two years ago.
    assert seen["held_until"] > utcnow().isoformat()
    assert [check["signs"] for check in seen["checks"]] == [["same_party"]]
    barred = town.take_down(case)
    assert (barred.status_code, slug(barred)) == (409, "filer-being-checked")
    assert letters(town) == before


def test_an_import_holds_by_a_right_of_the_bound_party(town: Town, tmp_path: Path) -> None:
    town.certify("u-1")
    plain = {"reference": "h9", "name": "Newco", "kind": "rights_holder"}
    case = imported(town, tmp_path, plain, right=MARK)
    assert town.rita.get(f"/complaints/{case}").get_json()["held_until"] is not None


def test_an_import_holds_what_the_bound_account_itself_left_undecided(
    town: Town, tmp_path: Path
) -> None:
    with town.context.database.reading() as session:
        source = session.scalars(select(Filer.source).where(Filer.reference == "u-1")).one()
    case = imported(town, tmp_path, OLD, source=source)
    (check,) = town.rita.get(f"/complaints/{case}").get_json()["checks"]
    assert check["signs"] == ["boycotted"]
    assert slug(town.take_down(case)) == "filer-being-checked"


def test_an_import_holds_for_a_boycotted_principal_and_for_no_other(
    agency: Town, tmp_path: Path
) -> None:
    case = imported(agency, tmp_path, AGAIN, **VELORA)
    assert agency.rita.get(f"/complaints/{case}").get_json()["held_until"] is not None
    other = imported(agency, tmp_path, AGAIN, reference="h-2", right=mark("8000002"), **ANOTHER)
    assert agency.rita.get(f"/complaints/{other}").get_json()["held_until"] is None


def test_an_import_leaves_an_honest_newcomer_and_the_decided_alone(
    town: Town, tmp_path: Path
) -> None:
    case = imported(town, tmp_path, STRANGER)
    assert town.rita.get(f"/complaints/{case}").get_json()["held_until"] is None
    assert town.rita.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200


def test_a_decided_history_is_not_held(town: Town, tmp_path: Path) -> None:
    at = (utcnow() - timedelta(days=600)).isoformat()
    ended = [{"at": at, "kind": "rejection", "by": "staff"}]
    case = imported(town, tmp_path, {**BACK, "reference": "h9"}, events=ended)
    assert town.rita.get(f"/complaints/{case}").get_json()["held_until"] is None


def shared(town: Town, phone: str, number: int, **given: Any) -> set[str]:
    """File with the device of the bound party and a telephone; return what it is seen to share."""
    filer = {"reference": "n", "name": "Newco", "kind": "rights_holder", "device": OLD["device"]}
    filer |= {"payment": OLD["payment"], "phone": phone, **given}
    case = town.file(filer, number, right=mark("8000001")).get_json()["id"]
    (check, *_) = town.rita.get(f"/complaints/{case}").get_json()["checks"]
    match = town.rita.get(f"/matches/{check['match_id']}").get_json()
    return {each["kind"] for each in match["shared"]}


@pytest.mark.parametrize(
    "phone", ["0086-139-1234-5678", "+86 139 1234 5678", "(00) 86 139 1234 5678"]
)
def test_a_telephone_typed_otherwise_is_the_same(town: Town, phone: str) -> None:
    assert "phone" in shared(town, phone, 300)


def test_a_national_telephone_is_read_in_the_country_that_the_account_told_before(
    town: Town,
) -> None:
    # Of an account that has told no country it might be anybody's.
    assert "phone" not in shared(town, "139 1234 5678", 300)
    shared(town, "+44 20 7946 0018", 301, country="CN")
    assert "phone" in shared(town, "139 1234 5678", 302)


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "01234567"},
        {"number": "TM1234567"},
        {"number": "Reg. No. 1234567/001"},
        {"number": "1234567 (25)"},
        {"jurisdiction": None},
        {"kind": "other"},
        {"kind": "other", "jurisdiction": None, "number": "TM-01234567"},
    ],
)
def test_its_right_typed_otherwise_is_known_again(town: Town, typed: dict[str, Any]) -> None:
    town.certify("u-1")
    right = {name: value for name, value in {**MARK, **typed}.items() if value is not None}
    filer = {"reference": "n", "name": "Newco", "kind": "rights_holder"}
    assert held(town.file(filer, 400, right=right))


@pytest.mark.parametrize(
    "typed", [{"number": "1234568"}, {"jurisdiction": "US"}, {"number": "G1234567"}]
)
def test_another_right_is_not(town: Town, typed: dict[str, Any]) -> None:
    town.certify("u-1")
    filer = {"reference": "n", "name": "Newco", "kind": "rights_holder"}
    assert not held(town.file(filer, 400, right={**MARK, **typed}))


def test_a_right_typed_otherwise_asks_and_refuses_nothing(town: Town) -> None:
    # The bound account itself is refused by its boycott, whatever it types; another party's honest
    # complaint on a right that only looks alike is taken, and goes on once somebody has looked.
    town.certify("u-1")
    filer = {"reference": "n", "name": "Newco", "kind": "rights_holder"}
    filed = town.file(filer, 400, right={**MARK, "number": "01234567"}).get_json()
    gone_on = town.rita.post(f"/complaints/{filed['id']}/release", {"reason": "Another mark."})
    assert gone_on.status_code == 200
    assert town.take_down(filed["id"]).status_code == 200
