"""Strangers follow an unlucky honest filer: each files where it has filed, some days later."""

from __future__ import annotations

import numpy as np
import pytest

from abuse.findings import Link
from abuse.record.view import View
from abuse.structure.against import follows
from abuse.structure.visits import at_stores, cited, no_earlier
from tests.abuse.attacks.levels import BELOW_WARNING, levels
from tests.abuse.makers import Lines, event, honest, line, table


def unlucky(cases: int, after: float, strangers: int, also: int = 0) -> Lines:
    """A brand that lost each of so many cases, strangers at its stores, and what they also lost."""
    lines = honest(filers=60)
    for c in range(cases):
        day = 150 + c * 10.0
        lines.append(line(f"V{c}", "victim", day, event("rejection", day + 2)))
        for s in range(strangers):
            at = day + after
            lines.append(
                line(f"F{s}-{c}", f"stranger-{s}", at, event("rejection", at + 2),
                     store=f"S-V{c}", listing=f"L-V{c}")
            )  # fmt: skip
    for s in range(strangers):
        for c in range(also):
            at = 151 + c * 6.0
            lines.append(line(f"G{s}-{c}", f"stranger-{s}", at, event("rejection", at + 2),
                              store=f"elsewhere-{c}", listing=f"E{c}"))  # fmt: skip
    return lines


@pytest.mark.parametrize(("cases", "strangers", "also"), [(2, 15, 0), (2, 4, 6), (5, 3, 8)])
def test_who_is_followed_is_not_warned_for_it(cases: int, strangers: int, also: int) -> None:
    lines = unlucky(cases, 1.5, strangers, also)
    assert levels(lines)["victim"] in BELOW_WARNING
    without = [one for one in lines if not one["reference"].startswith(("F", "G"))]
    assert levels(without)["victim"] == "none" or cases > 2


def met(*days: tuple[float, float]) -> tuple[View, int, int]:
    """Two filers at so many stores, each with its days there."""
    lines: Lines = []
    for n, (one, two) in enumerate(days):
        lines.append(line(f"A{n}", "one", one, store=f"s{n}"))
        lines.append(line(f"B{n}", "two", two, store=f"s{n}"))
        # A later claim at the same store is not its first.
        lines.append(line(f"C{n}", "one", one + 30, store=f"s{n}"))
    view = View(table(lines))
    who = view.table.filers["reference"].to_pylist()
    return view, who.index("one"), who.index("two")


@pytest.mark.parametrize(
    ("days", "after"),
    [
        ([(1, 2), (5, 9)], (0, 2)),
        ([(1, 2), (9, 5)], (1, 1)),
        # The same day is no earlier for either.
        ([(1, 1.2), (5, 9)], (1, 2)),
    ],
)
def test_who_came_no_earlier_is_counted_by_store(
    days: list[tuple[float, float]], after: tuple[int, int]
) -> None:
    view, one, two = met(*days)
    stores, ends = np.arange(len(days)), (np.array([one, two]), np.array([two, one]))
    # The pair both ways round, and with it one that met nowhere else.
    counted = no_earlier(*at_stores(view), *ends, [stores, stores])
    assert counted == [
        {"after_a": after[0], "after_b": after[1]},
        {"after_a": after[1], "after_b": after[0]},
    ]


def test_a_link_cites_what_both_filed_where_they_met_the_first_filers_first() -> None:
    view, one, two = met((1, 2), (5, 9))
    ends, named = (np.array([one, two]), np.array([two, one])), view.stores.index("s1")
    complaints = cited(view, view.store, *ends, [np.array([named]), np.arange(2)])
    references = view.table.complaints["reference"].to_pylist()
    told = [[references[each] for each in some] for some in complaints]
    assert told == [["A1", "C1", "B1"], ["B0", "B1", "A0", "A1", "C0", "C1"]]
    assert cited(view, view.store, ends[0][:0], ends[1][:0], []) == []


def test_a_link_without_days_speaks_of_both() -> None:
    link = Link(0, 1, "identifiers", 2.0, ())
    assert follows(link, 0)
    assert follows(link, 1)
