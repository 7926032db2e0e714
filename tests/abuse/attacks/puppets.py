"""Squads of puppets against one filer of a market: what outsiders can bring about, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zlib import crc32

from hypothesis import strategies as st

from abuse import ClaimTable, Policy, scan
from abuse.market.made import Market
from abuse.record.collecting import read_lines
from abuse.score.judging import LEVELS
from tests.abuse.makers import Lines

# All that a stranger may show of somebody: read off its pages, typed, sat in, or cloned.
COPIED: Final = (
    "phone",
    "website",
    "email",
    "address",
    "ip",
    "device",
    "payment",
    "words",
    "papers",
)
# What a victim may have had confirmed by the platform.
_CONFIRMED: Final = ("email", "phone", "device", "payment")
# What a puppet may have had confirmed that is its own.
_OWN: Final = {"payment": "acct{:08d}", "phone": "+86139{:08d}"}
ENDS: Final = ("rejection", "manifest", "takedown", "reinstatement", "withdrawal", "pending")
YEAR: Final = 365.0


@dataclass(frozen=True)
class Squad:
    """Puppets that do alike.

    Attributes
    ----------
    puppets, each : int
        How many there are, and how many complaints each files.
    shown : collection of str
        What of the victim's they show (`COPIED`).
    start, pace : float
        When they begin, as a part of the market's time, and days between two complaints of one.
    aged : bool
        Whether their accounts are older than all others of the market.
    at : str
        Whose places they hit: their ``own``, or the victim's ``listings`` or ``stores``; there
        they file `pace` days after it, or before it where `start` is below a half.
    ends : str
        What becomes of each complaint.
    its_right : bool
        Whether they file by the victim's right.
    own : collection of str
        What of its own each had confirmed: a telephone, a payment account.
    """

    puppets: int
    each: int
    shown: Collection[str] = ("phone", "ip")
    start: float = 0.8
    pace: float = 1.0
    aged: bool = False
    at: str = "own"
    ends: str = "rejection"
    its_right: bool = False
    own: Collection[str] = ()

    @property
    def acts(self) -> int:
        """Complaints, and copies: an account that shows what is another's is one."""
        return self.puppets * (self.each + bool(self.shown))

    def price(self, policy: Policy) -> float:
        """What it costs at most, in lost complaints: accounts, their age, their marks, filings."""
        # At a victim's places they file when it does, however long that takes.
        months = 12.0 if self.aged or self.at != "own" else self.each * self.pace / 30
        account = policy.price_account + policy.price_month * months
        return self.puppets * (account + policy.price_mark * len(self.own) + self.each)


SQUADS: Final = st.builds(
    Squad,
    puppets=st.integers(1, 6),
    each=st.integers(1, 7),
    shown=st.frozensets(st.sampled_from(COPIED)),
    start=st.sampled_from((0.02, 0.3, 0.6, 0.9)),
    pace=st.sampled_from((0.1, 1.0, 5.0)),
    aged=st.booleans(),
    at=st.sampled_from(("own", "listings", "stores")),
    ends=st.sampled_from(ENDS),
    its_right=st.booleans(),
    own=st.frozensets(st.sampled_from(sorted(_OWN))),
)


def attacked(lines: Lines, victim: str, squads: Sequence[Squad]) -> Lines:
    """The market's lines and, behind them, those of the puppets against one of its filers."""
    return [
        *lines,
        *(one for n, squad in enumerate(squads) for one in _filed(lines, victim, squad, n)),
    ]


def table_of(lines: Lines, victim: str, confirmed: Collection[str] = ()) -> ClaimTable:
    """The table in which some kinds of the victim's marks are confirmed, and puppets' own."""
    rows = read_lines(lines)
    names = dict(zip(rows["filers"]["filer"], rows["filers"]["reference"], strict=True))
    seen = rows["identities"]
    seen["origin"] = [
        "confirmed"
        if (names[filer] == victim and kind in confirmed) or _is_own(names[filer], kind, value)
        else origin
        for filer, kind, value, origin in zip(
            seen["filer"], seen["kind"], seen["value"], seen["origin"], strict=True
        )
    ]
    return ClaimTable.from_rows(**rows, as_of=ClaimTable.from_lines(lines).as_of)


def _is_own(name: str, kind: str, value: str) -> bool:
    return name.startswith("puppet-") and kind in _OWN and value in _own(name, _OWN).values()


def _own(name: str, kinds: Collection[str]) -> dict[str, str]:
    """What a puppet has of its own, and nobody else."""
    return {kind: _OWN[kind].format(crc32(name.encode()) % 10**8) for kind in kinds}


