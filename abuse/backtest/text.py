"""A backtest for people, as text: what each policy would have done, by month and by group.

Rendering only; with ``mask`` names become stable pseudonyms, as in a scan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from abuse.backtest.months import Month
from abuse.backtest.results import Backtest, Exact, MonthRow, Replay, Sums, WarnedCase
from abuse.explain.report import pseudonym
from abuse.identity.names import visible
from abuse.words import ENGLISH, Catalogue, Message
from abuse.words import backtest as words
from abuse.words.message import Fact
from abuse.words.names import name


def as_table(
    result: Backtest,
    *,
    mask: bool = False,
    limit: int | None = None,
    language: Catalogue = ENGLISH,
) -> str:
    """Return the text in the language; it shows at most `limit` filers a policy."""
    return "\n".join(map(visible, _Text(language, mask, limit).lines(result)))


_SAID: tuple[tuple[Message, int, Callable[[Sums], float]], ...] = (
    (words.FILERS_WARNED, 0, lambda s: s.warned),
    (words.AT_NO_LEVEL, 1, lambda s: s.warned_wrongly),
    (words.FILERS_BOYCOTTED, 0, lambda s: s.boycotted),
    (words.FATES["borne_out"], 1, lambda s: s.borne_out),
    (words.FATES["wronged"], 1, lambda s: s.wronged),
    (words.FATES["unknown"], 1, lambda s: s.unknown),
    (words.WRONGED_DAYS, 0, lambda s: s.wronged_days),
    (words.LONGEST, 1, lambda s: s.longest_wronged_days),
    (words.COMPLAINTS["spared"], 0, lambda s: s.stopped.complaints.spared),
    (words.COMPLAINTS["wronged"], 0, lambda s: s.stopped.complaints.wronged),
    (words.COMPLAINTS["unknown"], 0, lambda s: s.stopped.complaints.unknown),
    (words.CLAIMS["spared"], 0, lambda s: s.stopped.claims.spared),
    (words.CLAIMS["wronged"], 0, lambda s: s.stopped.claims.wronged),
    (words.WAITING_DAYS, 1, lambda s: s.waiting_days),
    (words.CLAIMS["unknown"], 0, lambda s: s.stopped.claims.unknown),
    (words.LISTINGS_KEPT, 0, lambda s: s.stopped.listings),
)
_TRUE: tuple[tuple[Message, int, Callable[[Exact], float]], ...] = (
    (words.TRUE_ABUSERS, 0, lambda e: e.abusers),
    (words.WARNED, 1, lambda e: e.abusers_warned),
    (words.BOYCOTTED, 1, lambda e: e.abusers_boycotted),
    (words.TRUE_INNOCENTS, 0, lambda e: e.innocents),
    (words.WARNED, 1, lambda e: e.innocents_warned),
    (words.BOYCOTTED, 1, lambda e: e.innocents_boycotted),
    (words.THEIR_DAYS, 1, lambda e: e.innocent_days),
)


class _Text:
    """Puts the parts of the text into one language."""

    def __init__(self, language: Catalogue, mask: bool, limit: int | None) -> None:
        self.say, self.fact = language.say, language.fact
        self.mask, self.limit = mask, limit

    def lines(self, result: Backtest) -> Iterator[str]:
        counts = result.filers, result.complaints, result.claims
        known = result.known_until.date()
        yield self.say(words.heading(str(result.first), str(result.last), counts, known))
        quiet = [str(row.month) for row in result.replays[0].months if not row.complaints]
        if quiet:
            yield self.say(words.quiet(quiet))
        yield ""
        yield from self._totals(result)
        for replay in result.replays:
            heading = self.say(words.policy(replay.name, replay.warning_days, replay.term_days))
            yield from ("", heading, "-" * _width(heading), "", *self._months(replay.months))
            yield from ("", *self._groups(words.SIZE, replay.by_size))
            yield from ("", *self._groups(words.KIND, replay.by_kind))
            yield from ("", *self._groups(words.COUNTRY, replay.by_country))
            yield from (self.say(words.FOR_BIAS_ALONE), "", *self._cases(replay))

    def _totals(self, result: Backtest) -> Iterator[str]:
        totals = [replay.total for replay in result.replays]
        yield self._line("", [name(words.POLICIES, replay.name) for replay in result.replays])
        for label, deep, get in _SAID:
            yield self._line("  " * deep + self.say(label), [round(get(one)) for one in totals])
        treated = [total.treated for total in totals if total.treated is not None]
        for code, label in words.TREATED.items() if treated else ():
            yield self._line(self.say(label), [counts[code] for counts in treated])
        exact = [total.exact for total in totals if total.exact]
        for title, deep, count in _TRUE if exact else ():
            yield self._line("  " * deep + self.say(title), [round(count(one)) for one in exact])

    def _line(self, label: str, cells: Sequence[Fact]) -> str:
        shown = "".join(_right(self.fact(cell), 12) for cell in cells)
        return (_left(label, 36) + shown).rstrip()

    def _months(self, rows: Sequence[MonthRow]) -> Iterator[str]:
        spans, columns = _treatments(rows)
        yield self._over(
            (10, None), (30, words.OF_FILERS), (30, words.COMPLAINTS_STOPPED), (10, None), *spans
        )
        yield self._row(words.MONTH, (*words.MONTH_COLUMNS, *columns))
        for row in rows:
            split = row.stopped.complaints
            counts = (
                row.complaints, row.warned, row.boycotted, row.in_force, split.spared,
                split.wronged, split.unknown, row.stopped.listings, *(row.treated or {}).values(),
            )  # fmt: skip
            yield self._row(str(row.month), counts)

    def _groups(self, title: Message, rows: Sequence[Sums]) -> Iterator[str]:
        spans, columns = _treatments(rows)
        yield self._over((60, words.OF_FILERS), (20, words.OF_COMPLAINTS), *spans)
        yield self._row(title, (*words.GROUP_COLUMNS, *columns))
        for sums in rows:
            split = sums.stopped.complaints
            counts = (
                sums.filers, sums.warned, sums.boycotted, sums.borne_out, sums.wronged,
                round(sums.wronged_days), split.spared, split.wronged,
                *(sums.treated or {}).values(),
            )  # fmt: skip
            yield self._row(name(words.GROUPS, sums.name), counts)

    def _over(self, *spans: tuple[int, Message | None]) -> str:
        """A line above a table's head that says what its columns count."""
        cells = ("" if label is None else _ruled(self.say(label), wide) for wide, label in spans)
        shown = (_left(cell, wide) for cell, (wide, _) in zip(cells, spans, strict=True))
        return (" " * 14 + "".join(shown)).rstrip()

    def _row(self, first: Fact, cells: Sequence[Fact]) -> str:
        shown = "".join(_right(self.fact(cell), 10) for cell in cells)
        return _left(self.fact(first), 14) + shown

    def _cases(self, replay: Replay) -> Iterator[str]:
        if not replay.cases:
            yield self.say(words.NOBODY)
            return
        warned, boycott, fate, spared, wronged, filer = map(self.say, words.CASE_COLUMNS)
        yield (
            _left(warned, 9) + _left(boycott, 9) + _left(fate, 11) + _right(spared, 7)
            + _right(wronged, 9) + f"  {filer}"
        )  # fmt: skip
        shown = replay.cases if self.limit is None else replay.cases[: self.limit]
        yield from map(self._case, shown)
        if len(shown) < replay.total.warned:
            yield self.say(words.more(replay.total.warned - len(shown)))

    def _case(self, case: WarnedCase) -> str:
        called = pseudonym("filer", case.reference) if self.mask else case.name
        met = words.FATES[case.fate]
        if not case.boycotted_in and case.fate != "wronged":
            met = words.WARNED
        split = case.stopped.complaints
        return (
            _left(str(case.warned), 9) + _left(_or_dash(case.boycotted_in), 9)
            + _left(self.say(met), 11) + _right(self.fact(split.spared), 7)
            + _right(self.fact(split.wronged), 9)
            + f"  {self.say(words.filer(called, case.kind, case.size, case.innocent))}"
        )  # fmt: skip


def _treatments(rows: Sequence[MonthRow | Sums]) -> tuple[list[tuple[int, Message]], list[Message]]:
    """The columns that say how claims are treated, and what is above them; none where nobody said
    how their laws are."""
    if not any(row.treated is not None for row in rows):
        return [], []
    return [(30, words.OF_CLAIMS)], list(words.TREATED_COLUMNS.values())


def _ruled(label: str, wide: int) -> str:
    """A label between dashes, over columns that are so wide together."""
    dashes = max(wide - 4 - _width(label), 0)
    return f"  {'-' * (dashes // 2)} {label} {'-' * (dashes - dashes // 2)}"


def _left(text: str, wide: int) -> str:
    return text + " " * (wide - _width(text))


def _right(text: str, wide: int) -> str:
    return " " * (wide - _width(text)) + text


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian letters take two.

    Examples
    --------
    >>> _width("Filer"), _width("投诉人")
    (5, 6)
    """
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _or_dash(month: Month | None) -> str:
    return str(month) if month else "-"
