"""Claims and denials without proof, by hand: what is a case, what takes it back, what it weighs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from abuse import ClaimTable, Policy
from abuse.detectors import unproven
from abuse.findings import Finding
from abuse.record.collecting import read_lines
from abuse.record.history import History
from abuse.record.view import View
from abuse.score.judging import judge
from abuse.score.prior import _MOST
from tests.abuse.even import even
from tests.abuse.makers import START, line, moment, proven, table
from tests.abuse.planted import seen
from tests.abuse.planted.unproven import AGENT, ON, Made, made

LAST = 250.0


def record() -> Made:
    """Brands that win, and a last day."""
    built = Made()
    built.brands()
    built.file("last-0", LAST - 2, "takedown")
    return built


def find(built: Made, **policy: Any) -> dict[str, Finding]:
    read = proven(
        table(built.lines), asked=built.asked, verified=built.verified, denied=built.denied
    )
    names = read.filers["reference"].to_pylist()
    return {names[f.filer]: f for f in unproven.detect(View(read), Policy(**policy))}


def cases(built: Made, filer: str, **policy: Any) -> int:
    """How many cases a filer has, where one is enough to be spoken of."""
    found = find(built, **{"unproven_min_cases": 1, "unproven_share": 0.0, **policy}).get(filer)
    return int(found.numbers["cases"]) if found else 0


def test_holders_and_denials_are_added_up() -> None:
    built = record()
    built.agency("both", 2)
    built.undoubted("both", 2, **AGENT)
    built.denied += [("both", f"brand-{b}-0", "right", ON, None) for b in (1, 2)]
    built.file("fake-0-0", 120, "rejection", right_more={"number": "TM-90"})
    built.denied += [("both", "fake-0-0", "right", ON, None)]
    found = find(built)["both"]
    # Two holders, half of what it filed; two of three whom it denied.
    claimed, denied = 0.36 * 2 * 2 / 4, 0.36 * 2 * 2 / 3
    assert found.log_odds == pytest.approx(claimed + denied)
    assert found.outside == pytest.approx(claimed / (claimed + denied))
    assert found.strength == pytest.approx(2 / 3)
    assert found.numbers == {
        "days": 60, "cases": 4, "asked": 2, "ended": 0, "complaints": 4, "asked_for": 2,
        "asked_share": 0.5, "denied": 2, "verified": 2, "all_denied": 3, "denied_for": 2,
        "denied_share": 0.6667,
    }  # fmt: skip
    # What the two brands had filed, five each, and nothing else.
    assert found.acts == {"filings": 10}
    assert (found.family, found.echo, found.least) == ("conduct", ("impostor",), 2)
    assert (found.ceiling, found.bound, found.partners) == (None, False, ())


def test_a_denial_is_the_accounts_own_act() -> None:
    built = record()
    built.denier("denier", *(f"brand-{b}-0" for b in (1, 2, 3)))
    found = find(built)["denier"]
    assert (found.outside, dict(found.acts), found.echo) == (0.0, {}, ())
    assert found.least == 1
    assert str(found.message).startswith("It denied that 3 other accounts (100% of all whom")
    assert found.log_odds == pytest.approx(3 * 0.36)


def test_neither_leads_to_a_warning_alone() -> None:
    read = table(made().lines)
    most = Policy(prior=_MOST)
    found = unproven.detect(seen("unproven", read), Policy())
    assert found
    for finding in found:
        for policy in (Policy(), most):
            assert judge([finding], [], policy).level in ("none", "watch")


def test_being_asked_makes_no_second_family_and_denying_does() -> None:
    record = Finding(0, "unfounded_share", "outcomes", 1.0, 9.0, {}, (0,))
    asked, denied = (
        Finding(0, "unproven", "conduct", 1.0, 2.0, {}, (0,), outside=outside, acts=acts, echo=echo)
        for outside, acts, echo in ((1.0, {"filings": 90}, ("impostor",)), (0.0, {}, ()))
    )
    assert judge([record, asked], [], even()).level == "warning"
    assert judge([record, denied], [], even()).level == "boycott_review"


def test_a_case_is_another_holder_and_never_another_complaint() -> None:
    built = record()
    built.agency("agent", 3)
    for c in range(4):
        built.file(f"agent-{20 + c}", 145, right_more={"number": "TM-1"}, **AGENT,
                   rights_holder={"name": "Brand 1"})  # fmt: skip
        built.asked[f"agent-{20 + c}"] = ON
    # Three marks of one holder are one holder.
    built.file("agent-30", 145, right_more={"number": "TM-77"}, **AGENT,
               rights_holder={"name": "Brand 1"})  # fmt: skip
    built.asked["agent-30"] = ON
    assert cases(built, "agent") == 3
    assert find(built)["agent"].numbers["asked"] == 8


def test_a_person_who_verified_one_complaint_for_a_holder_verified_all_of_them() -> None:
    built = record()
    built.agency("agent", 3)
    built.file("agent-20", 160, right_more={"number": "TM-78"}, **AGENT,
               rights_holder={"name": "Brand 1"})  # fmt: skip
    built.verified["agent-20"] = 170.0
    assert cases(built, "agent") == 2


def test_a_number_of_its_own_that_was_verified_proves_no_other() -> None:
    built = record()
    built.squatter("own", "TM-1", "TM-2", "TM-3")
    assert cases(built, "own") == 3
    built.verified["own-0"] = 170.0
    assert cases(built, "own") == 2


@pytest.mark.parametrize(("accounts", "expected"), [(0, 1), (1, 1), (2, 2), (3, 3), (4, 3)])
def test_numbers_of_its_own_count_by_who_else_had_filed_on_them(
    accounts: int, expected: int
) -> None:
    built = record()
    built.squatter("own", "OWN-1", "OWN-2", "OWN-3")
    for a in range(accounts):
        built.file(f"other-{a}-0", 50, "takedown", right_more={"number": f"OWN-{a % 3 + 1}"})
    # Who files no earlier than it was asked is not why it was.
    built.file("after-0", ON, right_more={"number": "OWN-2"})
    assert cases(built, "own") == expected
    found = find(built, unproven_min_cases=expected)["own"]
    assert found.acts == {"filings": max(accounts, expected)}


@pytest.mark.parametrize(
    ("end", "on", "papers", "expected"),
    [
        ("", ON, [], 3),
        ("takedown", ON, [], 3),
        ("listing_gone", ON, [], 0),
        ("", LAST - 10, [], 0),
        ("rejection", LAST - 10, [], 3),
        ("withdrawal", LAST - 10, [], 3),
        ("", ON, ["authorization"], 0),
        ("", ON, ["registration"], 0),
        ("", ON, ["evidence"], 3),
        ("rejection", ON, ["authorization"], 3),
    ],
)
def test_what_was_waited_for_and_what_ended(
    end: str, on: float, papers: list[str], expected: int
) -> None:
    built = record()
    shown = [{"kind": kind, "sha256": "d" * 64} for kind in papers]
    built.agency("agent", 3, end, on=on, **({"documents": shown} if shown else {}))
    assert cases(built, "agent") == expected
    ended = end in ("rejection", "withdrawal")
    assert [f.numbers["ended"] for f in find(built).values()] == [3 * ended] * (expected > 0)


def test_all_claims_of_a_complaint_must_have_ended() -> None:
    built = record()
    built.agency("agent", 3, "rejection", on=LAST - 10)
    for entry in built.lines:
        if entry["reference"] == "agent-1":
            entry["targets"].append({**entry["targets"][0], "listing_id": "L-more"})
            entry["events"][0]["listing_ids"] = ["L-agent-1"]
    assert cases(built, "agent") == 2


@pytest.mark.parametrize(("days", "expected"), [(59, 3), (60, 3), (61, 0)])
def test_who_denied_has_as_many_days_too(days: int, expected: int) -> None:
    built = record()
    built.denier("denier", *(f"brand-{b}-0" for b in (1, 2, 3)), on=LAST - 60)
    assert cases(built, "denier", unproven_days=days) == expected


def test_one_account_on_many_rights_and_many_on_one_are_one_denial() -> None:
    built = record()
    for n in range(1, 4):
        for c in range(2):
            built.file(f"agency-{n}{c}", 90 + n, "takedown", right_more={"number": f"OWN-{n}"})
            built.file(f"some-{n}-{c}", 90 + n, "takedown", right_more={"number": "ONE-1"})
    built.denier("many-rights", "agency-10", "agency-20", "agency-30")
    built.denier("many-accounts", "some-1-0", "some-2-0", "some-3-0")
    built.denier("both", "agency-10", "some-1-0")
    found = {name: cases(built, name) for name in ("many-rights", "many-accounts", "both")}
    assert found == {"many-rights": 1, "many-accounts": 1, "both": 2}


@pytest.mark.parametrize(
    ("ends", "asked", "expected"),
    [
        (["takedown", "takedown"], False, 1),
        (["takedown"], False, 0),
        (["takedown", "takedown", "rejection"], False, 0),
        (["takedown", "takedown"], True, 0),
    ],
)
def test_who_is_undisputed_has_won_twice_and_was_never_asked_in_vain(
    ends: list[str], asked: bool, expected: int
) -> None:
    built = record()
    for c, end in enumerate(ends):
        built.file(f"some-{c}", 90 + c, end, right_more={"number": "OWN-1"})
    if asked:
        built.asked["some-1"] = 99.0
    built.denier("denier", "some-0")
    assert cases(built, "denier") == expected
    for found in find(built, unproven_min_cases=1).values():
        if found.numbers["denied"]:
            assert found.numbers["verified"] == 0
            assert "what 1 of them filed was upheld and never refused" in str(found.message)


def test_a_denial_by_name_is_about_all_that_bears_it() -> None:
    built = record()
    for n in range(3):
        for c in range(2):
            built.file(f"agent-{n}-{c}", 90 + c, "takedown", right_more={"number": f"OWN-{n + 1}"},
                       rights_holder={"name": f"Brand {n + 1}"}, **AGENT)  # fmt: skip
    built.undoubted("denier", 2)
    built.denied += [("denier", f"agent-{n}-0", "name", ON, None) for n in range(3)]
    assert cases(built, "denier") == 3
    # A person verified one for the name, by another number of it.
    built.file("agent-0-7", 90, right_more={"number": "OWN-70"},
               rights_holder={"name": "Brand 1"}, **AGENT)  # fmt: skip
    built.verified["agent-0-7"] = 100.0
    assert find(built)["denier"].numbers["verified"] == 1


def test_what_it_filed_on_the_right_that_it_denied_others_comes_first() -> None:
    built = record()
    built.denier("denier", *(f"brand-{b}-0" for b in (1, 2, 3)))
    names = [entry["reference"] for entry in sorted(built.lines, key=lambda e: e["filed_at"])]
    plain = find(built)["denier"]
    assert [names[c] for c in plain.complaints] == ["denier-100", "denier-101"]
    built.file("denier-7", 200, right_more={"number": "TM-2"})
    names = [entry["reference"] for entry in sorted(built.lines, key=lambda e: e["filed_at"])]
    again = find(built)["denier"]
    assert [names[c] for c in again.complaints] == ["denier-7"]


@pytest.mark.parametrize(("share", "is_one"), [(0.59, True), (0.6, True), (0.61, False)])
def test_whom_it_denied_wrongly_must_be_so_many_of_all(share: float, is_one: bool) -> None:
    built = record()
    for n in range(2):
        built.file(f"fake-{n}-0", 120, "rejection", right_more={"number": f"TM-9{n}"})
    wrong = [f"brand-{b}-0" for b in (1, 2, 3)]
    built.denier("denier", *wrong, "fake-0-0", "fake-1-0")
    assert ("denier" in find(built, unproven_share=share)) is is_one


def test_shares_are_rounded_and_no_more_than_two_hundred_complaints_named() -> None:
    built = record()
    for name in ("agent", "denier"):
        for c in range(202):
            built.file(f"{name}-{c}", 101, right_more={"number": f"TM-{c % 3 + 1}"}, **AGENT,
                       rights_holder={"name": f"Brand {c % 3 + 1}"})  # fmt: skip
    built.asked |= {f"agent-{c}": ON for c in range(150)}
    built.denied += [("denier", f"brand-{b}-0", "right", ON, None) for b in (1, 2, 3)]
    found = find(built)
    # 0.742574…
    assert found["agent"].numbers["asked_share"] == 0.7426
    assert [len(found[name].complaints) for name in ("agent", "denier")] == [150, 200]
    built.asked |= {f"agent-{c}": ON for c in range(202)}
    assert len(find(built)["agent"].complaints) == 200


def rows(asked: float, denied: float, own: float | None = None) -> dict[str, Any]:
    lines = [line("A", "a", 1), line("B", "b", 2), line("C", "b", 30)]
    given: dict[str, Any] = read_lines(lines)
    given["complaints"]["asked_at"] = [moment(asked), None, None]
    given["denials"] = {
        "filer": [0, 9], "complaint": [1, 1], "kind": ["right"] * 2,
        "denied_at": [moment(denied)] * 2, "proven_at": [moment(own)] * 2,
    }  # fmt: skip
    return given


def test_nothing_is_read_that_came_later() -> None:
    history = History(rows(asked=10, denied=20, own=25))

    def at(day: float) -> tuple[list[Any], list[Any]]:
        read = history.until(START + timedelta(days=day))
        return read.complaints["asked_at"].to_pylist(), read.denials.to_pylist()

    denial = {"filer": 0, "complaint": 1, "kind": "right", "denied_at": moment(20)}
    assert at(9) == ([None, None], [])
    assert at(10) == ([moment(10), None], [])
    assert at(19.5)[1] == []
    assert at(20)[1] == [{**denial, "proven_at": None}]
    assert at(25)[1] == [{**denial, "proven_at": moment(25)}]


def test_the_digest_says_who_was_asked_and_who_denied() -> None:
    lines = [line("A", "a", 1), line("B", "b", 2), line("C", "b", 30)]
    plain = table(lines).digest
    as_of = START + timedelta(days=30)

    def digest(**days: Any) -> str:
        return ClaimTable.from_rows(**rows(**days), as_of=as_of).digest

    # What happens later changes nothing: a file's digest is the same.
    assert digest(asked=40, denied=40) == plain
    told = [
        digest(asked=10, denied=40),
        digest(asked=11, denied=40),
        digest(asked=40, denied=20),
        digest(asked=40, denied=21),
        digest(asked=40, denied=20, own=22),
    ]
    assert len({plain, *told}) == 6


def test_denials_before_a_dismissal_are_left_out_with_the_claims() -> None:
    given = rows(asked=10, denied=20)
    read = ClaimTable.from_rows(**given, as_of=START + timedelta(days=40))
    names = read.filers["reference"].to_pylist()
    keys = dict(zip(names, read.filers["key"].to_pylist(), strict=True))
    after = read.excluding_claims_of(keys["a"], START + timedelta(days=15))
    assert [each["complaint"] for each in after.denials.to_pylist()] == [0]
    assert read.excluding_claims_of(keys["a"], START + timedelta(days=21)).denials.num_rows == 0
    # Of whom it denied nothing older is left.
    assert read.excluding_claims_of(keys["b"], START + timedelta(days=15)).denials.num_rows == 0
