"""The results of a backtest as values and as JSON; nothing is counted or told to people here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from abuse.backtest.hindsight import Split, Stopped
from abuse.backtest.months import Month
from abuse.explain.report import pseudonym


@dataclass(frozen=True)
class WarnedCase:
    """One filer that would have been warned, and what followed.

    `fate` is of a boycotted filer: ``wronged`` (at the record's end no level, or nothing filed
    after the boycott's start ended badly), ``borne_out`` (something did), ``unknown`` (no outcome
    is known); of a filer only warned: ``wronged`` (no level at the end) or ``unknown``. `days` are
    those under boycott within the replay; `waiting_days` what its well-founded claims waited, from
    filing to the boycott's or the replay's end.
    `innocent` is None without a truth file. `reviewed_in` is the first month at *boycott review*,
    None also where an earlier version stored the case.
    """

    key: int
    reference: str
    source: str
    name: str
    kind: str
    country: str
    size: str
    warned: Month
    boycotted_in: Month | None
    ends_at: datetime | None
    level_at_end: str
    fate: str
    days: float
    waiting_days: float
    stopped: Stopped
    innocent: bool | None
    reviewed_in: Month | None = None


@dataclass(frozen=True)
class Exact:
    """What a truth file adds: of true abusers and innocents, those warned and boycotted."""

    abusers: int
    abusers_warned: int
    abusers_boycotted: int
    innocents: int
    innocents_warned: int
    innocents_boycotted: int
    innocent_days: float


@dataclass(frozen=True)
class Sums:
    """What a group of filers would have met with. Listings and complaints count once a group.

    `stopped` counts what goes unread alone: nothing else can be spared or wronged. `treated` counts
    all claims that the boycotted filed meanwhile by what would have become of them; None where
    nobody said how their laws are treated, and where an earlier version stored the group.
    """

    name: str
    filers: int
    warned: int
    warned_wrongly: int
    boycotted: int
    borne_out: int
    wronged: int
    unknown: int
    wronged_days: float
    longest_wronged_days: float
    waiting_days: float
    stopped: Stopped
    exact: Exact | None
    treated: Mapping[str, int] | None = None


@dataclass(frozen=True)
class MonthRow:
    """New warnings and boycotts at a month's end, boycotts then in force, claims that they stopped
    and, as in `Sums`, how all that was filed under them is treated."""

    month: Month
    complaints: int
    warned: int
    boycotted: int
    in_force: int
    stopped: Stopped
    treated: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Replay:
    """One policy over the months. Cases come with the earliest boycott first, then warnings."""

    name: str
    policy: str
    warning_days: int
    term_days: int
    months: Sequence[MonthRow]
    total: Sums
    by_size: Sequence[Sums]
    by_kind: Sequence[Sums]
    by_country: Sequence[Sums]
    cases: Sequence[WarnedCase]


@dataclass(frozen=True)
class Backtest:
    """One replay or two over the same months, with the facts of the record."""

    first: Month
    last: Month
    known_until: datetime
    filers: int
    complaints: int
    claims: int
    data: str
    replays: Sequence[Replay]

    def as_json(self, mask: bool = False) -> dict[str, Any]:
        """Plain values; with ``mask`` stable pseudonyms instead of names and references."""
        run = {
            "from": str(self.first),
            "to": str(self.last),
            "known_until": _moment(self.known_until),
            "filers": self.filers,
            "complaints": self.complaints,
            "claims": self.claims,
            "data": self.data,
        }
        return {"run": run, "replays": [_replay(replay, mask) for replay in self.replays]}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Backtest:
        """Read what `as_json` wrote; the filers of a replay may be cut off."""
        run = document["run"]
        return cls(
            first=Month.of(run["from"]),
            last=Month.of(run["to"]),
            known_until=datetime.fromisoformat(run["known_until"]),
            filers=run["filers"],
            complaints=run["complaints"],
            claims=run["claims"],
            data=run["data"],
            replays=[_replay_of(each) for each in document["replays"]],
        )


def _replay(replay: Replay, mask: bool) -> dict[str, Any]:
    return {
        "name": replay.name,
        "policy": replay.policy,
        "warning_days": replay.warning_days,
        "term_days": replay.term_days,
        "total": asdict(replay.total),
        "months": [asdict(row) | {"month": str(row.month)} for row in replay.months],
        "by_size": [asdict(sums) for sums in replay.by_size],
        "by_kind": [asdict(sums) for sums in replay.by_kind],
        "by_country": [asdict(sums) for sums in replay.by_country],
        "filers": [_case(case, mask) for case in replay.cases],
    }


def _case(case: WarnedCase, mask: bool) -> dict[str, Any]:
    shown = asdict(case)
    del shown["key"]
    shown["warned"] = str(case.warned)
    for name in ("boycotted_in", "reviewed_in"):
        shown[name] = str(shown[name]) if shown[name] else None
    shown["ends_at"] = _moment(case.ends_at) if case.ends_at else None
    if mask:
        shown["reference"] = shown["name"] = pseudonym("filer", case.reference)
    return shown


def _moment(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _replay_of(stored: Mapping[str, Any]) -> Replay:
    return Replay(
        name=stored["name"],
        policy=stored["policy"],
        warning_days=stored["warning_days"],
        term_days=stored["term_days"],
        months=[
            MonthRow(**row | {"month": Month.of(row["month"]), "stopped": _stopped(row["stopped"])})
            for row in stored["months"]
        ],
        total=_sums(stored["total"]),
        by_size=[_sums(each) for each in stored["by_size"]],
        by_kind=[_sums(each) for each in stored["by_kind"]],
        by_country=[_sums(each) for each in stored["by_country"]],
        cases=[_case_of(place, each) for place, each in enumerate(stored["filers"])],
    )


def _sums(stored: Mapping[str, Any]) -> Sums:
    exact = None if stored["exact"] is None else Exact(**stored["exact"])
    return Sums(**{**stored, "stopped": _stopped(stored["stopped"]), "exact": exact})


def _case_of(place: int, stored: Mapping[str, Any]) -> WarnedCase:
    """Return a case; its key, which a document leaves out, is its place."""
    boycotted, ends = stored["boycotted_in"], stored["ends_at"]
    reviewed = stored.get("reviewed_in")
    return WarnedCase(
        **{
            **stored,
            "key": place,
            "warned": Month.of(stored["warned"]),
            "boycotted_in": Month.of(boycotted) if boycotted else None,
            "ends_at": datetime.fromisoformat(ends) if ends else None,
            "reviewed_in": Month.of(reviewed) if reviewed else None,
            "stopped": _stopped(stored["stopped"]),
        }
    )


def _stopped(stored: Mapping[str, Any]) -> Stopped:
    return Stopped(Split(**stored["complaints"]), Split(**stored["claims"]), stored["listings"])
