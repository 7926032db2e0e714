"""The figures of the transparency page as tables: for people by their titles, for programs by their
names, which stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from complaints.http.languages import current
from complaints.queries.law.official_order_figures import OfficialOrderFigures
from complaints.queries.law.published_figures import PublishedFigures
from complaints.queries.law.transparency import Ended, NoticeFigures
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import Basis
from complaints.rules.law.official_orders import OfficialOrderKind
from complaints.rules.law.published_figures import Appealed, BoycottReach, FoundBy, GivenBack
from complaints.rules.law.transparency import ComplainedOf, ComplaintEnd
from complaints.words import Country, Fact, Message, in_context
from complaints.words import message as _
from complaints.words.labels import label

Number: TypeAlias = int | float | None


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """A line of a table: its name for programs and for people, and a number for each column."""

    name: str
    title: Fact
    cells: Sequence[Number]


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table: `heads` are the names of its columns for programs and for people. Where nothing is
    known a cell is None; with `holds_back`, where a number is not shown."""

    name: str
    title: Message
    first: Message
    heads: Sequence[tuple[str, Fact]]
    rows: Sequence[FiguresRow]
    holds_back: bool = False


# The categories of the report by the names that programs read; those that no complaint can have
# are left out.
_CATEGORIES: Final = {
    frozenset(Basis): ("total", _("All complaints")),
    frozenset({Basis.COPYRIGHT}): ("copyright", _("Copyright")),
    frozenset({Basis.DESIGN}): ("design", _("Designs")),
    frozenset({Basis.PATENT}): ("patent", _("Patents")),
    frozenset({Basis.TRADEMARK, Basis.COUNTERFEIT}): (
        "trademark", _("Trade marks, and counterfeits"),
    ),
    frozenset({Basis.CIRCUMVENTION}): ("circumvention", _("Getting round technical protection")),
    frozenset({Basis.UNAUTHORISED_CHANNEL}): ("sales_channel", _("Unauthorised sales channels")),
    frozenset({Basis.OTHER}): ("other", _("Other rights")),
}  # fmt: skip
_COMPLAINED_OF: Final = {
    ComplainedOf.REMOVAL: ("taken_down", _("Sellers, about a listing that was taken down")),
    ComplainedOf.NO_ACTION: ("left_up", _("Complainants, about a listing that stayed on sale")),
    ComplainedOf.SERVICE: ("suspended", _("Those whose complaints or stores we stopped")),
}
_ORDERS: Final = {
    OfficialOrderKind.ACT: ("orders_to_act", _("Orders of authorities to act against a listing")),
    OfficialOrderKind.INFORM: (
        "orders_to_inform", _("Orders of authorities to give information about somebody"),
    ),
}  # fmt: skip
_ENDS: Final = (
    ("upheld", _("Decision stayed"), ComplaintEnd.UPHELD),
    ("partly", _("Changed in part"), ComplaintEnd.PARTLY),
    ("reversed", _("Changed"), ComplaintEnd.REVERSED),
    ("omitted", _("Not decided, or ended without a decision"), ComplaintEnd.OMITTED),
)
_APPEALED: Final = {
    Appealed.TAKEDOWN: _("A takedown"),
    Appealed.REJECTION: _("A complaint that we did not act on"),
    Appealed.BOYCOTT: _("That we stopped processing somebody's complaints"),
    Appealed.JOINING: _("That accounts count as one"),
    Appealed.SUSPENSION: _("That a store was suspended or closed"),
}
_REACH: Final = {
    BoycottReach.ACCOUNT: _("All complaints of an account"),
    BoycottReach.CLIENT: _("An account's complaints for one client"),
}
_BACK: Final = {
    GivenBack.REINSTATED: _("We restored it"),
    GivenBack.WITHDRAWN: _("The complainant withdrew"),
}
_FOUND_BY: Final = {
    FoundBy.RIGHTS_HOLDER: label("filer_kind", "rights_holder"),
    FoundBy.AGENT: label("filer_kind", "agent"),
    FoundBy.INDIVIDUAL: label("filer_kind", "individual"),
    FoundBy.NOT_KNOWN: _("Not known"),
    FoundBy.SEVERAL: _("Several kinds, about one store"),
}
_IN_SHORT: Final = (
    _("Complaints, under all laws"),
    _("Listings taken down"),
    _("Listings back on sale"),
    _("Cases in which a person found abuse of complaints"),
    _("Times that we stopped processing somebody's complaints"),
    _("Stores suspended or closed"),
    _("Decisions changed on appeal"),
)
_NUMBER: Final = ("number", in_context("count", "Number"))


