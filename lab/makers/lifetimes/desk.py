"""Runs a marketplace's desk: a queue, a few reviewers, a mood, and first decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from lab.makers.lifetimes import answers, judge, ledger
from lab.makers.lifetimes.filing import Claim, Complaint
from lab.makers.lifetimes.judge import Reviewer
from lab.makers.lifetimes.world import World

ASKED_FIRST = ("patent", "unauthorised_channel")
"""Here the seller is heard before a listing goes (Amazon's APEX: Z11; docs/states.md)."""


@dataclass(eq=False)
class Desk:
    """`mood` drifts from week to week and pushes all decisions, towards granting when high."""

    world: World
    reviewers: list[Reviewer]
    mood: float = 0.0
    waiting: int = field(default=0)

    def start(self) -> None:
        """Begin the drift of the mood: a random walk that is drawn back to zero."""
        self.mood = 0.6 * self.mood + self.world.dice.normal(0, 0.18)
        self.world.clock.after(7.0, self.start)

    def take_in(self, complaint: Complaint) -> None:
        """Queue a complaint for the reviewer who is free first; long ones take longer,
        and all go quicker while many wait."""
        dice, now = self.world.dice, self.world.clock.now
        who = min(self.reviewers, key=lambda each: each.free_at)
        work = dice.wait(who.pace) * (0.7 + 0.3 * len(complaint.claims) ** 0.5)
        hurry = 1.0 + self.waiting / (8 * len(self.reviewers))
        who.free_at = max(now + 0.02, who.free_at) + work / hurry
        due = self.world.clock.office(who.free_at, dice)
        self.waiting += 1
        if complaint.basis in ASKED_FIRST:
            self._ask(complaint)
            self.world.clock.at(max(due, now + 6), lambda: self.decide(complaint, who))
        else:
            self.world.clock.at(due, lambda: self.decide(complaint, who))

    def _ask(self, complaint: Complaint) -> None:
        for group in answers.by_store(complaint.claims):
            if self.world.dice.chance(0.7 * answers.readiness(self.world, group)):
                wait = self.world.dice.between(0.5, 5.5)
                self.world.clock.after(wait, partial(self._heard, complaint, group))

    def _heard(self, complaint: Complaint, group: list[Claim]) -> None:
        if all(each.state == "received" for each in group):
            for each in group:
                each.state = "countered"
            ledger.note(self.world, complaint, "counter_notice", group, by="seller")

    def decide(self, complaint: Complaint, who: Reviewer) -> None:
        """Decide each claim: gone, taken down, or refused with or without a merit."""
        self.waiting -= 1
        dice, world = self.world.dice, self.world
        vanished, granted = [], []
        refused: dict[str | None, list[Claim]] = {}
        for each in complaint.claims:
            if each.listing.gone:
                vanished.append(each)
            elif judge.grants(dice, who, each, self._push(each)):
                granted.append(each)
            else:
                refused.setdefault(judge.merit(dice, who, each), []).append(each)
        if vanished:
            ledger.note(world, complaint, "listing_gone", vanished, by="rule")
            ledger.put_back(vanished, "moot")
        for merit, claims in refused.items():
            ledger.note(world, complaint, "rejection", claims, by="staff", merit=merit)
            ledger.put_back(claims, "rejected")
        if granted:
            ledger.note(world, complaint, "takedown", granted, by="staff")
            ledger.take_down(granted, world.clock.now)
            answers.await_answers(world, complaint, granted, who)
        lost = sum(map(len, refused.values()))
        ledger.count(world, complaint.account, int(lost > len(granted)), 1)

    def _push(self, claim: Claim) -> float:
        """Mood, less when the queue is long (refusals are quicker), more for heard sellers."""
        heard = 0.9 if claim.state == "countered" else 0.0
        tired = min(0.4, 0.01 * max(0, self.waiting - 10))
        return self.mood - tired + (heard if claim.founded else -heard)


def open_desk(world: World, expected: float, markets: int) -> Desk:
    """A desk with staff for what is expected: `expected` complaints in all of the markets.

    Reviewers are busy some two thirds of their time, and a plain complaint takes a day or so
    (median wait 24 h: Temu, T1; formerly up to seven working days: Alibaba, A19).
    """
    count = world.dice.whole(2, 5)
    pace = min(1.3, 0.6 * world.span * count * markets / max(1.0, expected))
    return Desk(world, [judge.reviewer(world.dice, pace) for _ in range(count)])
