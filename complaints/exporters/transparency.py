"""Writes a transparency report's tables in the quantitative template of Regulation (EU) 2024/2835.

A file for each section that this record knows of, named and headed as the template has it. The
same record and period give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from complaints.queries.law.official_order_figures import KindFigures, OfficialOrderFigures
from complaints.queries.law.transparency import Ended, NoticeFigures, TransparencyFigures
from complaints.rules.law.official_orders import OfficialOrderKind
from complaints.rules.law.transparency import (
    ALL_PROVIDERS,
    CATEGORIES,
    HOSTS,
    NOTICE_FIGURES,
    ORDER_FIGURES,
    PLATFORMS,
    ComplainedOf,
    ComplaintEnd,
)
from complaints.words import ENGLISH, Country, say

_LEAD: Final = ("Applicability", "Service", "Reporting period")
_LINES: Final = (*_LEAD, "Section", "Indicator", "Scope", "Value", "Contextual Information")
_CATEGORY: Final = "Category of illegal content"
_OTHER: Final = 'Description of the sub-category "Other"'
_COMPLAINTS: Final = "Internal complaints mechanism"
_DISPUTES: Final = "Out-of-court dispute settlement bodies"
_OFFENDERS: Final = "Suspensions imposed on repeated offenders"
_AUTOMATED: Final = "Use of automated means for content moderation"
_TOTAL, _MEDIAN = "Total number", "Median time"
_ALL_COMPLAINTS: Final = "Number of complaints submitted to the internal-complaints mechanism"
_ALL_DISPUTES: Final = "Number of disputes submitted to out-of-court dispute settlement bodies"
NOT_RECORDED: Final = "Not recorded by the system that made this table."
# No account is marked as a trusted flagger's, and accounts and money are dealt with elsewhere.
UNRECORDED: Final = frozenset(
    {ComplainedOf.ACCOUNT, ComplainedOf.MONEY, ComplainedOf.NO_ACTION_FLAGGER}
)
_REVERSIBLE: Final = (ComplaintEnd.UPHELD, ComplaintEnd.PARTLY, ComplaintEnd.REVERSED)

Rows = Iterator[Sequence[Any]]


def files_of(figures: TransparencyFigures, service: str) -> dict[str, bytes]:
    """Return the files of a report by their names: CSV in UTF-8."""
    lead = (service, figures.period.written)
    return {
        "2_categories_names.csv": _table(_categories()),
        "3_member_states_orders.csv": _table(_orders(figures.orders, lead)),
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


def _orders(orders: Sequence[OfficialOrderFigures], lead: tuple[str, str]) -> Rows:
    context = tuple(f"Contextual information on {name}" for name in ORDER_FIGURES)
    yield (*_LEAD, _CATEGORY, _OTHER, "Scope", *ORDER_FIGURES, *context)
    for each in orders:
        scope = _TOTAL if each.country is None else say(Country(each.country), ENGLISH)
        act = each.kinds[OfficialOrderKind.ACT]
        inform = each.kinds[OfficialOrderKind.INFORM]
        # An order is entered at one claim, which is about one listing.
        counted = (act.received, act.received, *_took(act), inform.received, *_took(inform))
        said = ("",) * len(counted)
        category = each.category
        yield (ALL_PROVIDERS, *lead, category.code, category.other, scope, *counted, *said)


def _took(each: KindFigures) -> tuple[Any, Any]:
    return _known(each.inform_hours), _known(each.effect_hours)


def _notices(notices: Sequence[NoticeFigures], lead: tuple[str, str]) -> Rows:
    context = tuple(f"Contextual information on {name}" for name in NOTICE_FIGURES)
    yield (*_LEAD, _CATEGORY, _OTHER, *NOTICE_FIGURES, *context)
    for each in notices:
        assert each.of_flaggers is not None
        pairs = zip(_notice_figures(each), _notice_figures(each.of_flaggers), strict=True)
        counted = [figure for pair in pairs for figure in pair]
        said = ("",) * len(counted)
        yield (HOSTS, *lead, each.category.code, each.category.other, *counted, *said)


def _notice_figures(each: NoticeFigures) -> tuple[Any, ...]:
    return each.notices, each.items, _known(each.median_hours), each.on_law, each.on_terms


def _appeals(figures: TransparencyFigures, lead: tuple[str, str]) -> Rows:
    yield _LINES
    complaints = figures.complaints
    for scope, value in _in_all(complaints.values()):
        reader = ALL_PROVIDERS if scope == _TOTAL else PLATFORMS
        yield (reader, *lead, _COMPLAINTS, _ALL_COMPLAINTS, scope, value, "")
    new = "Number of restrictions newly imposed as a result of an internal complaint"
    yield (PLATFORMS, *lead, _COMPLAINTS, new, _TOTAL, figures.newly_restricted, "")
    for about in ComplainedOf:
        for scope, value in _ended(complaints[about]):
            cells = _told(None if about in UNRECORDED else value)
            yield (PLATFORMS, *lead, _COMPLAINTS, str(about), scope, *cells)
    disputes = figures.disputes
    for scope, value in (
        *_ended(disputes),
        (str(ComplaintEnd.OMITTED), disputes.outcomes[ComplaintEnd.OMITTED]),
        ("Percentage of outcomes implemented", _known(disputes.implemented_percent)),
    ):
        yield (PLATFORMS, *lead, _DISPUTES, _ALL_DISPUTES, scope, value, "")
    for what, count in (
        ("the provision of manifestly illegal content ", figures.suspended_for_content),
        ("the provision of manifestly unfounded notices", figures.suspended_for_notices),
        ("the provision of manifestly unfounded complaints", None),
    ):
        indicator = f"Number of suspensions enacted for {what}"
        yield (PLATFORMS, *lead, _OFFENDERS, indicator, _TOTAL, *_told(count))


def _in_all(kinds: Iterable[Ended]) -> Iterator[tuple[str, Any]]:
    together = Ended()
    for each in kinds:
        together.outcomes.update(each.outcomes)
        together.spans.extend(each.spans)
    yield from _ended(together)
    yield str(ComplaintEnd.OMITTED), together.outcomes[ComplaintEnd.OMITTED]


def _ended(ended: Ended) -> Iterator[tuple[str, Any]]:
    yield _TOTAL, ended.total
    for outcome in _REVERSIBLE:
        yield str(outcome), ended.outcomes[outcome]
    yield _MEDIAN, _known(ended.median_hours)


def _automated_means(figures: TransparencyFigures, lead: tuple[str, str]) -> Rows:
    yield _LINES
    counted = figures.automation
    measures = (
        ("Number of measures solely taken by automated means ", counted.actions_alone),
        ("Number of measures not taken by automated means", counted.actions_by_people),
    )
    notices = (
        ("Number of notices solely processed by automated means ", counted.notices_alone),
        ("Number of notices not processed by automated means", counted.notices_by_people),
    )
    for reader, scope, lines in ((ALL_PROVIDERS, _TOTAL, measures), (HOSTS, "NAM Total", notices)):
        for indicator, value in lines:
            yield (reader, *lead, _AUTOMATED, indicator, scope, value, "")


def _told(value: Any) -> tuple[Any, str]:
    """Return a figure and what is said of it; one that the record cannot know is no zero."""
    return ("", NOT_RECORDED) if value is None else (value, "")


def _known(value: float | None) -> Any:
    return "" if value is None else value
