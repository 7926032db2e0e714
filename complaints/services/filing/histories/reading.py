"""Reads one interchange line into what is stored of it, or says why it cannot be stored. Pure.

The shape was checked before (schemas.interchange). Here are the rules that a schema cannot state:
times in order and not in the future, addresses that name listings, events about targets, sizes
that the database can hold.

The counts of an imported batch of histories.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta

from abuse.identity.origins import PROVEN, Origin, believed
from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.models.claims import GRADED
from complaints.rules.filing.listing_urls import UrlProblem
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import EventKind
from complaints.services.registry import Aim, aim_at, event_digest
from complaints.services.registry.keys import Facts
from complaints.words import message as _
from complaints.words.labels import label

# Days are often known where hours are not: an event may seem up to a day older than its complaint.
SLACK = timedelta(days=1)
LONGEST_NAME = 500
# What the database can hold, or no goods cost.
LARGEST = {
    "price": (1e11, _("is larger than any price")),
    "sales_30d": (2_147_483_647, _("is larger than any count")),
}
_NAMES = ("marketplace", "listing_id", "store_id", "store_name", "operator", "category")


class LineError(Exception):
    """A line that cannot be stored, and why."""

    def __init__(self, wrong: list[FieldError]) -> None:
        super().__init__("; ".join(f"{one.pointer}: {one.message}" for one in wrong))
        self.fields = tuple(wrong)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a line. `listing_ids` None means all targets."""

    at: datetime
    facts: Facts
    listing_ids: frozenset[str] | None
    digest: str


@dataclass(frozen=True, slots=True)
class History:
    """A line, ready to be stored. `merged` targets named a listing that another one names.
    `origins` are what is believed of how the line says that its filer's marks are known, by kind;
    of `unbelieved` marks it says that they are proven, and nobody vouches for it."""

    source: str
    reference: str
    filed_at: datetime
    facts: Facts
    targets: tuple[Aim, ...]
    happenings: tuple[Happening, ...]
    merged: int
    unlisted_rejected: int
    origins: Mapping[str, Origin] = field(default_factory=dict)
    unbelieved: int = 0

    @property
    def believed(self) -> int:
        """How many marks count as proven by the line's word."""
        return sum(origin in PROVEN for origin in self.origins.values())

    @property
    def key(self) -> tuple[str, str]:
        return (self.source, self.reference)


def read_history(
    line: Facts,
    *,
    source: str,
    now: datetime,
    unlisted_rejected: int = 0,
    vouched: Collection[str] = (),
) -> History:
    """Return a line (of the contract's shape) as a history; its own `source` goes before `source`.

    `vouched` are the sources of which the operator says that what they call proven is.

    Raises LineError with everything that is wrong.
    """
    wrong: list[FieldError] = []
    filed_at = _moment(line["filed_at"], "/filed_at", wrong)
    if filed_at > now:
        wrong.append(FieldError("/filed_at", Code.IN_THE_FUTURE, _("lies in the future")))
    wrong += _wrong_sizes(line)
    targets, merged = _targets(line, wrong)
    happenings = _happenings(line, targets, filed_at, now, wrong)
    if wrong:
        raise LineError(wrong)
    whence = line.get("source") or source
    said = line["filer"].get("origins") or {}
    origins = believed(said, vouched=whence in vouched)
    return History(
        source=whence,
        reference=line["reference"],
        filed_at=filed_at,
        facts=line,
        targets=targets,
        happenings=happenings,
        merged=merged,
        unlisted_rejected=unlisted_rejected,
        origins=origins,
        unbelieved=len(said) - len(origins),
    )


def _moment(text: str, pointer: str, wrong: list[FieldError]) -> datetime:
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        wrong.append(
            FieldError(
                pointer, Code.WRONG_FORMAT, _("is not a time that can be"), {"format": "date-time"}
            )
        )
        return datetime.min.replace(tzinfo=UTC)