def statutory(figures: PublishedFigures) -> Sequence[FiguresTable]:
    """Return the tables that the Digital Services Act asks for: exact numbers, under it alone."""
    report = figures.report
    return (
        FiguresTable(
            "notices", _("Complaints, and what we did about them"), _("About"),
            (
                ("notices", _("Complaints")),
                ("listings", _("Listings in them")),
                ("on_law", _("Taken down because of the law")),
                ("on_terms", _("Taken down because of our terms")),
                ("median_hours", _("Median hours to the takedown")),
            ),
            list(_notices(report.notices)),
        ),
        *(
            FiguresTable(
                name, title, _("Country of the authority"),
                (
                    ("received", in_context("figures", "Received")),
                    ("told_hours", _("Median hours until we told the authority that it came")),
                    ("done_hours", _("Median hours until we did what it asks for")),
                ),
                list(_orders(report.orders, kind)),
            )
            for kind, (name, title) in _ORDERS.items()
        ),
        FiguresTable(
            "automated", _("Decided by a program or by people"), _("What"),
            (("by_program", _("By a program alone")), ("by_people", _("By people"))),
            (
                FiguresRow("takedowns", _("Listings taken down"),
                    (report.automation.actions_alone, report.automation.actions_by_people)),
                FiguresRow("notices", _("Complaints decided"),
                    (report.automation.notices_alone, report.automation.notices_by_people)),
            ),
        ),
        FiguresTable(
            "internal_complaints", _("Appeals to us, and disputes before others"),
            in_context("figures", "Whose"),
            (
                ("received", in_context("figures", "Received")),
                *((name, title) for name, title, _end in _ENDS),
                ("median_hours", _("Median hours to the decision")),
            ),
            [
                *(
                    _ended(*named, report.complaints[about])
                    for about, named in _COMPLAINED_OF.items()
                ),
                _ended("disputes", _("Disputes before bodies out of court"), report.disputes),
            ],
        ),
        FiguresTable(
            "misuse", _("Stopped because of misuse"), _("What"), (_NUMBER,),
            (
                FiguresRow("stores", _("Suspensions and closings of stores or their operators"),
                    (report.suspended_for_content,)),
                FiguresRow("filers", _("Times that we stopped processing unfounded complaints"),
                    (report.suspended_for_notices,)),
            ),
        ),
    )  # fmt: skip


def beyond(figures: PublishedFigures) -> Sequence[FiguresTable]:
    """Return the tables that no law asks for, under all laws."""
    return (
        FiguresTable(
            "abuse", _("Abuse of complaints, found and warned of"), _("What"), (_NUMBER,),
            (
                FiguresRow("looked_at", _("Cases about complainants that a person closed"),
                    (figures.looked_at,)),
                FiguresRow("abuse", _("Of these, cases in which the person found abuse"),
                    (figures.abuse,)),
                FiguresRow("warned_filers", _("Warnings that reached a complainant"),
                    (figures.warned_filers,)),
                FiguresRow("warned_sellers", _("Warnings that reached a seller"),
                    (figures.warned_sellers,)),
            ),
        ),
        FiguresTable(
            "boycotts", _("When we stopped processing complaints, and for how long"),
            _("What we stopped"),
            (
                ("imposed", _("Times")),
                ("shortest_days", _("Shortest, in days")),
                ("median_days", _("Median, in days")),
                ("longest_days", _("Longest, in days")),
            ),
            [
                FiguresRow(
                    reach, _REACH[reach], (its.imposed, its.shortest, its.median, its.longest)
                )
                for reach, its in figures.boycotts.items()
            ],
        ),
        FiguresTable(
            "put_right", _("Decisions that we put right on appeal"), _("What was appealed"),
            (("decided", _("Appeals decided")), ("changed", _("Decisions changed"))),
            [
                FiguresRow(about, _APPEALED[about], (its.decided, its.changed))
                for about, its in figures.appeals.items()
            ],
        ),
        FiguresTable(
            "given_back", _("Listings back on sale"), _("Why"),
            (("listings", _("Listings")), ("median_days", _("Median days off sale"))),
            [
                FiguresRow(how, _BACK[how], (its.listings, its.median_days))
                for how, its in figures.back.items()
            ],
        ),
        FiguresTable(
            "duties", _("Illegal products sold, and stores that do not say who runs them"),
            _("What"), (_NUMBER,),
            (
                FiguresRow("illegal_products", _("Products of which buyers were to be told"),
                    (figures.duties.illegal_products,)),
                FiguresRow("buyers_told", _("Buyers whom marketplaces told"),
                    (figures.duties.buyers_told,)),
                FiguresRow("made_public", _("Products that we made public"),
                    (figures.duties.made_public,)),
                FiguresRow(
                    "traders",
                    _("Listings whose store shows no trader or a wrong one, as complainants say"),
                    (figures.duties.traders,),
                ),
            ),
        ),
        FiguresTable(
            "closed", _("Taken down or shut, by who complained"), _("Who complained"),
            (
                ("listings", _("Listings taken down")),
                ("suspended", _("Stores suspended")),
                ("closed", _("Stores closed")),
                ("operators_suspended", _("Operators suspended, with all their stores")),
                ("operators_closed", _("Operators closed, with all their stores")),
            ),
            [
                FiguresRow(
                    by, _FOUND_BY[by],
                    (its.listings, its.suspended, its.closed, its.operators_suspended,
                     its.operators_closed),
                )
                for by, its in figures.closed.items()
            ],
        ),
    )  # fmt: skip


