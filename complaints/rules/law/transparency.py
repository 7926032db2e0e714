"""The quantitative template of a platform's transparency report, as data, and its period.

Source: Commission Implementing Regulation (EU) 2024/2835, Annex I, for DSA Art. 15(1) and 24(1).
Headings, categories and indicators are spelt as the reports spell them that platforms publish in
this form (read: those of three platforms for the first half of 2026), the blanks at their ends
too. Of its sections these are what this record knows
of: 2 (names of categories), 3 (orders of authorities), 4 (notices), 7 (complaints, disputes,
suspensions), 8 (automated means). Own initiative, staff and average recipients are known elsewhere
in a platform. The headings of section 3 were read in programs that read such reports. Pure.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import RegimeCode
from complaints.words import message as _

# Before this year no regime of the Union asked for such figures.
FIRST_YEAR: Final = 2024
ALL_PROVIDERS: Final = "All"
HOSTS: Final = "Only for providers of hosting services, including online platforms"
PLATFORMS: Final = "Only for providers of online platforms"


@dataclass(frozen=True, slots=True)
class Category:
    """A row of the template: its label and code, what it is called, and the bases that count
    there. `other` describes a sub-category of our own."""

    label: str
    code: str
    description: str
    bases: frozenset[Basis]
    other: str = ""


RIGHTS: Final = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
_OTHER: Final = ("Category 7g", "KEYWORD_OTHER", "Not captured by any other sub-category")
CATEGORIES: Final = (
    Category("TOTAL", "TOTAL", "All the entries", frozenset(Basis)),
    Category("Category 7", RIGHTS, "Intellectual property infringements", frozenset(Basis)),
    Category("Category 7a", "KEYWORD_COPYRIGHT_INFRINGEMENT", "Copyright infringements",
             frozenset({Basis.COPYRIGHT})),
    Category("Category 7b", "KEYWORD_DESIGN_INFRINGEMENT", "Design infringements",
             frozenset({Basis.DESIGN})),
    Category("Category 7c", "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
             "Geographical indications infringements", frozenset()),
    Category("Category 7d", "KEYWORD_PATENT_INFRINGEMENT", "Patent infringements",
             frozenset({Basis.PATENT})),
    Category("Category 7e", "KEYWORD_TRADE_SECRET_INFRINGEMENT", "Trade secret infringements",
             frozenset()),
    Category("Category 7f", "KEYWORD_TRADEMARK_INFRINGEMENT", "Trademark infringements",
             frozenset({Basis.TRADEMARK, Basis.COUNTERFEIT})),
    Category(*_OTHER, frozenset({Basis.CIRCUMVENTION}), "Circumvention of a technical protection"),
    Category(*_OTHER, frozenset({Basis.UNAUTHORISED_CHANNEL}), "Unauthorised sales channel"),
    Category(*_OTHER, frozenset({Basis.OTHER}), "Other rights"),
)  # fmt: skip

# Section 3: what is counted of each category, of all members and of each of them.
ORDER_FIGURES: Final = (
    "Number of orders to act against illegal content received",
    "Number of specific items of information included in the total number of orders to act against "
    "illegal content",
    "Median time to inform the authority of the receipt of the order to act against illegal "
    "content",
    "Median time to give effect to the order to act against illegal content",
    "Number of orders to provide information",
    "Median time to inform the authority of the receipt of the order to provide information",
    "Median time to give effect to the order to provide information",
)
# Section 4: what is counted of each category; each has a sentence of context beside it.
NOTICE_FIGURES: Final = (
    "Number of notices received ",
    "Number of notices received from Trusted flaggers",
    "Number of specific items of information included in the total number of notices",
    "Number of specific items of information included in the total number of notices by Trusted "
    "Flaggers (Trusted Flagger notices)",
    "Median time to take action",
    "Median time to take action (Trusted Flagger notices)",
    "Number of actions taken on the basis of the law",
    "Number of actions taken on the basis of the law (Trusted Flagger notices)",
    "Number of actions taken on the basis of the terms and conditions of the service",
    "Number of actions taken on the basis of the terms and conditions of the service (Trusted "
    "Flagger notices)",
)


class ComplainedOf(StrEnum):
    """What an internal complaint (DSA Art. 20) is about: indicators of section 7."""

    REMOVAL = (
        "Complaint regarding a decision to remove or disable access to or restrict visibility of "
        "information"
    )
    SERVICE = "Complaint regarding a decision to suspend or terminate the provision of the service"
    ACCOUNT = "Complaint regarding a decision to suspend or terminate an account "
    MONEY = "Complaint regarding a decision to restrict the ability to monetise information"
    NO_ACTION = (
        "Complaint regarding a decision not to take action on a notice submitted in accordance "
        "with Article 16"
    )
    NO_ACTION_FLAGGER = (
        "Complaint regarding a decision not to take action on a notice submitted by a Trusted "
        "Flagger in accordance with Article 16"
    )


class ComplaintEnd(StrEnum):
    """How a complaint or a dispute ended for the decision that it was about; `omitted`: it had not
    by the end of the period, or ended without one."""

    UPHELD = "Decisions upheld"
    PARTLY = "Decisions partially reversed"
    REVERSED = "Decisions reversed"
    OMITTED = "Decision omitted"


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another, which is no more in it. A year that is not over ends now."""

    since: datetime
    until: datetime

    @property
    def last_day(self) -> date:
        return (self.until - timedelta(microseconds=1)).date()

    @property
    def written(self) -> str:
        """The period as the template writes it: both days, ISO 8601."""
        return f"{self.since.date()}/{self.last_day}"


