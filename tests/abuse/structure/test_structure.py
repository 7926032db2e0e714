"""Lockstep and rings, with networkx and brute force as oracles."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

import networkx as nx
import numpy as np
import pytest

from abuse import Policy, scan
from abuse.findings import Link
from abuse.linking.identifiers import identifier_links
from abuse.record.view import View
from abuse.structure.aims import meetings
from abuse.structure.lockstep import lockstep
from abuse.structure.rings import find_rings
from tests.abuse.makers import event, honest, known, line, table
from tests.abuse.planted import PLANTED, read_market

Facts = dict[str, str]


@pytest.mark.parametrize("window", [3, 7])
@pytest.mark.parametrize("seed", range(4))
def test_the_sorted_join_finds_what_brute_force_finds(seed: int, window: int) -> None:
    draw = random.Random(seed)
    lines = [
        line(f"c{i}", f"f{draw.randrange(8)}", draw.uniform(0, 60), store=f"s{draw.randrange(6)}")
        for i in range(150)
    ]
    view = View(table(lines))
    day = view.filed.astype("M8[D]").astype(int)
    bands = {"inside": range(window + 1), "near": range(window + 1, 2 * window + 1)}
    bands["far"] = range(2 * window + 1, 3 * window + 1)
    filer = view.filer.tolist()
    expected = {
        (min(filer[i], filer[j]), max(filer[i], filer[j]), int(view.store[i]), band)
        for i, j in itertools.combinations(range(view.n_claims), 2)
        for band, days in bands.items()
        if view.filer[i] != view.filer[j]
        and view.store[i] == view.store[j]
        and abs(day[i] - day[j]) in days
    }
    met = meetings(view, window)
    pair, count = met.common(1)
    ends = zip(*(side.tolist() for side in met.filers(pair)), strict=True)
    rows = [(*two, s) for two, at in zip(ends, met.stores(pair), strict=True) for s in at.tolist()]
    assert count.sum() == len(rows) == met.total
    assert len(rows) == len(set(rows))
    assert {(*row, "inside") for row in rows} == {row for row in expected if row[3] == "inside"}
    for name, counts in (("near", met.near), ("far", met.far)):
        at = [store for _, _, store, band in expected if band == name]
        assert counts.tolist() == np.bincount(at, minlength=len(view.stores)).tolist()


def test_lockstep_counts_agree_with_a_networkx_projection() -> None:
    view = View(read_market(PLANTED["lockstep"]))
    reach = nx.Graph()
    for filer, store in zip(view.filer.tolist(), view.store.tolist(), strict=True):
        reach.add_edge(("f", filer), ("s", store))
    links = lockstep(view, Policy())
    assert links
    for link in links:
        shared = list(nx.common_neighbors(reach, ("f", link.a), ("f", link.b)))
        assert link.numbers["all_common"] == len(shared) >= link.numbers["common"]


def test_honest_filers_of_one_trade_are_not_accused() -> None:
    draw = random.Random(5)
    lines = []
    for i in range(2500):
        trade = draw.randrange(6)
        filer = f"f{trade}-{draw.randrange(20)}"
        # Stores live two months: those of one trade meet at them without any plan.
        day = draw.uniform(0, 360)
        store = f"s{trade}-{int(day // 60)}-{draw.randrange(12)}"
        lines.append(line(f"c{i}", filer, day, store=store, target_more={"category": f"t{trade}"}))
    view = View(table(lines))
    assert meetings(view, 7).total > 1000
    accused = {f for link in lockstep(view, Policy()) for f in (link.a, link.b)}
    assert len(accused) <= 0.02 * view.n_filers


def test_a_chain_of_single_links_is_no_ring() -> None:
    view = View(table(honest(8, 2)))

    def link(a: int, b: int) -> Link:
        return Link(a, b, "identifiers", 9.0, (), {"against_a": 9.0, "against_b": 9.0})

    chain = [link(0, 1), link(1, 2), link(2, 3)]
    assert find_rings(view, Policy(), chain) == []
    closed = [*chain, link(0, 3), link(3, 4)]
    rings = find_rings(view, Policy(), closed)
    assert [ring.members for ring in rings] == [(0, 1, 2, 3)]
    oracle = nx.k_core(nx.Graph([(k.a, k.b) for k in closed]), 2)
    assert set(rings[0].members) == set(oracle)


def test_the_scan_names_a_ring_and_judges_it_by_its_joint_record() -> None:
    lines = honest(40, 12)
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    for m in range(5):
        for c in range(2):
            events = [event("takedown", c + 1), event("counter_notice", c + 2)]
            events.append(event("reinstatement", c + 9, merit="manifestly_unfounded"))
            lines.append(line(f"R{m}-{c}", f"ring-{m}", c, *events, filer_more=hand))
    report = scan(known(lines, "confirmed"))
    members = [f for f in report.filers if f.reference.startswith("ring-")]
    assert len(members) == 5
    assert len({f.ring for f in members}) == 1
    for filer in members:
        assert filer.ring
        assert {s.detector for s in filer.signals} >= {"ring_record", "shared_hands"}
        assert filer.level == "boycott_review"
        hands_line = next(s for s in filer.signals if s.detector == "shared_hands")
        # Without the shared phone and device nothing binds it to the others' record.
        assert hands_line.score_without < 0.3 < filer.score


def test_links_never_show_an_identifiers_value() -> None:
    text = repr(scan(read_market(PLANTED["shared_hands"])).as_json())
    assert "phone" in text
    assert "13811112222" not in text
    assert "dev-77" not in text


def test_hands_need_two_kinds_and_a_rare_value() -> None:
    def linked(**identity: str) -> bool:
        lines = honest(30, 1)
        for m in range(3):
            lines.append(line(f"x{m}", f"x{m}", m, filer_more=identity))
        return bool(identifier_links(View(table(lines)), Policy()))

    assert linked(phone="+8613811112222", device="d1")
    assert not linked(phone="+8613811112222")
    assert not linked(ip="203.0.113.7", address="1 Tower Road")
    assert not linked(email="legal@firm.example", website="https://firm.example")


def test_strangers_with_one_firms_mailbox_line_and_words_are_its_clients() -> None:
    firm = {"email": "ip@firm.example", "phone": "+442079460000", "address": "1 Inn Lane, London"}
    words = (
        "We act for our client and ask that these copies of its goods be taken down at once, for "
        "they were made without leave and deceive the buyers who trust the mark on the label."
    )

    def linked(**more: str) -> bool:
        right = more.pop("right", None)
        lines = honest(30, 1)
        for m in range(3):
            one = {"number": right} if right else {}
            lines.append(line(f"x{m}", f"x{m}", m, filer_more={**firm, **more}, statement=words,
                              right_more=one))  # fmt: skip
        return bool(identifier_links(View(table(lines)), Policy()))

    assert not linked()
    # What a firm does not lend, or one right among them, is another matter.
    assert linked(device="d1")
    assert linked(payment="p1")
    assert linked(right="TM4711")
    assert linked(email="three.friends@gmail.com")
    assert linked(email="three.friends@naver.com")
    assert linked(email="three.friends@vip.sina.com"), "a provider's second domain"


def test_a_value_held_by_many_links_nobody() -> None:
    lines = honest(5, 1)
    for m in range(60):
        more = {"device": "kiosk", "phone": "+8613811112222"}
        lines.append(line(f"x{m}", f"x{m}", m, filer_more=more))
    assert identifier_links(View(table(lines)), Policy()) == []


@pytest.mark.parametrize(
    "holder",
    [
        {"name": "brand"}, {"name": "The Bränd Co., Ltd."}, {"name": "ＢＲＡＮＤ Inc"},
        {"reference": "H-1", "name": "Brand GmbH"}, {"reference": "Brand"},
    ],
)  # fmt: skip
def test_brand_and_agency_are_explained_however_the_name_is_written(holder: Facts) -> None:
    desk = {"phone": "+8613811112222", "device": "d1"}
    lines = honest(20, 2)
    lines.append(line("b", "Brand", 1, filer_more=desk))
    agent = {**desk, "kind": "agent"}
    lines.append(line("a", "agency", 2, filer_more=agent, rights_holder=holder))
    assert identifier_links(View(table(lines)), Policy()) == []
    lines[-1]["rights_holder"] = {**holder, "reference": "H-2", "name": "another"}
    assert len(identifier_links(View(table(lines)), Policy())) == 1


def test_as_of_days_do_not_change_old_meetings() -> None:
    lines = PLANTED["lockstep"]()
    read = table(lines)
    whole = meetings(View(read), 7)
    early = table([x for x in lines if x["filed_at"] < (read.as_of - timedelta(90)).isoformat()])
    assert meetings(View(early), 7).total <= whole.total
    a, b = whole.filers(whole.common(1)[0])
    assert np.all(a < b)
