"""The replay itself: each month's scan, the due process, and the counts for each group of filers.

Month by month, for a scan knows the warnings that the process gave before it.

Whoever is grouped by country is so for a look at bias; no scan and no measure reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import numpy as np

from abuse.arrays import Ints
from abuse.backtest.groups import Groups
from abuse.backtest.hindsight import Hindsight
from abuse.backtest.months import Month, months_between
from abuse.backtest.process import DueProcess, Measure
from abuse.backtest.results import Backtest, MonthRow, Replay, WarnedCase
from abuse.backtest.tallies import sums
from abuse.backtest.treating import Treat, Treating
from abuse.policy import Policy
from abuse.record.history import History
from abuse.record.table import ClaimTable
from abuse.scanning import scan
from abuse.score.judging import LEVELS

Levels = dict[int, int]


def backtest(
    history: History,
    first: Month,
    last: Month,
    policies: Mapping[str, Policy],
    *,
    innocent: Mapping[str, bool] | None = None,
    treats: Mapping[str, Treat] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Replay some months of a record under one policy or several.

    Parameters
    ----------
    history : History
        The whole record; what came after `last` serves hindsight alone.
    first, last : Month
        Both included, and both within the record.
    policies : mapping
        By the name that each is shown with.
    innocent : mapping, optional
        The truth by filer reference, where a market was made and it is known.
    treats : mapping, optional
        By a policy's name, how its boycotts treat a basis on a marketplace: what is read all the
        same spares nobody. Where a policy is missing, every claim of the boycotted goes unread.
    progress : callable, optional
        Told after each month how many scans are done, and of how many.

    Returns
    -------
    Backtest

    Raises
    ------
    BacktestError
        When the months run backwards or leave the record.

    Notes
    -----
    Filers whose later claims are cut short by a long term are the ones whom a backtest wrongs most:
    a boycott that is followed by good claims alone is counted against the policy. What filers would
    have done otherwise (filed less, or under another name) no replay can know.

    Examples
    --------
    >>> backtest(History({}), Month(2026, 1), Month(2026, 2), {"in force": Policy()})
    Traceback (most recent call last):
    abuse.backtest.months.BacktestError: The record holds no complaint: there is nothing to replay.
    """
    months = months_between(first, last, history.oldest, history.newest)
    newest = history.newest or months[-1].end
    moments = [min(month.end, newest) for month in months]
    # The levels at the record's end are hindsight; where the last month ends it, they are its own.
    looks = moments if moments[-1] == newest else [*moments, newest]
    processes = {name: DueProcess(policy) for name, policy in policies.items()}
    levels: dict[str, Levels] = {}
    for done, moment in enumerate(looks, 1):
        table = history.until(moment)
        levels = _levels(table, policies, processes)
        if done <= len(moments):
            filed = _newest_filings(table)
            for name, process in processes.items():
                process.step(moment, levels[name], filed)
        if progress:
            progress(done, len(looks))
    whole = history.until(newest)
    hindsight = Hindsight(whole)
    make = partial(_replay, hindsight, months, moments, innocent)
    known = history.until(moments[-1])
    return Backtest(
        first,
        last,
        newest,
        known.filers.num_rows,
        known.complaints.num_rows,
        known.claims.num_rows,
        whole.digest,
        [
            make(
                name,
                policy,
                processes[name].measures,
                levels[name],
                _treating(hindsight, (treats or {}).get(name)),
            )
            for name, policy in policies.items()
        ],
    )


def _treating(hindsight: Hindsight, treat: Treat | None) -> Treating | None:
    return None if treat is None else Treating.of(hindsight.view, treat)


def _of_scan(policy: Policy) -> Policy:
    """The policy without what a scan does not read: a draft of the ladder alone is not scanned."""
    plain = Policy()
    return replace(
        policy,
        backtest_warning_days=plain.backtest_warning_days,
        backtest_term_days=plain.backtest_term_days,
    )


def _levels(
    table: ClaimTable, policies: Mapping[str, Policy], processes: Mapping[str, DueProcess]
) -> dict[str, Levels]:
    """The levels by policy; those that scan alike and have warned the same share one scan."""
    done: dict[tuple[Policy, frozenset[tuple[int, datetime]]], Levels] = {}
    levels = {}
    for name, policy in policies.items():
        warned = processes[name].warned(table.as_of)
        alike = _of_scan(policy), frozenset(warned.items())
        if alike not in done:
            report = scan(table, alike[0], warned=warned, explain=False)
            done[alike] = {filer.key: LEVELS.index(filer.level) for filer in report.filers}
        levels[name] = done[alike]
    return levels


def _newest_filings(table: ClaimTable) -> dict[int, datetime]:
    """When each filer that has filed filed last."""
    keys: list[int] = table.filers["key"].to_pylist()
    filed = table.complaints.select(["filer", "filed_at"]).group_by("filer")
    rows = filed.aggregate([("filed_at", "max")]).to_pylist()
    return {keys[row["filer"]]: row["filed_at_max"].astimezone(UTC) for row in rows}