def _wrong_sizes(line: Facts) -> list[FieldError]:
    wrong = []
    authorization = line.get("authorization") or {}
    start, end = authorization.get("valid_from"), authorization.get("valid_to")
    if start and end and date.fromisoformat(start) > date.fromisoformat(end):
        wrong.append(
            FieldError(
                "/authorization/valid_to",
                Code.OUT_OF_ORDER,
                _("lies before valid_from"),
                {"earliest": start},
            )
        )
    for index, target in enumerate(line["targets"]):
        wrong += [
            FieldError(
                f"/targets/{index}/{name}",
                Code.TOO_LONG,
                _("must have at most %(most)s characters", most=LONGEST_NAME),
                {"max": LONGEST_NAME},
            )
            for name in _NAMES
            if len(target.get(name) or "") > LONGEST_NAME
        ]
        wrong += [
            FieldError(
                f"/targets/{index}/{name}", Code.OUT_OF_RANGE, too_large, {"min": 0, "max": largest}
            )
            for name, (largest, too_large) in LARGEST.items()
            if name in target and target[name] > largest
        ]
    return wrong


def _targets(line: Facts, wrong: list[FieldError]) -> tuple[tuple[Aim, ...], int]:
    kept: dict[tuple[str, str], Aim] = {}
    for index, facts in enumerate(line["targets"]):
        try:
            aim = aim_at(Target.of(facts), index)
        except UrlProblem as problem:
            wrong.append(problem.at(f"/targets/{index}/url"))
            continue
        kept.setdefault(aim.key, aim)
    return tuple(kept.values()), len(line["targets"]) - len(kept)


def _happenings(
    line: Facts,
    targets: tuple[Aim, ...],
    filed_at: datetime,
    now: datetime,
    wrong: list[FieldError],
) -> tuple[Happening, ...]:
    events = line.get("events") or ()
    names = _names(targets) if any(event.get("listing_ids") for event in events) else {}
    by_digest: dict[str, Happening] = {}
    for index, event in enumerate(events):
        pointer = f"/events/{index}"
        at = _moment(event["at"], f"{pointer}/at", wrong)
        if at > now:
            wrong.append(FieldError(f"{pointer}/at", Code.IN_THE_FUTURE, _("lies in the future")))
        elif filed_at - at > SLACK:
            wrong.append(
                FieldError(
                    f"{pointer}/at",
                    Code.OUT_OF_ORDER,
                    _("lies before the filing"),
                    {"earliest": filed_at.isoformat()},
                )
            )
        wrong += _wrong_merit(event, pointer)
        listing_ids = _about(event, names, f"{pointer}/listing_ids", wrong)
        digest = event_digest(event, at=at, listing_ids=listing_ids)
        by_digest.setdefault(digest, Happening(at, event, listing_ids, digest))
    return tuple(by_digest.values())


def _names(targets: tuple[Aim, ...]) -> dict[str, str]:
    """Return the listing ids by the names that an event may use: exact, or case-folded."""
    names = {aim.listing_id.casefold(): aim.listing_id for aim in targets}
    names.update({aim.listing_id: aim.listing_id for aim in targets})
    return names


def _about(
    event: Facts, names: Mapping[str, str], pointer: str, wrong: list[FieldError]
) -> frozenset[str] | None:
    named = event.get("listing_ids")
    if named is None:
        return None
    ids = []
    for index, name in enumerate(named):
        known = names.get(name) or names.get(name.casefold())
        if known is None:
            wrong.append(
                FieldError(
                    f"{pointer}/{index}", Code.NOT_PART_OF_THIS, _("is no target of this complaint")
                )
            )
        else:
            ids.append(known)
    return frozenset(ids)


def _wrong_merit(event: Facts, pointer: str) -> list[FieldError]:
    kind, merit = EventKind(event["kind"]), event.get("merit")
    if merit is None and kind is EventKind.GRADING:
        return [FieldError(f"{pointer}/merit", Code.REQUIRED, _("is missing: a grading gives one"))]
    if merit is not None and kind not in GRADED:
        return [
            FieldError(
                f"{pointer}/merit",
                Code.NOT_ALLOWED,
                _("is not given by the event “%(event)s”", event=label("event", kind)),
            )
        ]
    return []


@dataclass(slots=True)
class Loaded:
    """Counts of stored rows. `known` complaints were stored before, `merged` targets named a
    listing that the same complaint named already; `held` complaints wait
    for a look at who files. `believed` marks of filers count as proven by the source's word;
    `unbelieved` ones are said to be, and nobody vouches for it."""

    complaints: int = 0
    known: int = 0
    claims: int = 0
    merged: int = 0
    duplicates: int = 0
    events: int = 0
    not_applied: int = 0
    held: int = 0
    believed: int = 0
    unbelieved: int = 0

    def add(self, other: Loaded) -> None:
        """Add another batch's counts."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
