"""Writes a transparency report's tables in the quantitative template of Regulation (EU) 2024/2835.

A file for each section that this record knows of, named and headed as the template has it. The
same record and period give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from complaints.queries.law.transparency import Ended, NoticeFigures, TransparencyFigures
from complaints.rules.law.transparency import (
    ALL_PROVIDERS,
    CATEGORIES,
    HOSTS,
    NOTICE_FIGURES,
    PLATFORMS,
    About,
    Outcome,
)

_LEAD: Final = ("Applicability", "Service", "Reporting period")
_LINES: Final = (*_LEAD, "Section", "Indicator", "Scope", "Value", "Contextual Information")
_COMPLAINTS: Final = "Internal complaints mechanism"
_DISPUTES: Final = "Out-of-court dispute settlement bodies"
_OFFENDERS: Final = "Suspensions imposed on repeated offenders"
_AUTOMATED: Final = "Use of automated means for content moderation"
_TOTAL, _MEDIAN = "Total number", "Median time"
_ALL_COMPLAINTS: Final = "Number of complaints submitted to the internal-complaints mechanism"
_ALL_DISPUTES: Final = "Number of disputes submitted to out-of-court dispute settlement bodies"
_REVERSIBLE: Final = (Outcome.UPHELD, Outcome.PARTLY, Outcome.REVERSED)

Rows = Iterator[Sequence[Any]]


def files_of(figures: TransparencyFigures, service: str) -> dict[str, bytes]:
    """Return the files of a report by their names: CSV in UTF-8."""
    lead = (service, figures.period.written)
    return {
        "2_categories_names.csv": _table(_categories()),
        "4_notices.csv": _table(_notices(figures.notices, lead)),
        "7_appeals_and_recidivism.csv": _table(_appeals(figures, lead)),
        "8_automated_means.csv": _table(_automated_means(figures, lead)),
    }


def _table(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _categories() -> Rows:
    yield (
        "Category label", "Category description",
        "Category of illegal content / incompatible with the terms and conditions",
        "Contextual information",
    )  # fmt: skip
    for each in CATEGORIES:
        yield each.label, each.description, each.code, each.other


def _notices(notices: Sequence[NoticeFigures], lead: tuple[str, str]) -> Rows:
    context = tuple(f"Contextual information on {name}" for name in NOTICE_FIGURES)
    other = 'Description of the sub-category "Other"'
    yield (*_LEAD, "Category of illegal content", other, *NOTICE_FIGURES, *context)
    for each in notices:
        # No account is marked as a trusted flagger's: none of these counts.
        counted = (
            each.notices, 0, each.items, 0, _known(each.median_hours), "",
            each.on_law, 0, each.on_terms, 0,
        )  # fmt: skip
        blank = ("",) * len(context)
        yield (HOSTS, *lead, each.category.code, each.category.other, *counted, *blank)


def _appeals(figures: TransparencyFigures, lead: tuple[str, str]) -> Rows:
    yield _LINES
    complaints = figures.complaints
    for scope, value in _in_all(complaints.values()):
        reader = ALL_PROVIDERS if scope == _TOTAL else PLATFORMS
        yield (reader, *lead, _COMPLAINTS, _ALL_COMPLAINTS, scope, value, "")
    new = "Number of restrictions newly imposed as a result of an internal complaint"
    yield (PLATFORMS, *lead, _COMPLAINTS, new, _TOTAL, figures.newly_restricted, "")
    for about in About:
        for scope, value in _ended(complaints[about]):
            yield (PLATFORMS, *lead, _COMPLAINTS, str(about), scope, value, "")
    disputes = figures.disputes
    for scope, value in (
        *_ended(disputes),
        (str(Outcome.OMITTED), disputes.outcomes[Outcome.OMITTED]),
        ("Percentage of outcomes implemented", _known(disputes.implemented_percent)),
    ):
        yield (PLATFORMS, *lead, _DISPUTES, _ALL_DISPUTES, scope, value, "")
    for what, count in (
        ("the provision of manifestly illegal content", figures.suspended_for_content),
        ("the provision of manifestly unfounded notices", figures.suspended_for_notices),
        # No complaint under Art. 20 is suspended here.
        ("the provision of manifestly unfounded complaints", 0),
    ):
        indicator = f"Number of suspensions enacted for {what}"
        yield (PLATFORMS, *lead, _OFFENDERS, indicator, _TOTAL, count, "")


def _in_all(kinds: Iterable[Ended]) -> Iterator[tuple[str, Any]]:
    together = Ended()
    for each in kinds:
        together.outcomes.update(each.outcomes)
        together.spans.extend(each.spans)
    yield from _ended(together)
    yield str(Outcome.OMITTED), together.outcomes[Outcome.OMITTED]


def _ended(ended: Ended) -> Iterator[tuple[str, Any]]:
    yield _TOTAL, ended.total
    for outcome in _REVERSIBLE:
        yield str(outcome), ended.outcomes[outcome]
    yield _MEDIAN, _known(ended.median_hours)


def _automated_means(figures: TransparencyFigures, lead: tuple[str, str]) -> Rows:
    yield _LINES
    counted = figures.automation
    measures = (
        ("Number of measures solely taken by automated means", counted.actions_alone),
        ("Number of measures not taken by automated means", counted.actions_by_people),
    )
    notices = (
        ("Number of notices solely processed by automated means", counted.notices_alone),
        ("Number of notices not processed by automated means", counted.notices_by_people),
    )
    for reader, scope, lines in ((ALL_PROVIDERS, _TOTAL, measures), (HOSTS, "NAM Total", notices)):
        for indicator, value in lines:
            yield (reader, *lead, _AUTOMATED, indicator, scope, value, "")


def _known(value: float | None) -> Any:
    return "" if value is None else value
