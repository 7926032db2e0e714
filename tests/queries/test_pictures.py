"""Pictures of rings: gathering says what is alike, and names at sixty accounts do not overlap."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import combinations

from complaints.console.findings import graph_svg
from complaints.console.findings.pictured import Pictured
from complaints.queries.cases.rings import common_to, ties_of
from complaints.queries.findings.pictures import Edge, Node, Picture, picture_shown


def node(name, kind="filer", **more):
    return Node(name, kind, more.pop("label", name), int(name.partition(":")[2]), **more)


def test_accounts_with_the_same_ties_are_gathered_and_others_are_not():
    nodes = (
        *(node(f"filer:{i}") for i in range(1, 6)),
        node("store:1", "store"), node("store:2", "store"),
        node("identity:1", "identifier", shared="phone", holders=3),
        node("identity:2", "identifier", shared="device", holders=2),
    )  # fmt: skip
    edges = (
        Edge("filer:1", "store:1", "complained of", 2), Edge("filer:2", "store:1", "complained of"),
        Edge("filer:3", "store:1", "complained of"), Edge("filer:3", "store:2", "complained of"),
        Edge("filer:1", "filer:2", "lockstep", 4),
        Edge("filer:4", "identity:1", "shares"), Edge("filer:5", "identity:1", "shares"),
    )  # fmt: skip
    alike = {n.id: n.count for n in picture_shown(Picture(nodes, edges), gather=["alike"]).nodes}
    assert alike == {
        "group:filer:1": 2, "filer:3": 1, "group:filer:4": 2, "store:1": 1, "store:2": 1,
        "identity:1": 1, "identity:2": 1,
    }  # fmt: skip
    stores = picture_shown(Picture(nodes, edges), gather=["store", "identifier"])
    assert {n.id: n.count for n in stores.nodes if n.kind != "filer"} == {
        "group:store:1": 2, "identity:1": 1, "identity:2": 1,
    }  # fmt: skip
    weights = {(e.source, e.target): e.weight for e in stores.edges}
    assert weights["filer:3", "group:store:1"] == 2
    around = picture_shown(Picture(nodes, edges), focus="filer:4")
    assert [n.id for n in around.nodes] == ["filer:4", "identity:1"]
    assert len(picture_shown(Picture(nodes, edges), focus="filer:99").nodes) == len(nodes)
    assert [(each.node.id, each.accounts) for each in common_to(Picture(nodes, edges))] == [
        ("store:1", 3), ("identity:1", 2),
    ]  # fmt: skip
    assert ties_of(Picture(nodes, edges))[1].others == {"lockstep": 1}
    assert ties_of(Picture(nodes, edges))[4].shared == ("phone",)


def crowd(seed):
    """Return a picture as large as the caps let it be: 60 accounts, 40 stores, what they share."""
    draw = random.Random(seed)
    nodes = [node(f"filer:{i}", label=f"Veloralunezen Brands {i} Co., Ltd.") for i in range(60)]
    nodes += [
        node(f"store:{i}", "store", label=f"{i} 号旗舰店官方直营品牌店铺 Outlet") for i in range(40)
    ]
    nodes += [node(f"identity:{i}", "identifier", shared="phone", holders=9) for i in range(40)]
    nodes += [node(f"holder:{i}", "rights_holder", label=f"Holder of marks {i}") for i in range(25)]
    nodes += [node(f"operator:{i}", "operator", label=f"op-{i:012d}") for i in range(25)]
    others = [each.id for each in nodes if each.kind not in ("filer", "operator")]
    edges = [
        Edge(f"filer:{i}", other, "shares") for i in range(60) for other in draw.sample(others, 8)
    ]
    edges += [Edge(f"operator:{i}", f"store:{i}", "runs") for i in range(25)]
    return picture_shown(Picture(tuple(nodes), tuple(edges)))


def test_no_two_names_overlap_at_sixty_accounts_and_forty_stores():
    picture = crowd(7)
    names = {each.id: each.label for each in picture.nodes}
    drawn = graph_svg.draw_svg(
        picture, title="", description="", names=names, descriptions=names,
        ties=[""] * len(picture.edges), urls=dict.fromkeys(names),
    )  # fmt: skip
    texts = re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)">([^<]*)</text>', drawn)
    assert len(texts) == 190
    # The font is 12 pixels high; a column of a name is at most 6.5 wide.
    boxes = [
        (float(x), float(y) - 10, float(x) + 6.5 * graph_svg.width_of(text), float(y) + 2)
        for x, y, text in texts
    ]
    overlapping = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlapping == []


def test_the_strongest_ties_of_each_kind_are_drawn_and_all_on_demand():
    picture = crowd(7)
    weighty = tuple(
        replace(edge, weight=float(place)) if edge.kind == "shares" else edge
        for place, edge in enumerate(picture.edges)
    )
    picture = replace(picture, edges=weighty)
    few = Pictured.of(picture, most=40)
    assert len(few.drawn) == 40
    assert {edge.kind for edge in few.drawn} == {"shares", "runs"}
    many = Pictured.of(picture, most=200)
    ends = {end for edge in weighty for end in (edge.source, edge.target)}
    assert {end for edge in many.drawn for end in (edge.source, edge.target)} == ends
    assert len(few.data()["edges"]) == 40
    assert Pictured.of(picture, most=len(weighty)).drawn == weighty
    assert Pictured.of(picture).drawn == weighty