def by_month(figures: PublishedFigures) -> FiguresTable | None:
    """Return the listings complained of by month and marketplace; None where nothing is shown."""
    counted = figures.by_month
    if counted.shown is None:
        return None
    heads: list[tuple[str, Fact]] = [
        (slug, marketplace_name(slug)) for slug in counted.marketplaces
    ]
    heads += [("others", _("Others"))] if counted.has_others else []
    heads.append(("total", _("Total")))
    lines: list[tuple[str, Fact]] = [(name, current().month(name)) for name in counted.months]
    lines.append(("total", _("Total")))
    rows = [
        FiguresRow(name, title, cells)
        for (name, title), cells in zip(lines, counted.shown, strict=True)
    ]  # fmt: skip
    return FiguresTable(
        "by_month", _("Listings complained of, by month and marketplace"), _("Month"), heads, rows,
        holds_back=True,
    )  # fmt: skip


def in_short(years: Sequence[PublishedFigures]) -> Sequence[tuple[Message, Sequence[int]]]:
    """Return what a year comes to, with a number for each of these years."""
    numbers = zip(*(_in_short(each) for each in years), strict=True)
    return list(zip(_IN_SHORT, numbers, strict=True))


def _in_short(year: PublishedFigures) -> Sequence[int]:
    return (
        year.complaints,
        sum(by.listings for by in year.closed.values()),
        sum(how.listings for how in year.back.values()),
        year.abuse,
        sum(reach.imposed for reach in year.boycotts.values()),
        sum(by.suspended + by.closed for by in year.closed.values()),
        sum(about.changed for about in year.appeals.values()),
    )


def all_of(figures: PublishedFigures) -> Sequence[FiguresTable]:
    """Return all tables of a year."""
    months = by_month(figures)
    return (*statutory(figures), *beyond(figures), *((months,) if months else ()))


def in_lines(tables: Iterable[FiguresTable]) -> Iterator[tuple[str, str, str, Number]]:
    """Yield each number with the names of its table, its row and its column."""
    for table in tables:
        for row in table.rows:
            for (column, _title), cell in zip(table.heads, row.cells, strict=True):
                yield table.name, row.name, column, cell


def _notices(notices: Sequence[NoticeFigures]) -> Iterator[FiguresRow]:
    seen = set()
    for each in notices:
        named = _CATEGORIES.get(each.category.bases)
        if named is None or named[0] in seen:
            continue
        seen.add(named[0])
        yield FiguresRow(
            *named, (each.notices, each.items, each.on_law, each.on_terms, each.median_hours)
        )


def _orders(
    orders: Sequence[OfficialOrderFigures], kind: OfficialOrderKind
) -> Iterator[FiguresRow]:
    """Yield the orders about any category: all of them, and each country that gave some."""
    for each in orders:
        of_kind = each.kinds[kind]
        if each.category.label != "TOTAL":
            continue
        if each.country is None or of_kind.received:
            title = _("All countries") if each.country is None else Country(each.country)
            cells = (of_kind.received, of_kind.inform_hours, of_kind.effect_hours)
            yield FiguresRow(each.country or "total", title, cells)


def _ended(name: str, title: Message, ended: Ended) -> FiguresRow:
    outcomes = [ended.outcomes[end] for _name, _title, end in _ENDS]
    return FiguresRow(name, title, (ended.total, *outcomes, ended.median_hours))
