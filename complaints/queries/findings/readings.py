"""Flags that the newest scan no longer supports: both readings, and who stands by a case on one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from abuse import words
from abuse.words import Catalogue
from abuse.words.findings import DETECTORS
from complaints.models import Boycott, Filer, Flag, FlagReading, ScanRun, StandBy
from complaints.queries.cases import flag_words
from complaints.queries.cases.flags import FlagOfFiler
from complaints.rules.cases.boycotts import UNFINISHED
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scan says of a flag that it no longer supports, beside the flag's level then.

    `stood_by` are the reasons recorded for one case on it, the oldest first.
    """

    row: FlagReading
    scanned_at: datetime
    level_then: str
    stood_by: tuple[StandBy, ...] = ()

    @property
    def sentence(self) -> Message:
        """That the flag is no longer supported, since which scan, and the levels now and then."""
        return _(
            "The scan of %(day)s no longer supports this flag: %(now)s now, %(then)s then.",
            day=self.scanned_at.date(),
            now=label("level", self.row.level),
            then=label("level", self.level_then),
        )

    def is_stood_by(self, person_id: int | None) -> bool:
        """Say whether this person recorded why the case goes on all the same."""
        return any(each.person_id == person_id for each in self.stood_by)


@dataclass(frozen=True, slots=True)
class Side:
    """One detector's finding in both readings, in one language; empty where it found nothing."""

    detector: str
    name: str
    then: str
    now: str


def of_flags(session: Session, flag_ids: Collection[int]) -> dict[int, Reading]:
    """Return the readings of those of these flags that the newest scan no longer supports."""
    rows = session.execute(
        select(FlagReading, ScanRun.finished_at, Flag.level)
        .join(ScanRun, ScanRun.id == FlagReading.scan_run_id)
        .join(Flag, Flag.id == FlagReading.flag_id)
        .where(FlagReading.flag_id.in_(flag_ids))
    ).tuples()
    return {row.flag_id: Reading(row, scanned_at, level) for row, scanned_at, level in rows}


def of_boycotts(session: Session, boycotts: Sequence[Boycott]) -> dict[int, Reading]:
    """Return by case the reading of its flag, with the reasons recorded for the case.

    Cases that are over have none.
    """
    under_way = [row for row in boycotts if row.state in UNFINISHED]
    readings = of_flags(session, {row.flag_id for row in under_way})
    reasons = session.scalars(
        select(StandBy)
        .where(StandBy.boycott_id.in_([row.id for row in under_way]))
        .order_by(StandBy.id)
    ).all()
    by_case = {}
    for row in under_way:
        reading = readings.get(row.flag_id)
        if reading is not None:
            stood_by = tuple(
                each
                for each in reasons
                if each.boycott_id == row.id and each.findings == reading.row.findings
            )
            by_case[row.id] = Reading(reading.row, reading.scanned_at, reading.level_then, stood_by)
    return by_case


def unsupported_cases(session: Session, limit: int) -> Sequence[tuple[Boycott, str]]:
    """Return cases, with their filers' names, that rest on a flag no longer supported and by which
    no supervisor stands."""
    stood_by = exists().where(
        StandBy.boycott_id == Boycott.id,
        StandBy.findings == FlagReading.findings,
        StandBy.supervisor,
    )
    statement = (
        select(Boycott, Filer.name)
        .join(FlagReading, FlagReading.flag_id == Boycott.flag_id)
        .join(Filer, Filer.id == Boycott.filer_id)
        .where(Boycott.state.in_(UNFINISHED), ~stood_by)
    )
    return session.execute(statement.order_by(Boycott.id).limit(limit)).tuples().all()


def sides(flagged: FlagOfFiler, reading: Reading, language: Catalogue) -> list[Side]:
    """Return both readings beside each other by detector: as flagged first, then what is new."""
    then = flag_words.text_of(flagged, language).findings
    now: Mapping[str, str] = {
        each["detector"]: language.say(words.finding(each["detector"], each["numbers"]))
        for each in reading.row.signals
    }
    return [
        Side(name, language.say(DETECTORS[name]), then.get(name, ""), now.get(name, ""))
        for name in {**then, **now}
    ]