def year(number: int, *, now: datetime) -> Period:
    """Return a calendar year in UTC, up to now where it is not over.

    Refuses with: invalid-request, for a year that has not begun or lies before the law.
    """
    if not FIRST_YEAR <= number <= now.year:
        raise invalid(
            "/year", Code.OUT_OF_RANGE,
            _("Give a year from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(now.year)),
        )  # fmt: skip
    return Period(
        datetime(number, 1, 1, tzinfo=UTC), min(datetime(number + 1, 1, 1, tzinfo=UTC), now)
    )


def whole_days(first: date, last: date, *, today: date) -> Period:
    """Return the days from a first to a last, both whole, in UTC.

    Refuses with: invalid-request, for no day, for one before the law, and for one that is not over:
    what is decided later on it would be in no period.
    """
    start, end = date(FIRST_YEAR, 1, 1), today - timedelta(days=1)
    for pointer, day, least in (("/from", first, start), ("/to", last, max(first, start))):
        if not least <= day <= end:
            raise invalid(
                pointer, Code.OUT_OF_RANGE,
                _("Give a day from %(first)s to %(last)s that is over.", first=str(least),
                  last=str(end)),
            )  # fmt: skip
    midnight = datetime.min.time()
    return Period(
        datetime.combine(first, midnight, UTC),
        datetime.combine(last + timedelta(days=1), midnight, UTC),
    )


def published_years(today: date) -> range:
    """Return the years of which figures are published: those of which at least one day is over."""
    return range(FIRST_YEAR, (today - timedelta(days=1)).year + 1)


def published(number: int, *, today: date) -> Period:
    """Return a calendar year in UTC in whole days, up to yesterday where it is not over.

    Refuses with: invalid-request, for a year of which no day is over or that lies before the law.
    """
    last = today - timedelta(days=1)
    year(number, now=datetime(last.year, last.month, last.day, tzinfo=UTC))
    return year(number, now=datetime(today.year, today.month, today.day, tzinfo=UTC))


def is_under(regime: str | None, adding: Collection[str] | None) -> bool:
    """Say whether a claim is under the Digital Services Act: it leads or adds."""
    return regime == RegimeCode.DSA or RegimeCode.DSA in (adding or ())


def median_hours(spans: Iterable[timedelta]) -> float | None:
    """Return the median of times in hours, to a tenth; None where there are none."""
    hours = [span / timedelta(hours=1) for span in spans]
    return round(statistics.median(hours), 1) if hours else None
