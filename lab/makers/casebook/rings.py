"""Rings of sock puppets: Xu v. Tian, Google v. Nguyen, the senders that Lumen found."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from lab.makers.casebook import names
from lab.makers.casebook.accounts import Account, Wire
from lab.makers.casebook.acts import (
    SILENT,
    More,
    Part,
    attack,
    category_of,
    false_right,
    season,
    shares,
    true_claims,
)
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.letters import Hand
from lab.makers.casebook.listings import Listing


@dataclass(frozen=True)
class Cover:
    """How the puppets of one hand hide."""

    camouflaged: bool
    slow: bool
    hidden: bool
    crowded: bool


def cover(stage: Stage, part: Part) -> Cover:
    """Draw a cover; amateurs seldom have one."""
    dice, ease = stage.dice, 0.4 if part.amateur else 1.0
    hidden = dice.chance(0.4 * ease)
    crowded = hidden and dice.chance(0.5)
    return Cover(dice.chance(0.5 * ease), dice.chance(0.4 * ease), hidden, crowded)


def puppets(
    stage: Stage, part: Part, covered: Cover, at: float, called: list[str] | None = None
) -> list[Account]:
    """Open the accounts of one hand. What they share is what they did not trouble to change."""
    dice, directory = stage.dice, stage.directory
    country = dice.weighed((("CN", 0.6), ("VN", 0.15), ("US", 0.15), ("DE", 0.1)))
    share: dict[str, str] = {}
    wires: list[Wire] | None = None
    if not covered.hidden:
        mailbox = names.free_mailbox(dice, country, names.person(dice, country))
        own = {"email": mailbox, "phone": names.phone(dice, country)}
        own |= {"device": f"d-{dice.token(16)}", "payment": f"acct-{dice.token(12)}"}
        share = {mark: own[mark] for mark in sorted(own) if dice.chance(0.38)}
        wires = [Wire((names.network(dice),))] if dice.chance(0.7) or not share else None
    if covered.crowded:
        wires = [dice.choice(directory.exits + directory.carriers)]
    hand = Hand.of(dice, fixed=dice.choice((0.3, 0.9)))
    made = []
    for place in range(part.accounts):
        account: More = {"country": country, "wires": wires, "wary": True}
        account["kind"] = "individual" if dice.chance(0.5) else "rights_holder"
        account["name"] = called[place % len(called)] if called else None
        # Not each puppet uses each thing of its master.
        account["share"] = {mark: share[mark] for mark in share if dice.chance(0.8)}
        account["age"] = dice.about(9, 1.0) if part.amateur else dice.about(50, 1.2)
        account["hand"] = hand if dice.chance(0.6) else None
        account["portal"] = dice.chance(0.5)
        made.append(stage.open(at, part.truth("ring", **asdict(covered)), **account))
    return made


def knock(
    stage: Stage, part: Part, covered: Cover, goods: list[Listing], members: list[Account], how: str
) -> None:
    """Each puppet files against the same sellers; a camouflaged one files true claims too."""
    dice = stage.dice
    first, last = season(stage, dice.uniform(120, 420) if covered.slow else dice.about(35, 0.6))
    # A seller's turn comes on one day; whoever of the ring files against him files about then.
    stores = list({each.store.code: each.store for each in goods}.values())
    wait = 70.0 if covered.slow else 4.0
    begins = {each.code: dice.uniform(first, max(first, last - wait)) for each in stores}
    papers: tuple[tuple[str, str], ...] = ()
    if not covered.hidden and dice.chance(0.4):
        papers = (("evidence", f"notary/{dice.token(12)}"),)  # one agent preserved the evidence
    for who, number in zip(members, shares(dice, part.complaints, len(members)), strict=True):
        true = max(1, round(number * dice.uniform(0.3, 0.6))) if covered.camouflaged else 0
        if true:
            true_claims(stage, who, true, max(0.0, first - 60), last + 30)
        right = false_right(stage, how, goods[0].category, who, first)
        for _ in range(max(1, number - true)):
            store = dice.choice(stores)
            at = begins[store.code] + dice.uniform(0.0, wait)
            aims = dice.part(store.listings, dice.count(1.4))
            blind = dice.chance(0.35)
            stage.file(who, at, right, aims, manner=SILENT, papers=papers, blind=blind)


def xu_v_tian(stage: Stage, part: Part) -> None:
    """Forged copyright certificates against a rival's best sellers before Double 11 (17 and 6)."""
    dice, covered = stage.dice, cover(stage, part)
    goods = stage.hall.sellers(category_of(dice), dice.randrange(3, 12))
    members = puppets(stage, part, covered, stage.world.any_day(dice, 0.0, 0.7))
    knock(stage, part, covered, goods, members, dice.choice(("forged", "mine", "squatted")))


def nguyen(stage: Stage, part: Part) -> None:
    """Many accounts, some in the names of known brands, against all who sell the same goods."""
    dice, covered = stage.dice, cover(stage, part)
    called = None
    if dice.chance(0.6):
        called = [names.person(dice, "US") for _ in range(7)]
        called += [stage.brand(0.4).name for _ in range(5)]
    goods = stage.hall.sellers(category_of(dice), 8 + part.complaints // 3)
    knock(stage, part, covered, goods, puppets(stage, part, covered, 20.0, called), "back_dated")


def lumen(stage: Stage, part: Part) -> None:
    """Senders with names that vary, each with few notices, one template, back-dated originals."""
    dice, covered = stage.dice, cover(stage, part)
    category = category_of(dice)
    goods = list(dice.choice(stage.hall.dealers[category]).listings)
    goods += stage.hall.sellers(category, 6, best=False)
    members = puppets(stage, part, covered, stage.world.any_day(dice, 0.0, 0.6))
    hand = Hand.of(dice, fixed=0.85)
    for who in members:
        who.hand = hand
    knock(stage, part, covered, goods, members, "back_dated")


def relay(stage: Stage, part: Part) -> None:
    """A variation: one right goes from account to account, and each files it a few times."""
    dice = stage.dice
    drawn = cover(stage, part)
    covered = Cover(camouflaged=False, slow=True, hidden=drawn.hidden, crowded=drawn.crowded)
    goods = stage.hall.sellers(category_of(dice), dice.randrange(4, 16))
    members = puppets(stage, part, covered, stage.world.any_day(dice, 0.0, 0.4))
    first, last = season(stage, dice.uniform(90, 400))
    right = false_right(stage, "squatted", goods[0].category, members[0], first)
    step = (last - first) / len(members)
    for place, number in enumerate(shares(dice, part.complaints, len(members))):
        begin = first + place * step
        attack(stage, members[place], right, goods, number, begin, begin + step)
