"""Innocents whom others want to look guilty: by puppets, answers, bait, reports, papers, orders."""

from __future__ import annotations

from typing import Final

from abuse.market.made import Truth
from lab.makers.casebook.accounts import Account
from lab.makers.casebook.acts import SILENT, More, false_right
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files, pick_right
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import Brand

BUDGETS: Final = (2, 5, 10, 20, 40)


def victim(stage: Stage, strategy: str, budget: int, first: float) -> tuple[Account, Brand]:
    """An honest holder with a mailbox of its own domain, or a free one, that somebody dislikes."""
    dice = stage.dice
    brand = stage.own_brand()
    domain = brand.domain if dice.chance(0.7) else None
    truth = Truth(strategy=strategy, budget=budget)
    who = stage.open(first, truth, brand=brand, domain=domain)
    who.marks.setdefault("website", f"https://www.{brand.domain}")
    return who, brand


def by_puppets(stage: Stage, budget: int, hand: str, *, papers: bool) -> int:
    """Puppets file before and after the victim, on its targets and elsewhere, with its marks.

    They type its website, address and telephone, perhaps its mailbox, or send its certificate,
    which anybody can fetch. `budget` is how many complaints they sacrifice.
    """
    dice, world = stage.dice, stage.world
    first = world.any_day(dice, 0.1, 0.6)
    last = min(first + dice.uniform(60, 200), world.days - 2.0)
    who, brand = victim(stage, "framed_by_papers" if papers else "framed_by_puppets", budget, first)
    aims: list[tuple[float, Listing]] = []
    for _ in range(dice.randrange(8, 20)):
        at, right = dice.uniform(first, last), pick_right(dice, brand)
        listing = stage.hall.copy(brand, right, at)
        aims.append((at, listing))
        stage.file(who, at, right, [listing])
    accounts = max(1, min(6, budget // 2))
    public = {mark: who.marks[mark] for mark in ("website", "address", "phone")}
    if dice.chance(0.4):
        public["email"] = who.marks["email"]  # typed; its link is answered by nobody
    for place in range(accounts):
        share = {mark: public[mark] for mark in sorted(public) if not papers and dice.chance(0.7)}
        account: More = {"country": who.country, "share": share, "age": 20.0, "hand": who.hand}
        if not papers:
            account["name"] = f"{brand.name} {dice.choice(('Ltd', 'Group', 'IP', 'Shop'))}"
        if "email" in share:
            account["portal"] = False
        ring = hand if accounts > 1 else None
        strategy = "frames_by_papers" if papers else "frames_by_puppets"
        truth = Truth(pattern="framer", ring=ring, strategy=strategy, budget=budget)
        puppet = stage.open(first, truth, **account)
        right = false_right(stage, "squatted", brand.category, puppet, first)
        if papers:
            right.paper = brand.rights[0].paper
        for _ in range(max(1, (budget + place) // accounts)):
            at, listing = dice.choice(aims)
            if dice.chance(0.45):
                listing, at = (
                    dice.choice(stage.hall.sellers(brand.category, 6)),
                    dice.uniform(first, last),
                )
            day = at + dice.uniform(-6.0, 6.0)
            stage.file(puppet, day, right, [listing], manner=SILENT, blind=True)
    return accounts


def by_sellers(stage: Stage, budget: int, how: str) -> None:
    """Sellers work against one holder.

    answers: copiers answer in a crowd, with forged invoices. reports: they say that they were
    asked for money. bait: lawful goods dressed up as copies, with perfect papers in the drawer.
    """
    dice, world = stage.dice, stage.world
    first = world.any_day(dice, 0.05, 0.5)
    last = min(first + dice.uniform(60, 250), world.days - 2.0)
    who, brand = victim(stage, f"framed_by_{how}", budget, first)
    files(stage, who, [brand], budget + dice.randrange(4, 20), Habit(0.06, first, last))
    pirates = dice.part(stage.hall.pirates[brand.category], dice.randrange(1, 5))
    for _ in range(budget):
        at, right = dice.uniform(first, last), pick_right(dice, brand)
        if how == "bait":
            store = stage.hall.open(brand.category)
            listing = stage.hall.offer(store, "fitting", at=at, brand=brand, cheap=0.4, age=5.0)
            listing.answers, listing.proof = 0.97, 0.97
        else:
            listing = stage.hall.copied(dice.choice(pirates), brand, right, at)
            if how == "answers":
                listing.answers, listing.proof = 0.95, 0.35
            else:
                listing.slander = True
        stage.file(who, at, right, [listing])


def by_orders(stage: Stage, budget: int) -> None:
    """A rival passes for a client: an honest agency files his false claims in good faith."""
    dice, world = stage.dice, stage.world
    first = world.any_day(dice, 0.0, 0.4)
    domain = f"ipr-{dice.token(6)}.example"
    truth = Truth(innocent_kind="agency", strategy="framed_by_orders", budget=budget)
    who = stage.open(first, truth, kind="agent", domain=domain, portal=True)
    clients = [stage.brand() for _ in range(dice.randrange(3, 9))]
    files(stage, who, clients, budget + 15, Habit(0.06, first, agent=True))
    category = clients[0].category
    name = stage.own_brand().name
    right = false_right(stage, "squatted", category, who, first, owner=name)
    goods = stage.hall.sellers(category, max(3, budget))
    for _ in range(budget):
        at = dice.uniform(first + 20, world.days - 1.0)
        stage.file(who, at, right, [dice.choice(goods)], holder=name)


def frame(stage: Stage, room: int) -> int:
    """One innocent for each way and some budgets; the accounts that abuse are counted."""
    dice = stage.dice
    planted = 0
    for papers in (False, True):
        for budget in dice.part(BUDGETS[:4], 2 if room < 30 else 3):
            hand = f"frame-{papers:d}-{budget}"
            planted += by_puppets(stage, budget, hand, papers=papers)
    for how in ("answers", "reports", "bait"):
        for budget in sorted(dice.part(BUDGETS, 3)):
            by_sellers(stage, budget, how)
    for budget in sorted(dice.part(BUDGETS, 2)):
        by_orders(stage, budget)
    return planted
