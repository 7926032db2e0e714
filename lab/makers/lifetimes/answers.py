"""Lets sellers answer a takedown, filers reply to the answer, and the desk decide again."""

from __future__ import annotations

import math
from functools import partial

from lab.makers.lifetimes import judge, ledger, shops
from lab.makers.lifetimes.filing import Claim, Complaint
from lab.makers.lifetimes.judge import Reviewer
from lab.makers.lifetimes.world import World


def by_store(claims: list[Claim]) -> list[list[Claim]]:
    """The claims of each shop, in the order of the complaint."""
    groups: dict[str, list[Claim]] = {}
    for each in claims:
        groups.setdefault(each.listing.store.ident, []).append(each)
    return list(groups.values())


def readiness(world: World, claims: list[Claim]) -> float:
    """Probability that a shop answers. Who was wrongly hit answers the likelier the more he
    loses (18 RMB a listing on average, Alibaba 2016, and 4 million a month, K5)."""
    store = claims[0].listing.store
    hired = world.replies.get(store.ident)
    if hired is not None:
        return hired
    if any(each.founded for each in claims):
        return store.operator.boldness * (1.0 if store.operator.crooked else 0.3)
    stake = sum(each.listing.popularity * each.listing.price for each in claims)
    return min(0.8, (0.08 + 0.14 * math.log10(1 + stake)) * (0.5 + store.operator.boldness))


def await_answers(world: World, complaint: Complaint, claims: list[Claim], who: Reviewer) -> None:
    """After a takedown: each shop answers, pays, complains of a demand, or keeps silent."""
    dice, clock = world.dice, world.clock
    for group in by_store(claims):
        _strike(world, group)
        if dice.chance(complaint.account.demands):
            clock.after(dice.between(0.5, 4), partial(_demand, world, complaint, group, who))
        elif dice.chance(readiness(world, group)):
            clock.after(_delay(world), partial(_answer, world, complaint, group, who))
        else:
            _silence(world, complaint, group)


def _strike(world: World, group: list[Claim]) -> None:
    holder = next((each.listing.imitates for each in group if each.listing.imitates), None)
    shops.strike(world, group[0].listing.store, holder)


def _delay(world: World) -> float:
    return min(27.0, 0.3 + world.dice.skewed(2.5, 0.9))


def _silence(world: World, complaint: Complaint, group: list[Claim]) -> None:
    dice, clock = world.dice, world.clock
    wrong = not any(each.founded for each in group)
    if wrong and not complaint.account.foul and dice.chance(0.06):
        clock.after(dice.between(0.5, 9), lambda: _withdraw(world, complaint, group))
    elif dice.chance(0.05):
        clock.after(dice.between(4, 40), lambda: _grade(world, complaint, group))
    elif complaint.account.demands == 0 and dice.chance(0.002):
        clock.after(dice.between(1, 6), lambda: _report(world, complaint, group))


def _demand(world: World, complaint: Complaint, group: list[Claim], who: Reviewer) -> None:
    """Money is asked (P2). A third reports it, two in five pay and are let go unanswered."""
    dice, clock = world.dice, world.clock
    if dice.chance(0.3):
        clock.after(dice.between(0.2, 5), lambda: _report(world, complaint, group))
    if dice.chance(0.42):
        clock.after(dice.between(0.5, 6), lambda: _withdraw(world, complaint, group))
    elif dice.chance(min(0.9, 1.3 * readiness(world, group))):
        clock.after(_delay(world), lambda: _answer(world, complaint, group, who))


def _report(world: World, complaint: Complaint, group: list[Claim]) -> None:
    ledger.note(world, complaint, "demand_report", group, by="seller")


def _grade(world: World, complaint: Complaint, group: list[Claim]) -> None:
    if all(each.state in ("removed", "withdrawn") for each in group):
        value = judge.graded_later(world.dice, group[0])
        ledger.note(world, complaint, "grading", group, by="staff", merit=value)


def _withdraw(world: World, complaint: Complaint, group: list[Claim]) -> None:
    if all(each.state in ("removed", "countered") for each in group):
        ledger.note(world, complaint, "withdrawal", group, by="filer")
        ledger.put_back(group, "withdrawn")
        if world.dice.chance(0.15):
            world.clock.after(world.dice.between(2, 30), lambda: _grade(world, complaint, group))


def _answer(world: World, complaint: Complaint, group: list[Claim], who: Reviewer) -> None:
    """The counter-notice comes in; the filer may give way, else the desk looks again."""
    if not all(each.state == "removed" for each in group):
        return
    for each in group:
        each.state = "countered"
    ledger.note(world, complaint, "counter_notice", group, by="seller")
    dice, account = world.dice, complaint.account
    wrong = not any(each.founded for each in group)
    if dice.chance(account.concedes if wrong else account.gives_way):
        world.clock.after(dice.between(0.3, 7), lambda: _withdraw(world, complaint, group))
        ledger.count(world, account, 1, 1)
    else:
        wait = min(24.0, 2 + dice.wait(6))
        world.clock.after(wait, lambda: _decide_again(world, complaint, group, who))


def _decide_again(world: World, complaint: Complaint, group: list[Claim], who: Reviewer) -> None:
    if not all(each.state == "countered" for each in group):
        return
    if judge.lets_stand(world.dice, who, group[0]):
        ledger.note(world, complaint, "takedown", group, by="staff", reason="answer not enough")
        ledger.take_down(group, world.clock.now)
        ledger.count(world, complaint.account, 0, 1)
        return
    value = judge.merit(world.dice, who, group[0])
    lost = ledger.harm(world, group)
    ledger.note(world, complaint, "reinstatement", group, by="staff", merit=value, harm=lost)
    ledger.put_back(group, "reinstated")
    ledger.count(world, complaint.account, 1, 1)
