"""Rings of two and three: the same victims, or one mark, where both records are bad."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from abuse import Policy, scan
from abuse.findings import Link
from abuse.linking.identifiers import identifier_links
from abuse.linking.marks import single_marks
from abuse.record.collecting import read_lines
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.structure.against import follows
from abuse.structure.hits import Hits, Pairs, hits_of, meetings_of, oddest
from abuse.structure.links import campaigns
from abuse.structure.rings import bad_records, find_rings, suspect, ties_of
from abuse.structure.victims import same_victims
from tests.abuse.boundaries import under
from tests.abuse.makers import START, Lines, event, honest, line, table


def aimed(filer: str, at: str, start: float = 0.0, step: float = 60.0, bad: bool = True) -> Lines:
    """One complaint against each of some listings, named by a letter, weeks apart."""
    lines = []
    for turn, listing in enumerate(at):
        day = start + turn * step
        ended = event("rejection" if bad else "takedown", day + 2)
        lines.append(
            line(f"{filer}-{listing}", filer, day, ended, listing=listing, store=f"S-{listing}")
        )
    return lines


def hitting(first: str, second: str, start: float = 0.0) -> View:
    return View(table(honest(60) + aimed("one", first) + aimed("two", second, start)))


def linked(view: View, policy: Policy | None = None) -> list[Link]:
    """Links by the same victims, were all claims that were refused unfounded."""
    bad = view.refused & np.isin(np.array(names(view))[view.filer], ["one", "two"])
    suspects = np.zeros(view.n_filers, bool)
    suspects[view.filer[bad]] = True
    return same_victims(view, policy or Policy(), bad, suspects)


def names(view: View) -> list[str]:
    return [str(name) for name in view.table.filers["reference"].to_pylist()]


def test_two_bad_records_that_hit_the_same_goods_are_a_ring() -> None:
    view = hitting("abcdefgh", "abcdefgh", start=9.0)
    (link,) = [k for k in campaigns(view, Policy()) if "limit" in k.numbers]
    assert {names(view)[link.a], names(view)[link.b]} == {"one", "two"}
    assert (link.source, link.numbers["common"], link.numbers["window_days"]) == ("campaign", 8, 30)
    (ring,) = suspect(view, Policy(), find_rings(view, Policy(), ties_of(view, Policy())))
    assert ring.members == (link.a, link.b)


def test_they_need_keep_no_common_time() -> None:
    view = hitting("abcdefgh", "hgfedcba")
    (link,) = linked(view)
    assert (link.numbers["common"], link.numbers["window_days"]) == (8, 0)


def test_victims_of_one_copier_are_no_ring() -> None:
    lines = honest(60) + aimed("one", "abcdefgh", bad=False) + aimed("two", "abcdefgh", bad=False)
    view = View(table(lines))
    assert [k for k in campaigns(view, Policy()) if "limit" in k.numbers] == []
    assert suspect(view, Policy(), find_rings(view, Policy(), ties_of(view, Policy()))) == []


def test_who_goes_for_what_everybody_goes_for_is_not_linked() -> None:
    crowd = [each for n in range(120) for each in aimed(f"crowd-{n}", "abcdefgh", bad=False)]
    lines = honest(60) + aimed("one", "abcdefgh") + aimed("two", "hgfedcba")
    assert linked(View(table(lines)))
    assert linked(View(table(lines + crowd))) == []


@pytest.mark.parametrize(("share", "is_linked"), [(0.49, True), (0.5, True), (0.51, False)])
def test_so_large_a_share_of_either_must_be_common(share: float, is_linked: bool) -> None:
    view = hitting("abcdefgh", "abcdijkl", start=9.0)
    with under(**{"structure.victims._OVERLAP": share}) as policy:
        assert bool(linked(view, policy)) is is_linked


def test_pairs_count_by_their_false_discovery_rate() -> None:
    view = hitting("abcdefgh", "abcdefgh", start=9.0)
    (link,) = linked(view)
    # One pair of two filers, looked at twice.
    at = 2 * link.numbers["p"]
    for by, is_held in ((0.99, False), (1.01, True)):
        with under(**{"structure.victims._FDR": at * by}) as policy:
            assert bool(linked(view, policy)) is is_held


def test_a_link_says_nothing_of_whom_the_other_only_followed() -> None:
    (led,) = linked(hitting("abcdefgh", "abcdefgh", start=9.0))
    (mixed,) = linked(hitting("abcdefgh", "hgfedcba"))
    one, two = sorted((led.a, led.b))
    assert (follows(led, one), follows(led, two)) == (False, True)
    assert follows(mixed, mixed.a)
    assert follows(mixed, mixed.b)
    assert follows(Link(0, 1, "lockstep", 1.0, ()), 0)


def test_who_was_only_followed_gets_no_evidence_of_it() -> None:
    lines = honest(60) + aimed("one", "abcdefgh") + aimed("two", "abcdefgh", start=9.0)
    found = {f.reference: {s.detector for s in f.signals} for f in scan(table(lines)).filers}
    assert not found["one"] & {"campaign", "ring_record"}
    assert found["two"] >= {"campaign", "ring_record"}


def test_of_several_looks_the_oddest_counts() -> None:
    def pairs(p: float, look: int) -> Pairs:
        one = np.array([1])
        return Pairs(np.array([0]), one, one, np.ones(1), np.array([look]), np.array([p]))

    both = oddest([pairs(0.2, 0), pairs(0.1, 1)])
    assert (both.p.tolist(), both.window.tolist()) == ([0.1], [1])
    assert oddest([pairs(0.1, 0), pairs(0.1, 1)]).window.tolist() == [0]


def test_meetings_are_those_within_the_window() -> None:
    day = int((date(START.year, START.month, START.day) - date(1970, 1, 1)) / timedelta(days=1))
    view = View(table(aimed("one", "ab") + aimed("two", "ab", start=9.0, step=70.0)))
    hits = hits_of(view, np.ones(view.n_claims, bool), view.listing)
    assert sorted((hits.day - day).tolist()) == [0, 9, 60, 79]
    assert [len(meetings_of(hits, window, 2).pair) for window in (8, 9, 18, 19)] == [0, 1, 1, 2]
    met = meetings_of(hits, 19, 2)
    assert [column.tolist() for column in met.counted(2)] == [[0], [1], [2]]
    assert met.counted(3)[0].tolist() == []
    assert set(met.places(0, 1).tolist()) == set(hits.place.tolist())
    assert isinstance(hits, Hits)


SHARED = {"device": "dev-1"}


def sharing(bad: bool = True, **more: str) -> Lines:
    """Two filers that share something and file where nobody else does."""
    lines = honest(60)
    for turn, name in enumerate(("one", "two")):
        for n in range(6):
            day = turn + n
            ended = event("rejection" if bad else "takedown", day + 2)
            lines.append(line(f"{name}-{n}", name, day, ended, filer_more=more or SHARED))
    return lines


def marked(bad: bool = True, **more: str) -> View:
    return View(table(sharing(bad, **more)))


def marks(view: View, policy: Policy | None = None) -> list[tuple[str, ...]]:
    policy = policy or Policy()
    return [link.kinds for link in single_marks(view, policy, bad_records(view, policy))]


def test_one_rare_mark_binds_two_bad_records() -> None:
    view = marked()
    assert identifier_links(view, Policy()) == []
    assert marks(view) == [("device:2",)]
    (ring,) = suspect(view, Policy(), find_rings(view, Policy(), ties_of(view, Policy())))
    assert [names(view)[member] for member in ring.members] == ["one", "two"]


def test_one_mark_binds_nobody_whose_record_is_good() -> None:
    assert marks(marked(bad=False)) == []


OFFICE = {"address": {"address": "1 High Street"}, "ip": {"ip": "203.0.113.7"}}


@pytest.mark.parametrize("kind", OFFICE)
def test_an_office_is_no_mark(kind: str) -> None:
    assert marks(marked(True, **OFFICE[kind])) == []


@pytest.mark.parametrize(("weight", "is_tied"), [(4.99, True), (5.0, True), (5.01, False)])
def test_a_mark_must_be_so_rare(weight: float, is_tied: bool) -> None:
    with under(**{"linking.marks.ONE_MARK": weight}) as policy:
        assert bool(marks(marked(), policy)) is is_tied


@pytest.mark.parametrize(("verdict", "is_tied"), [("unsure", True), ("no", False)])
def test_a_person_may_say_that_they_are_two(verdict: str, is_tied: bool) -> None:
    rows = read_lines(sharing())
    keys = dict(zip(rows["filers"]["reference"], rows["filers"]["filer"], strict=True))
    judged = {"a": [keys["one"]], "b": [keys["two"]], "verdict": [verdict]}
    as_of = table(sharing()).as_of
    view = View(ClaimTable.from_rows(**rows, as_of=as_of, judged=judged))
    assert bool(marks(view)) is is_tied
