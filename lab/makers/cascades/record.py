"""What is on record while the process runs: complaints, claims, events, and the clock of acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from lab.makers.cascades.filers import Filer
from lab.makers.cascades.goods import Listing
from lab.makers.cascades.rights import Right


@dataclass(eq=False, slots=True)
class Claim:
    """One listing of a complaint. `state`: open, down, refused, back, withdrawn, lapsed, gone."""

    listing: Listing
    truth: str
    blatant: bool
    state: str = "open"
    since: float = 0.0
    was_gone: bool = False


@dataclass(eq=False, slots=True)
class Complaint:
    """A filing with its marks; events are (day, fields) in the order of their days."""

    day: float
    filer: Filer
    right: Right
    aim: str
    basis: str
    channel: str
    identity: dict[str, Any]
    claims: list[Claim]
    statement: str | None
    papers: list[tuple[str, str]]
    care: float
    events: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    def note(self, day: float, kind: str, claims: list[Claim], **more: object) -> None:
        """Put an event on record; listings are named where it is not about all of them."""
        fields: dict[str, Any] = {"kind": kind}
        if len(claims) != len(self.claims):
            fields["listing_ids"] = [claim.listing.reference for claim in claims]
        self.events.append((day, fields | {k: v for k, v in more.items() if v is not None}))

    def move(self, day: float, state: str, claims: list[Claim]) -> None:
        for claim in claims:
            claim.state, claim.since = state, day
            if state == "down" and claim.listing.gone is None:
                claim.listing.gone = day
            elif state in {"back", "withdrawn"} and claim.listing.gone is not None:
                claim.listing.gone = None


class Stream:
    """Acts in the order of their days; what falls behind the horizon is not on record."""

    def __init__(self, horizon: float) -> None:
        self.horizon = horizon
        self._acts: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = count()

    def put(self, day: float, act: Callable[..., None], *told: object) -> None:
        if day < self.horizon:
            heappush(self._acts, (day, next(self._order), act, told))

    def run(self) -> None:
        while self._acts:
            day, _, act, told = heappop(self._acts)
            act(day, *told)
