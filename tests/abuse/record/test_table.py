"""The claim table: one canonical reading, whatever it was built from."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from abuse import ClaimTable, scan
from abuse.arrays import positions
from abuse.record.collecting import read_lines
from abuse.record.columns import SCHEMAS
from abuse.record.fields import LineError
from tests.abuse.makers import START, event, honest, line, table, verified
from tests.abuse.planted import PLANTED
from tests.abuse.test_contract import newest, rekeyed


def findings(read: ClaimTable) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = scan(read).as_json()["filers"]
    return shown


def test_arrow_tables_and_lists_read_alike() -> None:
    rows = read_lines(PLANTED["shared_hands"]())
    arrow = {
        name: pa.table({c: pa.array(columns[c], kind) for c, kind in SCHEMAS[name].items()
                        if c in columns})
        for name, columns in rows.items()
    }  # fmt: skip
    one = ClaimTable.from_rows(**rows, as_of=newest(rows))
    two = ClaimTable.from_rows(**arrow, as_of=newest(rows))
    assert one.digest == two.digest
    assert findings(one) == findings(two)


def test_the_digest_ignores_hashes_keys_and_the_name_of_the_only_source() -> None:
    rows = read_lines(PLANTED["shared_hands"]())
    plain = ClaimTable.from_rows(**rows, as_of=newest(rows))
    rows["identities"]["value"] = [f"hash of {v}" for v in rows["identities"]["value"]]
    rows["filers"]["source"] = ["elsewhere"] * len(rows["filers"]["source"])
    rows["claims"]["listing"] = [f"shop:{v}" for v in rows["claims"]["listing"]]
    hashed = ClaimTable.from_rows(**rekeyed(rows, random.Random(3)), as_of=newest(rows))
    assert hashed.digest == plain.digest


@pytest.mark.parametrize(
    "change",
    [
        {"basis": "other"},
        {"statement": "new"},
        {"right": {"kind": "trademark", "number": "TMhonest-1", "classes": [3, 25]}},
        {"rights_holder": {"name": "Somebody"}},
        {"documents": [{"kind": "evidence", "sha256": "0" * 64}]},
        {"events": [event("takedown", 3)]},
    ],
)
def test_the_digest_sees_a_changed_value(change: dict[str, Any]) -> None:
    lines = honest(5, 3)
    before = table(lines).digest
    lines[4] = {**lines[4], **change}
    assert table(lines).digest != before


def test_classes_read_the_same_in_any_order() -> None:
    def read(classes: list[int]) -> ClaimTable:
        return table([line("A", "f", 0, right_more={"classes": classes})])

    assert read([35, 9, 35]).complaints["classes"].to_pylist() == ["9,35"]
    assert read([35, 9, 35]).digest == read([9, 35]).digest != read([9]).digest
    assert read([]).complaints["classes"].to_pylist() == [None]


def test_the_digest_sees_who_shares_an_identity() -> None:
    lines = honest(4, 2)
    for one in lines[:4]:
        one["filer"]["device"] = f"dev-{one['filer']['reference']}"
    before = table(lines).digest
    for one in lines[:4]:
        one["filer"]["device"] = "dev-same"
    assert table(lines).digest != before


def test_nothing_after_as_of_is_read() -> None:
    lines = [
        line("A", "f", 0, event("takedown", 1), event("counter_notice", 20)),
        line("B", "g", 30),
    ]
    early = ClaimTable.from_lines(lines, as_of=START + timedelta(days=10))
    assert early.complaints["reference"].to_pylist() == ["A"]
    assert early.claims["outcome"].to_pylist() == ["removed"]
    assert early.filers["reference"].to_pylist() == ["f"]
    alone = ClaimTable.from_lines(
        [line("A", "f", 0, event("takedown", 1))], as_of=START + timedelta(days=10)
    )
    assert early.digest == alone.digest


def test_what_a_person_verified_later_is_not_known_yet() -> None:
    lines = [line("A", "a", 1), line("B", "b", 9)]
    known, later = verified(lines, "A", days=8), verified(lines, "A", days=10)
    assert known.complaints["verified_at"].to_pylist() == [START + timedelta(days=8), None]
    assert later.complaints["verified_at"].to_pylist() == [None, None]
    # A table that knows of none has the digest that a file has.
    assert later.digest == table(lines).digest
    assert known.digest != later.digest


@pytest.mark.parametrize(
    ("days", "mail", "device"),
    [(4, ("typed", 1), ("seen", 1)), (5, ("confirmed", 5), ("seen", 1)),
     (6, ("confirmed", 5), ("seen", 1))],
)  # fmt: skip
def test_a_mark_is_known_as_it_was_known_then(
    days: int, mail: tuple[str, int], device: tuple[str, int]
) -> None:
    shown = line("A", "a", 1)
    shown["filer"] |= {"email": "a@b.example", "device": "d"}
    rows = read_lines([shown, line("B", "b", 9)])
    plain = ClaimTable.from_rows(**rows, as_of=START + timedelta(days=days))
    # The mailbox is confirmed on the fifth day, the device on the eighth.
    rows["identities"] |= {
        "origin": ["confirmed", "confirmed"],
        "known_since": [START + timedelta(days=each) for each in (5, 8)],
    }
    assert rows["identities"]["kind"] == ["email", "device"]
    read = ClaimTable.from_rows(**rows, as_of=START + timedelta(days=days))
    seen = {
        kind: (origin, (since - START).days)
        for kind, origin, since in zip(
            *(read.identities[name].to_pylist() for name in ("kind", "origin", "known_since")),
            strict=True,
        )
    }
    assert seen == {"email": mail, "device": device}
    # What is known by then is in the digest: findings rest on it.
    assert (read.digest == plain.digest) is (mail == ("typed", 1))


def test_as_of_defaults_to_the_newest_filing_or_event() -> None:
    read = table([line("A", "f", 0, event("takedown", 7)), line("B", "f", 3)])
    assert read.as_of == START + timedelta(days=7)


def test_a_complaint_seen_again_adds_its_new_events_only() -> None:
    first = line("A", "f", 0, event("takedown", 1))
    again = line("A", "f", 0, event("takedown", 1), event("counter_notice", 2))
    read = table([first, again])
    assert read.claims.num_rows == 1
    assert read.claims["outcome"].to_pylist() == ["countered"]
    assert read.digest == table([again]).digest


def test_an_event_without_a_claim_is_every_claims() -> None:
    rows = read_lines([line("A", "f", 0), line("B", "f", 1)])
    rows["events"] = {
        "complaint": [1], "claim": [None], "at": [START + timedelta(days=4)], "kind": ["rejection"],
    }  # fmt: skip
    read = ClaimTable.from_rows(**rows, as_of=START + timedelta(days=9))
    assert read.claims["outcome"].to_pylist() == ["received", "rejected"]


def test_excluding_claims_of_drops_the_old_and_keeps_what_turned_bad_later() -> None:
    lines = [
        line("old", "f", 0, event("rejection", 1)),
        line("late", "f", 2, event("takedown", 3), event("reinstatement", 40)),
        line("new", "f", 30, event("rejection", 31)),
        line("other", "g", 0, event("rejection", 1)),
    ]
    read = table(lines)
    key = dict(zip(read.filers["reference"].to_pylist(), read.filers["key"].to_pylist(),
                   strict=True))["f"]  # fmt: skip
    rest = read.excluding_claims_of(key, START + timedelta(days=20))
    assert sorted(rest.complaints["reference"].to_pylist()) == ["late", "new", "other"]
    assert rest.digest == table(lines[1:]).digest
    assert rest.excluding_claims_of(-5, START).digest == rest.digest


FILER, EVENT = {"reference": "f", "name": "F"}, {"at": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"filed_at": "yesterday"}, "filed_at"),
        ({"filed_at": "2026-01-01T00:00:00"}, "offset"),
        ({"targets": []}, "targets"),
        ({"targets": [{}]}, "url"),
        ({"filer": {"reference": "x"}}, "name"),
        ({"right": {}}, "kind"),
        ({"events": [{"at": "2026-01-01T00:00:00Z", "kind": "party"}]}, "kind"),
        ({"right": {"kind": "trademark", "applied_on": "2026-02-30"}}, "applied_on"),
        ({"right": {"kind": "trademark", "classes": ["9"]}}, "classes"),
        ({"reference": 7}, "reference"),
        ({"reference": None}, "reference is missing"),
        ({"filer": {**FILER, "kind": "robot"}}, "filer.kind"),
        ({"filer": {**FILER, "operates": ["s", 7]}}, "filer.operates"),
        ({"filer": {**FILER, "origins": {"shoe_size": "platform"}}}, "of an unknown kind"),
        ({"filer": {**FILER, "origins": {"payment": "hearsay"}}}, "not a known origin"),
        ({"rights_holder": {"country": "DE"}}, "rights_holder has no name"),
        ({"events": [{**EVENT, "kind": "rejection", "merit": "so-so"}]}, "merit"),
        ({"events": [{**EVENT, "kind": "rejection", "listing_ids": "L"}]}, "listing_ids"),
    ],
)
def test_a_bad_line_says_what_is_wrong(change: dict[str, Any], said: str) -> None:
    bad: list[str] = []
    good, wrong = line("A", "f", 0), {**line("B", "f", 0), **change}
    read = ClaimTable.from_lines([good, wrong], bad=bad)
    assert read.complaints.num_rows == 1
    assert len(bad) == 1
    assert said in bad[0]
    with pytest.raises(LineError, match=said):
        ClaimTable.from_lines([wrong])


def test_a_line_that_is_no_object_is_bad() -> None:
    bad: list[str] = []
    listed: Any = ["A"]
    assert ClaimTable.from_lines([listed], bad=bad).complaints.num_rows == 0
    assert bad == ["line 1: not a JSON object"]


@pytest.mark.parametrize("spread", [1, 3, 10**12])
def test_positions_are_those_of_a_search(spread: int) -> None:
    draw = np.random.default_rng(spread % 7)
    keys = draw.integers(-50, 50, 60) * spread
    wanted = draw.integers(-70, 70, 200) * spread
    known = keys.tolist()
    expected = [known.index(key) if key in known else -1 for key in wanted.tolist()]
    assert positions(keys, wanted).tolist() == expected
