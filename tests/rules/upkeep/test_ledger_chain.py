"""The chain's bytes, the order of numbers at its thresholds, and heads as they are read."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from complaints.rules.upkeep import ledger_heads
from complaints.rules.upkeep.ledger_chain import (
    Entry,
    Seal,
    Sealed,
    canonical,
    genesis,
    hash_words,
    seals,
    written,
)
from complaints.rules.upkeep.ledger_checking import BEFORE, KEPT, LATEST, STEP, Checking, Order
from complaints.rules.upkeep.ledger_diagnosis import first_finding
from complaints.rules.upkeep.ledger_heads import DamagedError, Head

START = datetime(2026, 7, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENTRY = Entry(
    5, "2026-07-01T09:00:00.000000Z", "person", 7, "log_in", 3, "dismiss", "flag", 9,
    "Grüße", '{"a": 1}',
)  # fmt: skip


def test_the_bytes_are_those_that_are_documented() -> None:
    assert canonical("ab", 2, ENTRY, "cd", "2026-07-01T09:01:00.000000Z") == (
        b'{"actor_id":7,"actor_kind":"person","at":"2026-07-01T09:00:00.000000Z",'
        b'"facts":"{\\"a\\": 1}","hand_id":3,"hand_kind":"log_in","id":5,"position":2,'
        b'"previous":"ab","sealed_at":"2026-07-01T09:01:00.000000Z","subject":"flag",'
        b'"subject_id":9,"verb":"dismiss","words":"cd"}'
    )


def test_what_nothing_of_ours_wrote_has_bytes_too() -> None:
    values: dict[str, Any] = {"verb": b"\xff", "actor_id": 1.5, "subject": "\ud800ü"}
    odd = ENTRY._replace(**values)
    line = canonical("ab", 1, odd, None, "x")
    assert line.isascii()
    assert json.loads(line)["actor_id"] == 1.5


def test_moments_are_utc_to_the_microsecond() -> None:
    there = datetime(2026, 7, 1, 11, 0, 0, 7, tzinfo=timezone(timedelta(hours=2)))
    assert written(there) == "2026-07-01T09:00:00.000007Z"


def test_words_are_hashed_with_their_salt() -> None:
    assert hash_words(b"salt", "Grüße") == hashlib.sha256(b"salt" + "Grüße".encode()).hexdigest()
    (seal,) = seals([ENTRY], iter([b"salt"]), after=4, previous="ab", sealed_at="x")
    assert (seal.position, seal.ledger_id, seal.salt) == (5, 5, b"salt")
    assert seal.words == hash_words(b"salt", "Grüße")
    silent = ENTRY._replace(why=None)
    (seal,) = seals([silent], iter([]), after=4, previous="ab", sealed_at="x")
    assert (seal.salt, seal.words) == (None, None)


def order(*steps: timedelta, strict: bool = False) -> Order:
    """Pass the numbers 10, 11, 12 …, each step one run later."""
    passed, moment = Order(strict=strict), START
    passed.follow(10, written(moment))
    for number, step in enumerate(steps, 11):
        moment += step
        passed.follow(number, written(moment))
    return passed


def test_on_sqlite_every_lower_number_is_late() -> None:
    passed = order(MINUTE, strict=True)
    assert [passed.is_late(number) for number in (10, 11, 12)] == [True, False, False]
    assert passed.follow(10, written(START + 2 * MINUTE))
    assert not passed.follow(12, written(START + 2 * MINUTE))


@pytest.mark.parametrize(
    ("more", "late"), [(-timedelta(microseconds=1), False), (timedelta(0), False),
                       (timedelta(microseconds=1), True)],
)  # fmt: skip
def test_on_postgresql_a_lower_number_is_late_after_an_hour_of_sealing(
    more: timedelta, late: bool
) -> None:
    assert LATEST == 10 * 6 * MINUTE
    passed = order(*[9 * MINUTE] * 6, 6 * MINUTE + more)
    assert passed.is_late(9) is late
    assert not passed.is_late(10)


@pytest.mark.parametrize("year", [timedelta(days=365), -timedelta(days=365)])
def test_a_clock_that_jumps_makes_nothing_late(year: timedelta) -> None:
    assert STEP == 10 * MINUTE
    passed = order(MINUTE, year, MINUTE, -year, year, MINUTE)
    assert not passed.is_late(9)


def test_a_step_counts_for_ten_minutes_at_most() -> None:
    assert not order(*[2 * STEP] * 6).is_late(9)
    assert order(*[2 * STEP] * 7).is_late(9)


def test_a_time_that_is_none_counts_for_no_time() -> None:
    passed = order(*[STEP] * 6)
    passed.follow(17, "soon")
    passed.follow(18, written(START))
    assert not passed.is_late(9)


def pairs(count: int) -> list[Sealed]:
    entries = [ENTRY._replace(id=number, why=None) for number in range(1, count + 1)]
    made = seals(entries, iter([]), after=0, previous=genesis("db"), sealed_at=written(START))
    return [Sealed(seal, entry) for seal, entry in zip(made, entries, strict=True)]


def named(chain: list[Sealed]) -> tuple[str, int] | None:
    checking = Checking("db", strict=True)
    checking.follow(chain, ())
    first = first_finding(checking)
    return None if first is None else (str(first.wrong), first.position)


def renumbered(chain: list[Sealed], by: int) -> list[Sealed]:
    return [Sealed(seal._replace(position=seal.position + by), entry) for seal, entry in chain]


@pytest.mark.parametrize("count", [1, 2, BEFORE - 1])
def test_several_that_were_put_in_are_told(count: int) -> None:
    chain = pairs(5)
    last = chain[2].seal
    forged = [ENTRY._replace(id=3, why=None)] * count
    put_in = [
        Sealed(seal, forged[0])
        for seal in seals(forged, iter([]), after=3, previous=last.hash, sealed_at=last.sealed_at)
    ]
    assert named(chain[:3] + put_in + renumbered(chain[3:], count)) == ("inserted", 4)


def test_one_that_was_put_in_without_a_hash_that_fits_is_told() -> None:
    chain = pairs(5)
    forged = Sealed(Seal(4, 9, None, None, "0" * 64, "x"), ENTRY._replace(id=9, why=None))
    assert named([*chain[:3], forged, *renumbered(chain[3:], 1)]) == ("inserted", 4)


@pytest.mark.parametrize("count", [1, 2, BEFORE - 1])
def test_several_that_were_taken_out_are_told(count: int) -> None:
    chain = pairs(count + 5)
    assert named(chain[:2] + renumbered(chain[2 + count :], -count)) == ("removed", 3)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 4), (0, 3)])
def test_two_in_each_others_place_are_told(one: int, other: int) -> None:
    chain = pairs(6)
    first, second = chain[one], chain[other]
    chain[one] = Sealed(second.seal._replace(position=one + 1), second.entry)
    chain[other] = Sealed(first.seal._replace(position=other + 1), first.entry)
    assert named(chain) == ("reordered", one + 1)


def test_seals_of_each_others_entries_are_told() -> None:
    chain = pairs(6)
    first, second = chain[1], chain[4]
    chain[1] = Sealed(first.seal._replace(ledger_id=5), second.entry)
    chain[4] = Sealed(second.seal._replace(ledger_id=2), first.entry)
    assert named(chain) == ("reordered", 2)


def test_a_position_below_one_was_put_in() -> None:
    chain = pairs(3)
    forged = Sealed(chain[0].seal._replace(position=0), chain[0].entry)
    assert named([forged, *chain]) == ("inserted", 0)


def test_what_is_broken_is_kept_in_bounds() -> None:
    chain = [Sealed(seal._replace(hash="0" * 64), entry) for seal, entry in pairs(KEPT + 2)]
    checking = Checking("db", strict=True)
    checking.follow(chain, ())
    assert (len(checking.broken), checking.wrong) == (KEPT, KEPT + 2)


@pytest.mark.parametrize(
    ("salt", "words", "why", "erased", "is_right"),
    [
        (b"s", "right", "Why.", False, True),
        (b"s", "right", "Another.", False, False),
        (b"t", "right", "Why.", False, False),
        (None, "right", "Why.", False, False),
        ("s", "right", "Why.", False, False),
        (b"s", "right", b"Why.", False, False),
        (b"s", "right", None, True, False),
        (None, "right", None, True, True),
        (None, "right", None, False, False),
        (None, None, None, False, True),
        (None, None, "Why.", False, False),
    ],
)
def test_words_are_those_that_were_sealed_or_erased(salt, words, why, erased, is_right) -> None:
    entry = ENTRY._replace(why=why)
    words = words and hash_words(b"s", "Why.")
    (seal,) = seals([entry._replace(why=None)], iter([]), after=0, previous="", sealed_at="x")
    hashed = hashlib.sha256(canonical(genesis("db"), 1, entry, words, "x")).hexdigest()
    checking = Checking("db", strict=True)
    checking.follow(
        [Sealed(seal._replace(salt=salt, words=words, hash=hashed), entry)],
        {entry.id} if erased else (),
    )
    assert (first_finding(checking) is None) is is_right
    assert checking.erased == (is_right and erased)


HEAD = Head("d" * 32, 3, "a" * 64, "2026-07-01T09:00:00.000000Z")


def test_heads_are_read_as_they_are_written() -> None:
    assert ledger_heads.read_heads([HEAD.line() + "\n", "\n", HEAD.line()]) == [HEAD, HEAD]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ([], 0),
        (["", "\n"], 0),
        (["{"], 1),
        ([HEAD.line(), HEAD.line()[:-9]], 2),
        (["[]"], 1),
        (["3"], 1),
        (["[" * 100_000], 1),
        (['{"database": "d", "position": 3}'], 1),
        ([HEAD.line().replace("}", ', "more": 1}')], 1),
        ([HEAD.line().replace("a" * 64, "a" * 63)], 1),
        ([HEAD.line().replace(" 3,", " -1,")], 1),
        ([HEAD.line().replace(" 3,", " true,")], 1),
        ([HEAD.line().replace(" 3,", ' "3",')], 1),
        ([HEAD.line().replace('"' + "d" * 32 + '"', "7")], 1),
        ([HEAD.line().replace('"at": "', r'"at": "\u001b[2J')], 1),
    ],
)
def test_a_damaged_head_is_told_by_its_line(lines: list[str], line: int) -> None:
    with pytest.raises(DamagedError) as refused:
        ledger_heads.read_heads(lines)
    assert refused.value.line == line
