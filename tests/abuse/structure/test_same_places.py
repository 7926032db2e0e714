"""Groups that aim at the same goods at whatever time, and honest company as their measure."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from abuse import Policy
from abuse.findings import Link
from abuse.record.view import View
from abuse.structure import same_places as module
from abuse.structure.same_places import same_places
from tests.abuse.makers import Lines, line, table


def crowd(filers: int = 40, each: int = 10) -> Lines:
    """Filers that aim at goods of their own, some of which two of them hit."""
    return [
        line(f"H{f}-{c}", f"honest-{f:02}", f + c * 9.1, listing=f"goods-{f * (each - 1) + c}")
        for f in range(filers)
        for c in range(each)
    ]


def group(name: str, members: int = 4, shared: int = 6, others: int = 4) -> Lines:
    """Members of whom each hits all but one of some goods, months apart, and others alone."""
    lines = []
    for m in range(members):
        goods = [f"{name}-shared-{g}" for g in range(shared) if g != m]
        goods += [f"{name}-{m}-{g}" for g in range(others)]
        for c, listing in enumerate(goods):
            day = m * 60.3 + c * 7
            lines.append(line(f"{name}{m}-{c}", f"{name}-{m}", day, listing=listing))
    return lines


def linked(lines: Lines, suspects: str, known: list[tuple[str, str]] | None = None) -> set[str]:
    """The filers that are linked, where those whose names begin so are in question."""
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    in_question = np.array([name.startswith(suspects) for name in names])
    before = [Link(names.index(a), names.index(b), "lockstep", 1.0, ()) for a, b in known or ()]
    links = same_places(view, Policy(), in_question, before)
    assert all(link.numbers["common"] >= Policy().campaign_min_common for link in links)
    return {names[end] for link in links for end in (link.a, link.b)}


RING = {f"ring-{m}" for m in range(4)}


def test_those_in_question_with_the_same_goods_are_tied() -> None:
    assert linked(crowd() + group("ring"), "ring") == RING


def test_those_with_a_clean_record_are_not() -> None:
    assert linked(crowd() + group("ring"), "honest-0") == set()


def test_goods_that_others_go_for_too_tie_nobody() -> None:
    lines = crowd() + group("ring")
    for f in range(20):
        lines += [
            line(f"B{f}-{g}", f"buyer-{f}", f * 5 + g, listing=f"ring-shared-{g}") for g in range(6)
        ]
    assert linked(lines, "ring") == set()


def test_where_honest_company_is_as_close_nobody_is_tied() -> None:
    """Victims of one copier share as much; of as many filers as these no group counts."""
    company = [one for name in "abcdefgh" for one in group(f"victims-{name}")]
    assert linked(company + group("ring"), "ring") == set()


def test_a_member_that_shares_no_more_than_chance_is_left_out() -> None:
    """Two of the twenty goods of one who hits much are the group's, too few for so many."""
    goods = ["ring-shared-2", "ring-shared-3", *(f"own-{c}" for c in range(18))]
    stray = [line(f"R{c}", "ring-stray", 33.3 + c, listing=one) for c, one in enumerate(goods)]
    assert linked(crowd() + group("ring") + stray, "ring") == RING


def test_a_group_joins_no_two_that_other_links_hold_apart() -> None:
    lines = crowd() + group("ring")
    assert linked(lines, "ring", [("ring-0", "ring-1")]) == RING
    assert linked(lines, "ring", [("ring-0", "ring-1"), ("ring-2", "ring-3")]) == set()


@pytest.mark.parametrize("alike", [False, True], ids=["told apart", "alike"])
def test_names_decide_no_community(alike: bool) -> None:
    """Two triangles with one tie between, however the filers are numbered."""
    lines = [line(f"{f}", f"f{f}", 1.0 if alike else f) for f in range(6)]
    view = View(table(lines))
    ties = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, 0.5) for a, b in ties)
    parts = module._communities(view, graph)
    assert sorted(parts) == ([[0, 1, 2, 3, 4, 5]] if alike else [[0, 1, 2], [3, 4, 5]])


def test_what_a_group_shares_is_held_against_what_others_draw_to_it() -> None:
    lines = group("ring", members=2, shared=3, others=1)
    view = View(table(lines))
    goods = module._Goods.of(view)
    common, expected = goods.shared([0, 1])
    # Of three shared goods each leaves out one, so one is common; nobody else hits any.
    assert common.tolist() == [1, 1]
    # Three hits each, on the other's three goods of five, of which none draws anybody else.
    assert expected == pytest.approx([3 * 3 / 5] * 2)