def _filed(lines: Lines, victim: str, squad: Squad, number: int) -> Lines:
    mine = [one for one in lines if one["filer"]["reference"] == victim]
    times = [_moment(one["filed_at"]) for one in lines]
    first, last = min(times), max(times)
    found: Lines = []
    for puppet in range(squad.puppets):
        name = f"puppet-{victim}-{number}-{puppet}"
        filer = {"reference": name, "name": name, **_shown(mine, squad), **_own(name, squad.own)}
        right = {"kind": "trademark", "number": name}
        if squad.aged:
            filer["registered_at"] = (first - timedelta(days=9 * YEAR + puppet)).isoformat()
        for turn in range(squad.each):
            model = mine[(turn + puppet) % len(mine)]
            case = f"{name}-{turn}"
            if squad.at == "own":
                at = first + squad.start * (last - first)
                at += timedelta(days=turn * squad.pace + puppet * 0.1)
            else:
                sign = 1 if squad.start >= 0.5 else -1
                at = _moment(model["filed_at"]) + timedelta(days=sign * squad.pace + puppet * 0.01)
            at = min(at, last - timedelta(days=3))
            line = {
                "reference": case, "filed_at": at.isoformat(), "filer": filer,
                "right": model["right"] if squad.its_right else right,
                "basis": model["basis"] if squad.its_right else "counterfeit",
                "targets": [_target(model, squad, case)], "events": _events(squad.ends, at),
            }  # fmt: skip
            if "words" in squad.shown and "statement" in model:
                line["statement"] = model["statement"]
            if "papers" in squad.shown:
                line["documents"] = model.get("documents", [])
            found.append(line)
    return found


def _shown(mine: Lines, squad: Squad) -> dict[str, Any]:
    """What of the victim's filer a puppet shows; of a firm's mailbox another one of its domain."""
    last = mine[-1]["filer"]
    filer = {kind: last[kind] for kind in squad.shown if kind in last}
    if "country" in last:
        filer["country"] = last["country"]
    return filer


def _target(model: dict[str, Any], squad: Squad, case: str) -> dict[str, Any]:
    target = model["targets"][0]
    if squad.at == "listings":
        return dict(target)
    url = f"https://shop.example/item/{case}"
    target = {**target, "url": url, "listing_id": case}
    return target if squad.at == "stores" else {**target, "store_id": f"S-{case}", "operator": None}


def _events(ends: str, at: datetime) -> list[dict[str, Any]]:
    def event(kind: str, days: float, **more: Any) -> dict[str, Any]:
        return {"at": (at + timedelta(days=days)).isoformat(), "kind": kind, **more}

    if ends == "pending":
        return []
    if ends in ("rejection", "takedown"):
        return [event(ends, 1)]
    if ends == "manifest":
        return [event("rejection", 1, merit="manifestly_unfounded")]
    return [event("takedown", 0.5), event("counter_notice", 1), event(ends, 2)]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True)
class Arena:
    """A market with what a scan says of its filers, and those of them who are honest."""

    lines: Lines
    level: Mapping[str, str]
    honest: tuple[str, ...]

    @classmethod
    def of(cls, market: Market) -> Arena:
        found = scan(ClaimTable.from_lines(market.lines), explain=False).filers
        filing = {one["filer"]["reference"] for one in market.lines}
        honest = {
            name
            for name, truth in market.truth.items()
            if truth.pattern is None and truth.strategy is None
        }
        return cls(
            market.lines,
            {filer.reference: filer.level for filer in found},
            tuple(sorted(honest & filing)),
        )

    def beaten(self, attack: Attack) -> str | None:
        """What of the certificate an attack refutes, in words; None where it holds.

        The attack costs less than the policy's price. So nobody is put to boycott review by it; a
        warning that it raises is told to rest on acts of others; and no level is told to take more
        of them than it took.
        """
        victim = self.honest[attack.victim % len(self.honest)]
        lines = attacked(self.lines, victim, attack.squads)
        found = scan(table_of(lines, victim, attack.confirmed), explain=False).filers
        filer = next((filer for filer in found if filer.reference == victim), None)
        before = LEVELS.index(self.level.get(victim, "none"))
        if filer is None or LEVELS.index(filer.level) <= before:
            return None
        if filer.level == LEVELS[-1]:
            return f"{victim} is put to review for {attack.price(Policy())}"
        told = filer.certificate["framing_budget"]
        if told is None and filer.level == "watch":
            # What a squad teaches the market of its targets is not in the certificate.
            return None
        if told is None:
            return f"{victim} is at {filer.level}, and no act of others is told"
        return (
            f"{victim}: {told} acts are told, {attack.acts} took it" if told > attack.acts else None
        )


@dataclass(frozen=True)
class Attack:
    """Squads against one honest filer, by its place among them, and what it had confirmed."""

    victim: int
    squads: tuple[Squad, ...]
    confirmed: frozenset[str]

    @property
    def acts(self) -> int:
        return sum(squad.acts for squad in self.squads)

    def price(self, policy: Policy) -> float:
        return sum(squad.price(policy) for squad in self.squads)


ATTACKS: Final = st.builds(
    Attack,
    victim=st.integers(0, 10_000),
    squads=st.lists(SQUADS, min_size=1, max_size=2).map(tuple),
    confirmed=st.frozensets(st.sampled_from(_CONFIRMED)),
).filter(lambda attack: attack.price(Policy()) < Policy().framing_price)
