"""A backtest for people, as text: what each policy would have done, by month and by group.

Rendering only; with ``mask`` names become stable pseudonyms, as in a scan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from abuse.backtest.months import Month
from abuse.backtest.results import Backtest, Case, Exact, MonthRow, Replay, Sums
from abuse.report import pseudonym
from abuse.words.phrases import claims, complaints, days, filers

FATES = {"borne_out": "borne out", "wronged": "wronged", "unknown": "not known"}
_KINDS = {"rights_holder": "rights holder"}


def as_table(result: Backtest, *, mask: bool = False, limit: int | None = None) -> str:
    """Render; at most `limit` filers a policy."""
    head = (
        f"{result.first} to {result.last}: {filers(result.filers)}, "
        f"{complaints(result.complaints)}, {claims(result.claims)} by then; "
        f"outcomes as known on {result.known_until:%Y-%m-%d}."
    )
    quiet = [str(row.month) for row in result.replays[0].months if not row.complaints]
    lines = [head, *([f"No complaint was filed in {', '.join(quiet)}."] if quiet else []), ""]
    lines += _totals(result)
    for replay in result.replays:
        lines += ["", *_heading(replay), "", *_months(replay.months)]
        for title, rows in (("size", replay.by_size), ("kind", replay.by_kind)):
            lines += ["", *_groups(title, rows)]
        lines += ["", *_groups("country", replay.by_country), _BIAS]
        lines += ["", *_cases(replay, mask, limit)]
    return "\n".join(lines)


_BIAS = "Country is looked at for bias only: no detector and no measure reads it."

_SAID: tuple[tuple[str, Callable[[Sums], float]], ...] = (
    ("filers warned", lambda s: s.warned),
    ("  and at no level at the end", lambda s: s.warned_wrongly),
    ("filers boycotted", lambda s: s.boycotted),
    ("  borne out", lambda s: s.borne_out),
    ("  wronged", lambda s: s.wronged),
    ("  not known", lambda s: s.unknown),
    ("days under boycott of the wronged", lambda s: s.wronged_days),
    ("  the longest", lambda s: s.longest_wronged_days),
    ("complaints spared", lambda s: s.stopped.complaints.spared),
    ("complaints wronged", lambda s: s.stopped.complaints.wronged),
    ("complaints not known", lambda s: s.stopped.complaints.unknown),
    ("claims spared", lambda s: s.stopped.claims.spared),
    ("claims wronged", lambda s: s.stopped.claims.wronged),
    ("  days that these waited", lambda s: s.waiting_days),
    ("claims not known", lambda s: s.stopped.claims.unknown),
    ("listings kept up", lambda s: s.stopped.listings),
)
_TRUE: tuple[tuple[str, Callable[[Exact], float]], ...] = (
    ("in truth: abusers", lambda e: e.abusers),
    ("  warned", lambda e: e.abusers_warned),
    ("  boycotted", lambda e: e.abusers_boycotted),
    ("in truth: innocents", lambda e: e.innocents),
    ("  warned", lambda e: e.innocents_warned),
    ("  boycotted", lambda e: e.innocents_boycotted),
    ("  their days under boycott", lambda e: e.innocent_days),
)


def _totals(result: Backtest) -> list[str]:
    totals = [replay.total for replay in result.replays]
    lines = [_line("", [replay.name for replay in result.replays])]
    lines += [_line(label, [_number(get(total)) for total in totals]) for label, get in _SAID]
    exact = [total.exact for total in totals if total.exact]
    if exact:
        lines += [_line(label, [_number(get(one)) for one in exact]) for label, get in _TRUE]
    return lines


def _line(label: str, cells: Sequence[str]) -> str:
    return (f"{label:<36}" + "".join(f"{cell:>12}" for cell in cells)).rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _heading(replay: Replay) -> list[str]:
    heading = (
        f"{replay.name}: a warning stands {days(replay.warning_days)} before a boycott, "
        f"which lasts {days(replay.term_days)}."
    )
    return [heading, "-" * len(heading)]


def _months(rows: Sequence[MonthRow]) -> list[str]:
    heads = (
        "filed",
        "warned",
        "boycotted",
        "in force",
        "spared",
        "wronged",
        "not known",
        "listings",
    )
    over = _over((10, ""), (30, "filers"), (30, "complaints stopped"), (10, ""))
    lines = [over, _row("month", heads)]
    for row in rows:
        split = row.stopped.complaints
        counts = (
            row.complaints, row.warned, row.boycotted, row.in_force, split.spared,
            split.wronged, split.unknown, row.stopped.listings,
        )  # fmt: skip
        lines.append(_row(str(row.month), counts))
    return lines


def _groups(title: str, rows: Sequence[Sums]) -> list[str]:
    heads = ("filers", "warned", "boycotted", "borne out", "wronged", "days", "spared", "wronged")
    lines = [_over((60, "filers"), (20, "complaints")), _row(title, heads)]
    for sums in rows:
        split = sums.stopped.complaints
        counts = (
            sums.filers, sums.warned, sums.boycotted, sums.borne_out, sums.wronged,
            sums.wronged_days, split.spared, split.wronged,
        )  # fmt: skip
        lines.append(_row(_KINDS.get(sums.name, sums.name), counts))
    return lines


def _over(*spans: tuple[int, str]) -> str:
    """A line above a table's head that says what its columns count."""
    cells = ("  " + (f" {label} ".center(wide - 2, "-") if label else "") for wide, label in spans)
    shown = (cell.ljust(wide) for cell, (wide, _) in zip(cells, spans, strict=True))
    return (" " * 14 + "".join(shown)).rstrip()


def _row(name: str, cells: Sequence[str | float]) -> str:
    shown = [cell if isinstance(cell, str) else _number(cell) for cell in cells]
    return f"{name:<14}" + "".join(f"{cell:>10}" for cell in shown)


def _cases(replay: Replay, mask: bool, limit: int | None) -> list[str]:
    if not replay.cases:
        return ["Nobody would have been warned."]
    shown = replay.cases if limit is None else replay.cases[:limit]
    lines = [f"{'warned':<9}{'boycott':<9}{'fate':<11}{'spared':>7}{'wronged':>9}  filer"]
    lines += [_case(case, mask) for case in shown]
    if len(shown) < len(replay.cases):
        lines.append(f"... and {len(replay.cases) - len(shown):,} more.")
    return lines


def _case(case: Case, mask: bool) -> str:
    name = pseudonym("filer", case.reference) if mask else case.name
    kind = _KINDS.get(case.kind, case.kind)
    fate = FATES[case.fate] if case.boycotted_in or case.fate == "wronged" else "warned"
    truth = {None: "", True: ", in truth innocent", False: ", in truth an abuser"}[case.innocent]
    split = case.stopped.complaints
    return (
        f"{case.warned!s:<9}{_or_dash(case.boycotted_in):<9}{fate:<11}{split.spared:>7}"
        f"{split.wronged:>9}  {name} ({kind}, {case.size} complaints{truth})"
    )


def _or_dash(month: Month | None) -> str:
    return str(month) if month else "-"
