"""The backtest: nothing later than its month is read, and what it counts is what happened."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from abuse import ClaimTable, Policy, scan
from abuse.__main__ import main
from abuse.backtest.hindsight import Hindsight, Split
from abuse.backtest.months import BacktestError, Month, months_between
from abuse.backtest.picture import COMPLAINTS, FILERS, picture
from abuse.backtest.process import DueProcess, Measure
from abuse.backtest.replay import backtest
from abuse.backtest.results import Backtest
from abuse.backtest.text import _width, as_table
from abuse.backtest.treating import TREATMENTS
from abuse.policy import PolicyError
from abuse.record.history import History
from abuse.words import language
from tests.abuse.makers import START, event, honest, line
from tests.words import pseudo
from tests.words.pseudo import left_in_english

pytestmark = pytest.mark.slow

Lines = list[dict[str, Any]]
FIRST, LAST = Month(2026, 4), Month(2026, 7)
IN_FORCE = {"in force": Policy()}
SVG = "{http://www.w3.org/2000/svg}"


def _abuse(c: int, filer: str, days: float) -> dict[str, Any]:
    """Taken down, answered, dropped for a demand; or refused and graded. As bad as it gets."""
    if c % 2:
        bad = event("rejection", days + 2, merit="manifestly_unfounded")
        return line(f"{filer}-{c}", filer, days, bad, store=f"shop-{c % 3}")
    events = [
        event("takedown", days + 1),
        event("demand_report", days + 2),
        event("counter_notice", days + 3),
        event("withdrawal", days + 4),
    ]
    return line(f"{filer}-{c}", filer, days, *events, store=f"shop-{c % 3}")


def market() -> Lines:
    """Honest filers, one who abuses all year, and one who did until May and then filed well."""
    lines = honest(filers=20, each=10, answered=0.3)
    lines += [_abuse(c, "guilty", c * 4) for c in range(70)]
    lines += [_abuse(c, "mended", c * 4) for c in range(30)]
    good = [line(f"m{c}", "mended", 124 + c * 4, event("takedown", 125 + c * 4)) for c in range(40)]
    return lines + good


@pytest.fixture(scope="module")
def history() -> History:
    return History.from_lines(market())


@pytest.fixture(scope="module")
def result(history: History) -> Backtest:
    policies = IN_FORCE | {"draft": Policy(backtest_term_days=30)}
    truth = {entry["filer"]["reference"]: True for entry in market()} | {"guilty": False}
    return backtest(history, FIRST, LAST, policies, innocent=truth)


@pytest.mark.parametrize("days", [-1, 123.4])
def test_a_cut_is_what_a_reading_as_of_then_gives(history: History, days: float) -> None:
    moment = START + timedelta(days=days)
    cut, read = history.until(moment), ClaimTable.from_lines(market(), as_of=moment)
    for name in ("filers", "complaints", "claims", "identities", "documents", "operates"):
        assert getattr(cut, name).equals(getattr(read, name)), name
    assert cut.digest == read.digest
    assert scan(cut).as_json()["filers"] == scan(read).as_json()["filers"]


def test_the_replay_reads_nothing_later(history: History, result: Backtest) -> None:
    """Rows after a month are cut away: what it decided up to then stays the same."""
    last = FIRST.next
    until = pa.scalar(last.end, pa.timestamp("us", "UTC"))
    rows: dict[str, Any] = dict(history.tables)
    for name, column in (("complaints", "filed_at"), ("events", "at")):
        rows[name] = rows[name].filter(pc.less_equal(rows[name][column], until))
    cut = backtest(History(rows), FIRST, last, IN_FORCE).replays[0]

    def decided(replay: Any) -> list[Any]:
        met = [(c.reference, c.warned, c.boycotted_in) for c in replay.cases if c.warned <= last]
        return sorted((who, at, to if to and to <= last else None) for who, at, to in met)

    assert decided(result.replays[0]) == decided(cut) != []
    rows_then = result.replays[0].months[: len(cut.months)]
    assert [(m.warned, m.boycotted) for m in rows_then] == [
        (m.warned, m.boycotted) for m in cut.months
    ]


def test_who_is_met_when_and_what_follows(result: Backtest) -> None:
    replay = result.replays[0]
    cases = {case.reference: case for case in replay.cases}
    assert set(cases) == {"guilty", "mended"}
    guilty, mended = cases["guilty"], cases["mended"]
    assert (guilty.warned, guilty.boycotted_in) == (FIRST, FIRST.next)
    assert (guilty.fate, guilty.level_at_end) == ("borne_out", "boycott_review")
    # 20 complaints from the end of May to that of July, each of them bad.
    late = [c for c in range(70) if FIRST.next.end < START + timedelta(days=c * 4) <= LAST.end]
    assert guilty.stopped.complaints == Split(spared=len(late))
    assert guilty.stopped.listings == len([c for c in late if c % 2 == 0])
    assert mended.boycotted_in == FIRST.next
    # What it filed from May on was good: to stop that is counted as a wrong.
    assert mended.fate == "wronged"
    assert mended.stopped.complaints == Split(wronged=15)
    assert mended.days == pytest.approx(61, abs=0.1)
    assert 15 * 25 < mended.waiting_days < 15 * 61
    total = replay.total
    assert (total.wronged, total.borne_out, total.wronged_days) == (1, 1, mended.days)
    assert total.exact is not None
    assert (total.exact.abusers, total.exact.abusers_boycotted) == (1, 1)
    assert (total.exact.innocents, total.exact.innocents_boycotted) == (21, 1)
    assert total.exact.innocent_days == mended.days


def test_a_shorter_term_stops_less(result: Backtest) -> None:
    long, short = (replay.total for replay in result.replays)
    assert (long.warned, long.boycotted) == (short.warned, short.boycotted) == (2, 2)
    assert long.stopped.complaints.spared > short.stopped.complaints.spared > 0
    assert long.wronged_days > short.wronged_days == 30
    assert [row.in_force for row in result.replays[1].months] == [0, 2, 0, 0]


def test_groups_and_months_add_up(result: Backtest) -> None:
    for replay in result.replays:
        for groups in (replay.by_size, replay.by_kind, replay.by_country):
            for name in ("filers", "warned", "boycotted", "wronged", "wronged_days"):
                assert sum(getattr(g, name) for g in groups) == getattr(replay.total, name), name
        for name in ("spared", "wronged", "unknown"):
            by_month = sum(getattr(row.stopped.complaints, name) for row in replay.months)
            assert by_month == getattr(replay.total.stopped.complaints, name)
        assert sum(row.warned for row in replay.months) == replay.total.warned
    assert [g.name for g in result.replays[0].by_size if g.boycotted] == ["10-49"]


def test_country_is_no_input(history: History, result: Backtest) -> None:
    rows: dict[str, Any] = dict(history.tables)
    countries = pa.array([("AA", "BB")[f % 2] for f in range(rows["filers"].num_rows)])
    spot = rows["filers"].column_names.index("country")
    rows["filers"] = rows["filers"].set_column(spot, "country", countries)
    told = backtest(History(rows), FIRST, FIRST.next, IN_FORCE).replays[0]
    before = result.replays[0]
    assert [(group.name, group.filers) for group in told.by_country] == [("AA", 11), ("BB", 11)]
    assert told.months == before.months[:2]
    met = [(case.reference, case.warned, case.boycotted_in) for case in told.cases]
    assert met == [(case.reference, case.warned, case.boycotted_in) for case in before.cases]


def test_nobody_warned_is_said() -> None:
    history = History.from_lines([line("A", "f", 0, event("takedown", 1))])
    told = backtest(history, Month(2026, 1), Month(2026, 1), IN_FORCE)
    assert told.replays[0].cases == []
    assert "Nobody would have been warned." in as_table(told)
    ElementTree.fromstring(picture(told))


def _at(month: int, day: int = 28) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("levels", "filed", "waits", "starts"),
    [
        ([3, 3, 3], [_at(2, 3)], 14, 2),
        ([2, 2, 3], [_at(2, 3)], 14, 3),
        # 31 days after the 28th of January the 32 of the warning are not over.
        ([3, 3, 3], [_at(2, 3)], 32, 3),
        # Nothing was filed after the warning until March.
        ([3, 3, 3], [_at(1, 3), _at(3, 2)], 14, 3),
        ([3, 3, 3], [_at(1, 3)], 14, None),
        # Back under the level once the warning is over.
        ([3, 2, 1], [_at(2, 3)], 14, None),
        ([1, 3, 1], [_at(2, 3)], 14, None),
    ],
)
def test_no_boycott_without_a_warning_that_stood_and_a_complaint_after_it(
    levels: list[int], filed: list[datetime], waits: int, starts: int | None
) -> None:
    policy = Policy(backtest_warning_days=waits, backtest_term_days=40)
    moments = [_at(1), _at(2), _at(3)]
    process = DueProcess(policy)
    for moment, rank in zip(moments, levels, strict=True):
        by_then = [at for at in filed if at <= moment]
        process.step(moment, {7: rank}, {7: max(by_then)} if by_then else {})
    found = process.measures[7]
    assert found.starts_at == (_at(starts) if starts else None)
    reviews = [moment for moment, rank in zip(moments, levels, strict=True) if rank == 3]
    assert found.reviewed_at == min(reviews, default=None)
    if starts:
        assert found.ends_at == _at(starts) + timedelta(days=40)


def test_a_boycott_binds_from_its_start_until_its_end() -> None:
    measure = Measure(_at(1), _at(2), _at(4))
    assert [measure.binds(_at(month)) for month in (1, 2, 3, 4)] == [False, True, True, False]
    assert not Measure(_at(1)).binds(_at(2))


@pytest.mark.parametrize(
    ("events", "split"),
    [
        ([], Split(unknown=1)),
        ([("takedown", {})], Split(wronged=1)),
        ([("takedown", {"merit": "unfounded"})], Split(spared=1)),
        ([("rejection", {})], Split(spared=1)),
        ([("rejection", {}), ("grading", {"merit": "founded"})], Split(wronged=1)),
        ([("takedown", {}), ("reinstatement", {})], Split(spared=1)),
        ([("withdrawal", {})], Split(unknown=1)),
        ([("takedown", {}), ("counter_notice", {}), ("withdrawal", {})], Split(spared=1)),
        ([("takedown", {}), ("counter_notice", {})], Split(unknown=1)),
        ([("listing_gone", {})], Split(unknown=1)),
    ],
)
def test_only_a_known_end_is_good_or_bad(events: list[Any], split: Split) -> None:
    told = [event(kind, day, **more) for day, (kind, more) in enumerate(events, 1)]
    seen = Hindsight(ClaimTable.from_lines([line("A", "f", 0, *told)]))
    claims = seen.claims_of(0, START - timedelta(days=1))
    assert seen.stopped(claims).claims == split
    assert seen.claims_of(0, START).tolist() == []


def test_a_complaint_with_a_good_claim_is_wronged_and_a_listing_counts_once() -> None:
    def mixed(reference: str, *bad: str) -> dict[str, Any]:
        entry = line(reference, "f", 1)
        target = entry["targets"][0]
        entry["targets"] = [{**target, "listing_id": name} for name in ("good", "x", "y")]
        entry["events"] = [
            event("takedown", 2),
            event("reinstatement", 3, listing_ids=list(bad)),
        ]
        return entry

    lines = [mixed("A", "x", "y"), mixed("B", "x", "good", "y")]
    seen = Hindsight(ClaimTable.from_lines(lines))
    stopped = seen.stopped(seen.claims_of(0, START))
    assert stopped.complaints == Split(spared=1, wronged=1)
    assert stopped.claims == Split(spared=5, wronged=1)
    assert stopped.listings == 3


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (Month(2026, 3), Month(2026, 2), "would end in 2026-02, before it begins in 2026-03"),
        (Month(2025, 12), Month(2026, 2), "runs from 2026-01 to 2026-05; 2025-12 to 2026-02"),
        (Month(2026, 3), Month(2026, 6), "is not within it"),
    ],
)
def test_months_that_cannot_be_replayed_are_one_sentence(
    first: Month, last: Month, said: str
) -> None:
    with pytest.raises(BacktestError, match=said):
        months_between(first, last, _at(1), _at(5))


def test_months_cross_the_year() -> None:
    months = months_between(Month.of("2025-11"), Month.of("2026-02-10"), _at(1).replace(year=2025),
                            _at(3))  # fmt: skip
    assert list(map(str, months)) == ["2025-11", "2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize("text", ["2026", "2026-13", "26-01", "2026-02-30", "0000-01", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        Month.of(text)


def test_a_term_of_no_days_is_no_policy() -> None:
    with pytest.raises(PolicyError):
        Policy(backtest_term_days=0)


def test_the_picture_is_valid_accessible_and_to_scale(result: Backtest) -> None:
    root = ElementTree.fromstring(picture(result))
    assert root.tag == f"{SVG}svg"
    assert root.get("aria-labelledby") == "title desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Backtest 2026-04 to 2026-07"
    assert "in force: 2 filers warned, 2 boycotted, 1 of them wronged" in (desc.text or "")
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.find(f"{SVG}title") is not None]
    drawn: dict[str, list[tuple[int, float]]] = {}
    for bar in bars:
        text = bar.findtext(f"{SVG}title") or ""
        count, kind = text.split(": ")[1].split(" ", 1)
        assert bar.get("fill") == (FILERS | COMPLAINTS)[kind]
        drawn.setdefault(kind, []).append((int(count), float(bar.get("height") or 0)))
    months = [row for replay in result.replays for row in replay.months]
    spared = [row.stopped.complaints.spared for row in months if row.stopped.complaints.spared]
    assert [count for count, _ in drawn["spared"]] == spared
    one = {round(height / count, 1) for count, height in [*drawn["spared"], *drawn["wronged"]]}
    assert max(one) - min(one) <= 0.1


def test_the_same_data_give_the_same_bytes(history: History, result: Backtest) -> None:
    lines = market()
    random.Random(2).shuffle(lines)
    policies = IN_FORCE | {"draft": Policy(backtest_term_days=30)}
    truth = {entry["filer"]["reference"]: True for entry in lines} | {"guilty": False}
    again = backtest(History.from_lines(lines), FIRST, LAST, policies, innocent=truth)
    assert json.dumps(again.as_json()) == json.dumps(result.as_json())
    assert as_table(again) == as_table(result)
    assert picture(again) == picture(result)


def test_what_is_kept_as_json_says_the_same(result: Backtest) -> None:
    kept = Backtest.from_json(json.loads(json.dumps(result.as_json())))
    assert as_table(kept) == as_table(result)
    assert kept.as_json() == result.as_json()
    for replay in (document := result.as_json())["replays"]:
        replay["filers"] = replay["filers"][:1]
    cut = as_table(Backtest.from_json(document))
    assert cut == as_table(result, limit=1)
    assert cut.count("... and 1 more.") == 2


def test_text_and_picture_stay_english_nowhere(result: Backtest) -> None:
    spoken = pseudo.catalogue()
    names = re.compile(r"(?i:guilty|mended)|\b[A-Z]{2}\b")
    drawn = "".join(ElementTree.fromstring(picture(result, spoken)).itertext())
    for said in (as_table(result, language=spoken), drawn):
        assert left_in_english(names.sub("", said)) == []


def test_columns_stand_under_each_other_in_chinese(result: Backtest) -> None:
    lines = as_table(result, language=language("zh")).splitlines()
    head = next(spot for spot, text in enumerate(lines) if text.startswith("月份"))
    assert len({_width(text) for text in lines[head : head + 5]}) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backtest")
    lines = [line(f"x{c}", "f", c * 20, event("takedown", c * 20 + 1)) for c in range(5) if c != 2]
    text = "\n".join(json.dumps(entry) for entry in lines)
    (path / "market.jsonl").write_text(text, encoding="utf-8")
    (path / "truth.json").write_text('{"f": {"pattern": null}}', encoding="utf-8")
    (path / "draft.toml").write_text("[backtest]\nterm_days = 90\n", encoding="utf-8")
    (path / "list.json").write_text("[1]", encoding="utf-8")
    return path


def test_the_command_prints_and_draws(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["backtest", str(folder / "market.jsonl"), "--from", "2026-01", "--to", "2026-03"]
    drawn = folder / "a.svg"
    more = ["--policy", str(folder / "draft.toml"), "--truth", str(folder / "truth.json")]
    assert main([*base, *more, "--picture", str(drawn)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "No complaint was filed in 2026-02." in out
    assert "draft: a warning stands 14 days before a boycott, which lasts 90 days." in out
    ElementTree.fromstring(drawn.read_text(encoding="utf-8"))
    assert main([*base, "--format", "json", "--mask"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["run"]["from"], told["run"]["to"]) == ("2026-01", "2026-03")
    assert [row["complaints"] for row in told["replays"][0]["months"]] == [2, 0, 2]


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "left out 2 lines not valid as complaints; "), ("zh", "略去 2 行无效的投诉；")],
)
def test_lines_left_out_are_said_in_the_language_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    holed = folder / "holed.jsonl"
    holed.write_text((folder / "market.jsonl").read_text("utf-8") + "\n{}\n{\n", "utf-8")
    asked = ["backtest", str(holed), "--from", "2026-01", "--to", "2026-03"]
    assert main([*asked, "--language", code]) == 0
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--from", "2026-03", "--to", "2026-01"], 1, "before it begins"),
        (["--from", "2025-03", "--to", "2026-01"], 1, "is not within it"),
        (["--from", "soon", "--to", "2026-01"], 2, "is not a month"),
        (["--from", "2026-01"], 2, "--to"),
        (["--from", "2026-01", "--to", "2026-02", "--truth", "list.json"], 1, "tell the truth"),
        (["--from", "2026-01", "--to", "2026-02", "--truth", "none.json"], 1, "none.json"),
        (["--from", "2026-01", "--to", "2026-02", "--policy", "none.toml"], 1, "none.toml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(folder)
    try:
        done = main(["backtest", "market.jsonl", *more])
    except SystemExit as wrong_use:
        done = int(wrong_use.code or 0)
    out, err = capsys.readouterr()
    assert (done, out) == (code, "")
    assert said in err.splitlines()[-1]


def test_what_is_read_all_the_same_spares_nobody(history: History, result: Backtest) -> None:
    """By the law of each claim: only what goes unread is spared, wronged or waits."""
    told = backtest(
        history, FIRST, LAST, IN_FORCE | {"draft": Policy(backtest_term_days=30)},
        treats={"in force": lambda _basis, _place: "lane", "draft": lambda *_: "not_processed"},
    ).replays  # fmt: skip
    before, after = result.replays
    everything = sum(sum((c.spared, c.wronged, c.unknown)) for c in [before.total.stopped.claims])
    assert everything > 0
    assert told[0].total.treated == {"not_processed": 0, "raised_proof": 0, "lane": everything}
    stopped = told[0].total.stopped
    assert (stopped.claims, stopped.complaints, stopped.listings) == (Split(), Split(), 0)
    assert told[0].total.waiting_days == 0
    # Whom it meets, and how it turned out for them, is another question.
    assert told[0].total.boycotted == before.total.boycotted
    assert told[1].total.stopped == after.total.stopped
    assert before.total.treated is None


def test_a_claim_is_treated_by_its_basis_and_marketplace(history: History) -> None:
    seen: set[tuple[str, str]] = set()

    def treat(basis: str, place: str) -> str:
        seen.add((basis, place))
        return "raised_proof"

    told = backtest(history, FIRST, LAST, IN_FORCE, treats={"in force": treat})
    assert seen == {(line["basis"], target["marketplace"]) for line in market()
                    for target in line["targets"]}  # fmt: skip
    document = told.as_json()
    assert Backtest.from_json(document).replays[0].total.treated == told.replays[0].total.treated
    # As an earlier version stored it.
    for part in (document["replays"][0]["total"], *document["replays"][0]["months"]):
        del part["treated"]
    before = Backtest.from_json(document).replays[0]
    assert (before.total.treated, before.months[0].treated) == (None, None)
    assert "claims asked for more proof" in as_table(told)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_groups_and_months_tell_claims_apart_by_their_treatment(
    history: History, treatment: str
) -> None:
    """What passes or is asked for proof stands beside what goes unread, and is counted there once:
    in each table as many as in all."""
    result = backtest(
        history, FIRST, LAST, IN_FORCE, treats={"in force": lambda _basis, _place: treatment}
    )
    (told,) = result.replays
    assert told.total.treated[treatment] > 0
    tables: list[list[Any]] = [
        list(rows) for rows in (told.months, told.by_size, told.by_kind, told.by_country)
    ]
    for rows in tables:
        for code in TREATMENTS:
            assert sum(row.treated[code] for row in rows) == told.total.treated[code]
        for row in rows:
            unread = row.stopped.claims
            assert unread.spared + unread.wronged + unread.unknown == row.treated["not_processed"]
    text = as_table(result).splitlines()
    heads = [line for line in text if line.endswith("    unread     proof      lane")]
    assert len(heads) == 4
    (all_of_kind,) = [row for row in told.by_kind if sum(row.treated.values())]
    cells = [str(number) for number in all_of_kind.treated.values()]
    assert any(len(line) > 100 and line.split()[-3:] == cells for line in text)
    # Where nobody said, no column says it.
    plain = as_table(backtest(history, FIRST, LAST, IN_FORCE))
    assert "unread" not in plain
