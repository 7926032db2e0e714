"""How a filer stands: the scan's figures, the same for staff and for the filer itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from abuse.explain.standing import standings
from abuse.record.view import View
from complaints.base.errors import Refusal
from complaints.jobs import scanning
from complaints.models import Filer
from complaints.queries.findings import standing
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.rules.findings import standing as rules
from complaints.rules.findings.standing import PeerPlace
from complaints.rules.policy.policies import Policies
from tests.abuse.makers import START, event, honest, line, table
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.scenes.working import working

LATER = START + timedelta(days=400)
ANN = actors.person(1, PersonRole.REVIEWER)


def bad(filer: str = "bad") -> list[dict[str, Any]]:
    """Twenty claims refused, four withdrawn after an answer, and one that waits."""
    refused = [
        line(f"{filer}-{n}", filer, n, event("rejection", n + 1, merit="manifestly_unfounded"))
        for n in range(20)
    ]
    dropped = [
        line(f"{filer}-d{n}", filer, 30 + n, event("takedown", 31 + n),
             event("counter_notice", 32 + n), event("withdrawal", 33 + n))
        for n in range(4)
    ]  # fmt: skip
    return [*refused, *dropped, line(f"{filer}-w", filer, 40)]


@pytest.fixture
def scanned(database):
    def build():
        put(database, [*honest(), *bad()], LATER)
        scan(database)

    staged(database, "standing", build)
    return database


def scan(database):
    done = scanning.sweep(database, Policies(), now=LATER)
    with database.transaction() as session:
        done.record(working(session, now=LATER))


def id_of(session, reference):
    return session.query(Filer).filter_by(reference=reference).one().id


def test_the_filer_reads_the_same_figures_as_staff(scanned):
    with scanned.reading() as session:
        filer_id = id_of(session, "bad")
        seen = standing.standing_of_filer(working(session, ANN), filer_id)
        own = standing.standing_of_filer(working(session, actors.filer(filer_id)), filer_id)
        assert own.overall == seen.overall.without_verdict()
        assert [each.unfounded.place for each in (own.overall, *own.by_kind, *own.by_basis)] == (
            [None] * 3
        )
        assert (own.since, own.as_of) == (seen.since, seen.as_of)
        figures = seen.overall.figures
        assert (figures.claims, figures.closed, figures.decided, figures.unfounded) == (
            25, 24, 20, 20,
        )  # fmt: skip
        assert (figures.manifest, figures.withdrawn) == (20, 4)
        assert (figures.answered, figures.dropped) == (4, 4)
        assert seen.overall.unfounded.place is PeerPlace.FAR_ABOVE
        assert seen.overall.unfounded.share == 1.0
        assert seen.overall.unfounded.peer_high < 0.6
        assert [each.right_kind for each in seen.by_kind] == ["trademark"]
        assert [each.basis for each in seen.by_basis] == ["counterfeit"]
        assert seen.overall.peers == 31
        with pytest.raises(Refusal):
            standing.standing_of_filer(working(session, actors.filer(filer_id + 1)), filer_id)


def test_an_honest_filer_lies_within_its_peers_range(scanned):
    with scanned.reading() as session:
        places = {
            standing.standing_of_filer(
                working(session, ANN), id_of(session, f"honest-{n}")
            ).overall.unfounded.place
            for n in range(30)
        }
    assert places <= {PeerPlace.WITHIN, PeerPlace.BELOW, PeerPlace.ABOVE}


def test_what_happened_since_the_scan_is_told_beside_it(scanned):
    put(scanned, [line("late", "bad", 390, event("rejection", 391))], LATER)
    with scanned.reading() as session:
        seen = standing.standing_of_filer(working(session, ANN), id_of(session, "bad"))
        assert seen.overall.figures.claims == 25
        assert (seen.since.filed, seen.since.closed) == (1, {"rejected": 1})
    scan(scanned)
    with scanned.reading() as session:
        seen = standing.standing_of_filer(working(session, ANN), id_of(session, "bad"))
        assert seen.overall.figures.claims == 26
        assert (seen.since.filed, seen.since.closed) == (0, {})


@pytest.mark.both_databases
def test_the_funnel_holds_every_filer_and_its_limits_narrow(scanned):
    with scanned.reading() as session:
        filer_id = id_of(session, "bad")
        found = standing.funnel(working(session, ANN), filer_id, "trademark")
        assert [sum(column) for column in zip(*found.points, strict=True)][2] == 31
        assert found.mine == (20.0, 1.0)
        highs = [limit.high for limit in found.limits]
        assert highs[-1] < 0.6 * highs[0]
        assert all(b < a + 0.02 for a, b in pairwise(highs))
        assert all(limit.far_high >= limit.high for limit in found.limits)
        assert standing.funnel(working(session, ANN), filer_id, "patent") is None


def test_before_any_scan_there_are_no_figures(database):
    put(database, bad(), LATER)
    with database.reading() as session:
        seen = standing.standing_of_filer(working(session, ANN), id_of(session, "bad"))
        assert (seen.as_of, seen.overall, seen.since.filed) == (None, None, 25)


def test_targets_refused_without_a_name_are_counted():
    view = View(table([*honest(), line("x", "x", 1, event("rejection", 2))]))
    references = view.table.filers["reference"].to_pylist()
    keys = view.table.filers["key"].to_pylist()
    view.complaint_unlisted = np.where(view.complaint_filer == references.index("x"), 3, 0)
    rows = standings(view).rows.to_pylist()
    (mine,) = [row for row in rows if row["filer"] == keys[references.index("x")]]
    assert (mine["claims"], mine["decided"], mine["unfounded"]) == (4, 4, 4)


def test_limits_are_the_quantiles_of_the_scan_null():
    from scipy import stats

    for n, mean, rho in ((1, 0.1, 0.1), (12, 0.2, 0.05), (200, 0.08, 0.2), (900, 0.5, 0.04)):
        weight = (1 - rho) / rho
        law = stats.betabinom(n, mean * weight, (1 - mean) * weight)
        low, high = rules.limits(n, mean, rho, rules.USUAL)
        assert low * n <= law.ppf(0.025) <= low * n + 1
        assert high * n <= law.ppf(0.975) <= high * n + 1


def test_a_share_without_claims_says_nothing():
    assert rules.compare_share(0, 0, 0, 0.1).share is None
    assert rules.compare_share(2, 2, 0.2, 0.1).place is PeerPlace.TOO_FEW
    low, high = rules.interval(0.5, 10)
    assert low == pytest.approx(0.2366, abs=1e-3)
    assert high == pytest.approx(0.7634, abs=1e-3)
