"""What each figure of the export is counted from the second time."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from complaints.exporters.transparency import UNRECORDED
from complaints.rules.law.transparency import NOTICE_FIGURES, ORDER_FIGURES, ComplainedOf

ORDERS, NOTICES, APPEALS, AUTOMATED = (
    "3_member_states_orders.csv", "4_notices.csv", "7_appeals_and_recidivism.csv",
    "8_automated_means.csv",
)  # fmt: skip
# A figure of the export: its file, then its category and column, or its indicator and scope.
Place = tuple[str, str, str]

ORDERED: Final = "the entries of authorities' orders"
FILED: Final = "the entries of filings, and the rows of histories"
ACTS: Final = "the entries of claims' steps, and histories' timelines"
REASON: Final = f"{ACTS}; the reason's words in the entry, of a history its basis"
STATUS: Final = "the entries of flaggers' status, replayed up to each filing"
ASKED: Final = "the entries of appeals, and what histories tell of theirs"
SUITS: Final = "the entries of proceedings"
SHUT: Final = "the entries of suspensions and of boycotts"
HANDS: Final = "who acted by what hand, and what each key was issued for; histories' timelines"
UNKNOWN: Final = "in neither: other systems of the platform know it"
ALL_APPEALS: Final = "Number of complaints submitted to the internal-complaints mechanism"
ALL_DISPUTES: Final = "Number of disputes submitted to out-of-court dispute settlement bodies"
NEWLY: Final = "Number of restrictions newly imposed as a result of an internal complaint"
FOR_CONTENT, FOR_NOTICES, FOR_COMPLAINTS = (
    f"Number of suspensions enacted for the provision of manifestly {what}"
    for what in ("illegal content ", "unfounded notices", "unfounded complaints")
)
BY_PROGRAM, BY_PEOPLE = (
    "Number of measures solely taken by automated means ",
    "Number of measures not taken by automated means",
)
READ_BY_PROGRAM, READ_BY_PEOPLE = (
    "Number of notices solely processed by automated means ",
    "Number of notices not processed by automated means",
)
# Each figure of the export, by its file and its column or indicator, and what the second way
# counts it from.
WAYS: Final[Mapping[tuple[str, str], str]] = {
    **{(ORDERS, column): ORDERED for column in ORDER_FIGURES},
    (NOTICES, NOTICE_FIGURES[0]): FILED,
    (NOTICES, NOTICE_FIGURES[1]): STATUS,
    (NOTICES, NOTICE_FIGURES[2]): FILED,
    (NOTICES, NOTICE_FIGURES[3]): STATUS,
    (NOTICES, NOTICE_FIGURES[4]): ACTS,
    (NOTICES, NOTICE_FIGURES[5]): f"{ACTS}; {STATUS}",
    (NOTICES, NOTICE_FIGURES[6]): REASON,
    (NOTICES, NOTICE_FIGURES[7]): f"{REASON}; {STATUS}",
    (NOTICES, NOTICE_FIGURES[8]): REASON,
    (NOTICES, NOTICE_FIGURES[9]): f"{REASON}; {STATUS}",
    (APPEALS, ALL_APPEALS): ASKED,
    (APPEALS, NEWLY): ASKED,
    **{(APPEALS, str(about)): UNKNOWN if about in UNRECORDED else ASKED for about in ComplainedOf},
    (APPEALS, ALL_DISPUTES): SUITS,
    (APPEALS, FOR_CONTENT): SHUT,
    (APPEALS, FOR_NOTICES): SHUT,
    (APPEALS, FOR_COMPLAINTS): UNKNOWN,
    (AUTOMATED, BY_PROGRAM): HANDS,
    (AUTOMATED, BY_PEOPLE): HANDS,
    (AUTOMATED, READ_BY_PROGRAM): HANDS,
    (AUTOMATED, READ_BY_PEOPLE): HANDS,
}


def figure_of(place: Place) -> tuple[str, str]:
    """Return the name of a figure by its place: its file, and its column or indicator."""
    name, first, second = place
    return name, second if name in (ORDERS, NOTICES) else first


def way_of(place: Place) -> str:
    """Return what the second way counts a figure from."""
    return WAYS[figure_of(place)]


def middle_hours(spans: Iterable[timedelta]) -> float | None:
    """Return the median of times in hours, to a tenth; None where there are none."""
    hours = sorted(span.total_seconds() / 3600 for span in spans)
    return round(statistics.median(hours), 1) if hours else None


def written(figure: Any) -> str:
    """Return a figure as the export writes it: what is not known is empty."""
    return "" if figure is None else str(figure)