def _replay(
    hindsight: Hindsight,
    months: Sequence[Month],
    moments: Sequence[datetime],
    innocent: Mapping[str, bool] | None,
    name: str,
    policy: Policy,
    by_filer: Mapping[int, Measure],
    at_end: Levels,
    treating: Treating | None,
) -> Replay:
    view, ends = hindsight.view, moments[-1]
    everything = {
        filer: hindsight.claims_of(filer, m.starts_at, min(m.ends_at, ends))
        for filer, m in by_filer.items()
        if m.starts_at and m.ends_at
    }
    plain = treating or Treating.of_all(view.n_claims)
    claims = {filer: plain.unread(mine) for filer, mine in everything.items()}
    groups = Groups(view, ends, {f: m.starts_at or m.warned_at for f, m in by_filer.items()})
    cases = [
        _case(hindsight, groups, filer, by_filer[filer], claims, at_end, ends, innocent)
        for filer in sorted(by_filer)
    ]
    # Never later than any month: those only warned come last.
    cases.sort(key=lambda c: (c.boycotted_in or Month(9999, 12), c.warned, c.source, c.reference))

    def treated(members: Sequence[int]) -> Mapping[str, int] | None:
        if treating is None:
            return None
        return treating.count(_together({each: everything.get(each, _NONE) for each in members}))

    count = partial(sums, hindsight, groups.references, cases, claims, treated, innocent)
    return Replay(
        name=name,
        policy=policy.digest,
        warning_days=policy.backtest_warning_days,
        term_days=policy.backtest_term_days,
        months=_rows(hindsight, months, moments, by_filer, claims, everything, treating),
        total=count("all", groups.everyone),
        by_size=[count(*group) for group in groups.by_size()],
        by_kind=[count(*group) for group in groups.by_kind()],
        by_country=[count(*group) for group in groups.by_country()],
        cases=cases,
    )


_NONE: Ints = np.zeros(0, np.int64)


def _together(claims: Mapping[int, Ints]) -> Ints:
    return np.concatenate([_NONE, *claims.values()])


def _case(
    hindsight: Hindsight,
    groups: Groups,
    filer: int,
    measure: Measure,
    claims: Mapping[int, Ints],
    at_end: Levels,
    ends: datetime,
    innocent: Mapping[str, bool] | None,
) -> WarnedCase:
    spot, rank = hindsight.spot[filer], at_end.get(filer, 0)
    person = hindsight.view.table.filers.slice(spot, 1).to_pylist()[0]
    mine = claims.get(filer, _NONE)
    until = min(measure.ends_at or ends, ends)
    spent = until - (measure.starts_at or until)
    return WarnedCase(
        key=filer,
        reference=person["reference"],
        source=person["source"] or "",
        name=person["name"] or person["reference"],
        kind=groups.kind[spot],
        country=groups.country[spot],
        size=groups.size[spot],
        warned=Month.at(measure.warned_at),
        boycotted_in=Month.at(measure.starts_at) if measure.starts_at else None,
        ends_at=measure.ends_at,
        level_at_end=LEVELS[rank],
        fate=_fate(hindsight, filer, measure, rank),
        days=round(spent.total_seconds() / 86400, 1),
        waiting_days=hindsight.waiting_days(mine, until),
        stopped=hindsight.stopped(mine),
        innocent=None if innocent is None else innocent.get(person["reference"]),
        reviewed_in=Month.at(measure.reviewed_at) if measure.reviewed_at else None,
    )


def _fate(hindsight: Hindsight, filer: int, measure: Measure, rank: int) -> str:
    if rank == 0:
        return "wronged"
    if measure.starts_at is None:
        return "unknown"
    later = hindsight.stopped(hindsight.claims_of(filer, measure.starts_at)).claims
    if later.spared:
        return "borne_out"
    return "wronged" if later.wronged else "unknown"


def _rows(
    hindsight: Hindsight,
    months: Sequence[Month],
    moments: Sequence[datetime],
    by_filer: Mapping[int, Measure],
    claims: Mapping[int, Ints],
    everything: Mapping[int, Ints],
    treating: Treating | None,
) -> list[MonthRow]:
    stopped = hindsight.by_month(_together(claims))
    filed = hindsight.view.complaint_filed.astype("M8[M]")
    nothing = hindsight.stopped(_NONE)
    treated = treating.by_month(hindsight.view, _together(everything)) if treating else None
    untreated = treating.count(_NONE) if treating else {}
    return [
        MonthRow(
            month=month,
            complaints=int((filed == np.datetime64(str(month), "M")).sum()),
            warned=sum(m.warned_at == moment for m in by_filer.values()),
            boycotted=sum(m.starts_at == moment for m in by_filer.values()),
            in_force=sum(m.binds(moment) for m in by_filer.values()),
            stopped=stopped.get(month, nothing),
            treated=treated.get(month, untreated) if treated is not None else None,
        )
        for month, moment in zip(months, moments, strict=True)
    ]
