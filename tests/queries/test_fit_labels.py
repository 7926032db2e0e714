"""What people said of filers, as labels: flags, samples by inverse probability, and grades."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from abuse.fitting.labels import Label
from complaints.models import Filer, Sample, SampledFiler
from complaints.queries.findings import fit_labels
from complaints.storage.db import Database
from tests.abuse.makers import START, event, line
from tests.jobs.records import put
from tests.services.cases.market import Market

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
NOW = START + 200 * DAY


def find(database: Database, **asked: datetime) -> dict[str, Label]:
    with database.reading() as session:
        found = fit_labels.find_fit_labels(session, least_graded=3, **{"until": NOW, **asked})
        names = dict(session.execute(select(Filer.id, Filer.reference)).tuples().all())
    assert len({label.filer for label in found}) == len(found)
    return {names[label.filer]: label for label in found}


def flag(database: Database, reference: str, state: str, at: datetime) -> None:
    """Flag a filer, which is added where it is not there."""
    with database.transaction() as session:
        market = Market(session, NOW)
        known = session.scalar(select(Filer).where(Filer.reference == reference))
        reviewer = market.staff(f"r-{reference}-{at:%j}-{state.replace('_', '-')}")
        row = market.confirmed_flag(known or market.filer(reference), reviewer)
        row.state, row.closed_at = state, at if state in ("confirmed", "dismissed") else None


def sample(
    database: Database, month: str, population: int, at: datetime, **verdicts: str | None
) -> None:
    """Draw filers in a month and give verdicts on them, None where it is still to be given."""
    with database.transaction() as session:
        market = Market(session, NOW)
        reviewer = market.staff(f"s-{month}")
        row = Sample(
            month=month, seed=1, population=population, size=len(verdicts), min_claims=1,
            window=30, drawn_at=at,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for place, (reference, verdict) in enumerate(verdicts.items(), 1):
            known = session.scalar(select(Filer).where(Filer.reference == reference))
            said = {"why": "read", "person_id": reviewer.id, "judged_at": at} if verdict else {}
            drawn = SampledFiler(
                sample_id=row.id, filer_id=(known or market.filer(reference)).id, position=place,
                verdict=verdict, **said,
            )  # fmt: skip
            session.add(drawn)


def test_a_decided_flag_is_a_label_and_an_undecided_is_none(database: Database) -> None:
    flag(database, "bad", "confirmed", NOW - DAY)
    flag(database, "good", "dismissed", NOW - 2 * DAY)
    flag(database, "waiting", "open", NOW)
    flag(database, "read", "under_review", NOW)
    found = find(database)
    assert {name: (label.abuse, label.at, label.weight) for name, label in found.items()} == {
        "bad": (True, NOW - DAY, 1.0),
        "good": (False, NOW - 2 * DAY, 1.0),
    }


@pytest.mark.both_databases
def test_the_newest_of_flags_and_samples_counts(database: Database) -> None:
    flag(database, "mended", "confirmed", NOW - 9 * DAY)
    flag(database, "mended", "dismissed", NOW - 8 * DAY)
    flag(database, "cleared", "confirmed", NOW - 9 * DAY)
    sample(database, "2026-06", 10, NOW - 5 * DAY, cleared="clean", caught="clean")
    flag(database, "caught", "confirmed", NOW - DAY)
    found = find(database)
    assert {name: label.abuse for name, label in found.items()} == {
        "mended": False,
        "cleared": False,
        "caught": True,
    }
    assert (found["cleared"].weight, found["caught"].weight) == (5.0, 1.0)


def test_a_sampled_filer_stands_for_those_who_could_be_drawn(database: Database) -> None:
    sample(
        database, "2026-05", 300, NOW - 40 * DAY, one="clean", two="abusive", three="unsure",
        four=None,
    )  # fmt: skip
    sample(database, "2026-06", 500, NOW - 10 * DAY, five="clean", one="abusive", six="clean")
    found = find(database)
    # Two judged of 300, three of 500, and each month is one look of two.
    weights = {name: label.weight for name, label in found.items()}
    month, other = 300 / 2 / 2, 500 / 3 / 2
    assert weights == pytest.approx(
        {"two": month, "five": other, "six": other, "one": month + other}
    )
    assert {name for name, label in found.items() if label.abuse} == {"one", "two"}


def _graded(reference: str, *merits: str, day: float = 50.0) -> list[dict[str, Any]]:
    return [
        line(f"{reference}-{n}", reference, 10, event("rejection", day + n, merit=merit))
        for n, merit in enumerate(merits)
    ]


@pytest.mark.parametrize(
    ("merits", "is_label"),
    [
        (["founded"] * 2, False),
        (["founded"] * 3, True),
        (["founded"] * 4, True),
        (["founded", "founded", "unfounded"], True),
        (["founded", "founded", "founded", "manifestly_unfounded"], False),
    ],
)
def test_a_filer_never_flagged_and_graded_clean_is_a_label(
    database: Database, merits: list[str], is_label: bool
) -> None:
    put(database, _graded("acme", *merits), NOW)
    found = find(database)
    assert list(found) == ["acme"] * is_label
    if is_label:
        assert (found["acme"].abuse, found["acme"].weight) == (False, 1.0)
        assert found["acme"].at == START + (50 + len(merits) - 1) * DAY


@pytest.mark.parametrize("state", ["open", "confirmed"])
def test_grades_of_a_flagged_filer_say_nothing(database: Database, state: str) -> None:
    put(database, _graded("acme", *["founded"] * 3), NOW)
    flag(database, "acme", state, NOW - DAY)
    assert [label.abuse for label in find(database).values()] == [True] * (state == "confirmed")


@pytest.mark.parametrize(
    ("since", "until", "is_label"),
    [
        (-INSTANT, INSTANT, True),
        (-INSTANT, timedelta(0), True),
        (-INSTANT, -INSTANT, False),
        (timedelta(0), INSTANT, False),
    ],
)
@pytest.mark.both_databases
def test_labels_lie_within_since_and_until(database, since, until, is_label) -> None:
    given = START + 52 * DAY
    flag(database, "bad", "confirmed", given)
    sample(database, "2026-02", 10, given, drawn="clean")
    put(database, _graded("acme", *["founded"] * 3), NOW)
    found = find(database, since=given + since, until=given + until)
    assert set(found) == ({"bad", "drawn", "acme"} if is_label else set())
