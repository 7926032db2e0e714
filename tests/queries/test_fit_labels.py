"""What people said of filers, as labels: flags, samples by inverse probability, and grades."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from abuse.fitting.labels import Label
from complaints.models import (
    AccessGrant,
    Appeal,
    Boycott,
    Event,
    Filer,
    Flag,
    Sample,
    SampledFiler,
)
from complaints.queries.findings import fit_labels
from complaints.rules.kinds import GrantKind
from complaints.storage.db import Database
from tests.abuse.makers import START, event, line
from tests.jobs.records import put
from tests.services.cases.market import Market

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
NOW = START + 200 * DAY


def find(database: Database, **asked: datetime) -> dict[str, Label]:
    with database.reading() as session:
        found = fit_labels.find_fit_labels(
            session, least_graded=3, least_manifest=2, **{"until": NOW, **asked}
        )
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
        row.closed_by = reviewer.id if row.closed_at else None


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


@pytest.mark.both_databases
def test_a_filer_drawn_for_doubt_stands_for_what_its_chance_says(database: Database) -> None:
    sample(
        database, "2026-05", 100, NOW - DAY, one="clean", two="clean", far="clean", near="abusive",
        other=None,
    )  # fmt: skip
    with database.transaction() as session:
        ids = dict(session.execute(select(Filer.reference, Filer.id)).tuples().all())
        session.execute(update(Sample).values(size=2))
        chances = {"two": 0.5, "far": 0.04, "near": 0.8, "other": 0.8}
        for reference, chance in chances.items():
            session.execute(
                update(SampledFiler)
                .where(SampledFiler.filer_id == ids[reference])
                .values(chance=chance, by_doubt=reference != "two")
            )
    found = find(database)
    # Of those drawn at random both are judged, of the three for doubt two. Of one that an older
    # version drew no chance is kept: two of a hundred.
    assert {name: label.weight for name, label in found.items()} == pytest.approx(
        {"one": 50.0, "two": 2.0, "far": 1.5 / 0.04, "near": 1.5 / 0.8}
    )


def _graded(reference: str, *merits: str, day: float = 50.0) -> list[dict[str, Any]]:
    return [
        line(f"{reference}-{n}", reference, 10, event("rejection", day + n, merit=merit))
        for n, merit in enumerate(merits)
    ]


@pytest.mark.parametrize(
    ("merits", "abuse"),
    [
        (["founded"] * 2, None),
        (["founded"] * 3, False),
        (["founded"] * 4, False),
        (["founded", "founded", "unfounded"], False),
        (["founded", "founded", "founded", "manifestly_unfounded"], None),
        (["manifestly_unfounded"], None),
        (["manifestly_unfounded"] * 2, True),
        (["manifestly_unfounded"] * 2 + ["founded"] * 2, True),
        (["manifestly_unfounded"] * 2 + ["founded"] * 3, None),
    ],
)
def test_a_filer_never_flagged_is_a_label_by_its_grades(
    database: Database, merits: list[str], abuse: bool | None
) -> None:
    put(database, _graded("acme", *merits), NOW)
    found = find(database)
    assert list(found) == ["acme"] * (abuse is not None)
    if abuse is not None:
        label = found["acme"]
        assert (label.abuse, label.weight, label.graded) == (abuse, 1.0, True)
        assert found["acme"].at == START + (50 + len(merits) - 1) * DAY


def _appealed(database: Database, reference: str, state: str, at: datetime) -> None:
    """Have a third person decide an appeal against a filer's boycott."""
    with database.transaction() as session:
        market = Market(session, NOW)
        judge = market.staff(f"j-{reference}")
        filer = session.scalars(select(Filer).where(Filer.reference == reference)).one()
        confirmed = session.scalars(select(Flag).where(Flag.filer_id == filer.id)).one()
        boycott = Boycott(
            filer_id=filer.id, flag_id=confirmed.id, proposal="p", state="proposed", reasons="bulk",
            gravity="grave", intention="plain", manifestly_unfounded=3, graded_otherwise=0,
            ungraded=0, window_from=at - DAY, window_to=at, proposed_by=judge.id, proposed_at=at,
        )  # fmt: skip
        session.add(boycott)
        session.flush()
        session.add(
            Appeal(
                boycott_id=boycott.id, side="filer", state=state, grounds="We were right.",
                filed_at=at - DAY, decided_at=at, decided_by=judge.id,
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "decided", "said"),
    [
        ("upheld", NOW - DAY, (True, NOW - DAY)),
        ("overturned", NOW - DAY, None),
        ("overturned", NOW - 5 * DAY, None),
        # What was confirmed after the appeal stands.
        ("overturned", NOW - 5 * DAY - INSTANT, (True, NOW - 5 * DAY)),
        ("filed", NOW - DAY, (True, NOW - 5 * DAY)),
    ],
)
def test_an_appeal_confirms_or_takes_a_confirmation_back(
    database: Database, state: str, decided: datetime, said: tuple[bool, datetime] | None
) -> None:
    flag(database, "acme", "confirmed", NOW - 5 * DAY)
    _appealed(database, "acme", state, decided)
    found = find(database)
    assert [(label.abuse, label.at) for label in found.values()] == ([said] if said else [])


def test_a_label_names_its_hand_and_persons_who_count_as_one_are_one(database: Database) -> None:
    flag(database, "one", "confirmed", NOW - DAY)
    flag(database, "two", "dismissed", NOW - 2 * DAY)
    sample(database, "2026-05", 30, NOW - 40 * DAY, three="clean")
    found = find(database)
    assert len({label.by for label in found.values()}) == 3
    with database.transaction() as session:
        session.add(
            AccessGrant(
                kind=GrantKind.ADMITTED, person_id=found["one"].by, granted_by=found["two"].by,
                granted_at=NOW,
            )
        )  # fmt: skip
    tied = find(database)
    assert tied["one"].by == tied["two"].by != tied["three"].by


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
def test_labels_lie_within_since_and_until(database, since, until, is_label) -> None:
    given = START + 52 * DAY
    flag(database, "bad", "confirmed", given)
    sample(database, "2026-02", 10, given, drawn="clean")
    put(database, _graded("acme", *["founded"] * 3), NOW)
    found = find(database, since=given + since, until=given + until)
    assert set(found) == ({"bad", "drawn", "acme"} if is_label else set())


@pytest.mark.both_databases
@pytest.mark.parametrize("tied", [False, True])
def test_grades_by_logins_of_one_person_are_of_its_hand(database: Database, tied: bool) -> None:
    put(database, _graded("acme", *["founded"] * 3), NOW)
    with database.transaction() as session:
        market = Market(session, NOW)
        logins = [market.staff(name).id for name in ("first", "second", "stranger")]
        events = session.scalars(select(Event).where(Event.merit.is_not(None))).all()
        for spot, graded in enumerate(events):
            graded.person_id = logins[spot % 2]
        # An admitted login is one with whoever admitted it.
        if tied:
            session.add(
                AccessGrant(
                    kind=GrantKind.ADMITTED, person_id=logins[1], granted_by=logins[0],
                    granted_at=NOW,
                )
            )  # fmt: skip
    assert find(database)["acme"].by == (max(logins[:2]) if tied else None)
    with database.transaction() as session:
        session.execute(update(Event).where(Event.id == events[0].id).values(person_id=logins[2]))
    # Of several hands it is nobody's alone.
    assert find(database)["acme"].by is None
