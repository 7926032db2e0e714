"""Rings: accounts that one hand moves against the same sellers, hidden more or less."""

from __future__ import annotations

from dataclasses import replace

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import found, paper
from lab.makers.unseen.prey import by_house, few, prey, sound
from lab.makers.unseen.rogues import begin, newcomer
from lab.makers.unseen.stage import World
from lab.makers.unseen.terrain import Listing
from lab.makers.unseen.words import FREE_MAIL, pick

# What members of an open ring may have in common (R1: mailbox, line, evidence agent; G1: many
# more).
TIES = ("ip", "phone", "device", "payment", "address", "host", "voice", "paper")


def ring(world: World, members: int, count: int) -> list[Account]:
    """`members` accounts with `count` complaints each. Each seller is hit by several of them:
    within days by a quick ring, weeks apart by a slow one; who is refused is followed by
    another."""
    rng, name = world.rng, world.ring()
    slow, hidden, cover = (bool(rng.random() < share) for share in (0.35, 0.35, 0.35))
    crowded = hidden and bool(rng.random() < 0.5)
    accounts = gang(world, members, cover=cover)
    ties: tuple[str, ...] = ()
    if hidden:
        conceal(world, accounts, crowded=crowded)
    else:
        ties = tuple(TIES[int(i)] for i in rng.permutation(len(TIES))[: int(rng.integers(1, 4))])
        tie(world, accounts, ties)
    shared = paper("ring", name) if "paper" in ties else None
    assail(world, accounts, count, slow=slow, cover=cover, shared=shared)
    hides = {"camouflaged": cover, "slow": slow, "hidden": hidden, "crowded": crowded}
    return [world.know(one, pattern="ring", ring=name, **hides) for one in accounts]


def gang(world: World, members: int, *, cover: bool) -> list[Account]:
    """The accounts, in one house, each with a right of its own: one that some of its complaints
    are true of if the ring takes `cover`, else a made-up one."""
    rng, accounts = world.rng, []
    house = pick(rng, ("lotus", "lotus", "plaza", "agora"))
    for _ in range(members):
        account = newcomer(world, pick(rng, ("individual", "individual", "rights_holder")))
        kind = pick(rng, ("copyright", "copyright", "trademark", "design"))
        account.houses = (house,)
        account.brands = [found(rng, account.name, account.country, kind=kind)]
        for each in account.brands[0].rights:
            each.bad_faith = not cover
        world.behave(account, craft=0.3, yields_wrong=0.3)
        accounts.append(account)
    return accounts


def tie(world: World, accounts: list[Account], ties: tuple[str, ...]) -> None:
    """Let the members share what `ties` says, and the record show it; one member in five keeps
    apart from each."""
    rng, head = world.rng, accounts[0]
    told = tuple("email" if each == "host" else each for each in ties)
    for account in accounts:
        account.shown += tuple(
            each for each in told if each not in (*account.shown, "voice", "paper")
        )
    for account in accounts[1:]:
        for each in ties:
            if rng.random() < 0.2:
                continue
            if each == "ip":
                account.ips = [head.ips[0], *account.ips[:1]]
            elif each == "device":
                account.devices = [*account.devices[:1], head.devices[0]]
            elif each == "host":
                account.email = f"{account.email.split('@')[0]}@{head.email.split('@')[1]}"
            elif each in ("phone", "payment", "address", "voice"):
                setattr(account, each, getattr(head, each))


def conceal(world: World, accounts: list[Account], *, crowded: bool) -> None:
    """Throw-away mailboxes and lines; a `crowded` ring sits behind an exit that many others use."""
    rng = world.rng
    exit_ = pick(rng, world.registry.exits)
    for account in accounts:
        account.email = f"{account.email.split('@')[0]}@{pick(rng, FREE_MAIL)}"
        account.website = None
        if crowded:
            account.ips = [exit_]


def assail(
    world: World,
    accounts: list[Account],
    count: int,
    *,
    slow: bool,
    cover: bool,
    shared: str | None,
) -> None:
    """A list of victims, worked off in waves; each wave takes some victims and some members."""
    rng = world.rng
    start = max(begin(account) for account in accounts)
    end = world.calendar.days - 2
    niche = accounts[0].brands[0].niche
    victims = prey(
        world, niche, accounts[0].houses[0], start, max(4, len(accounts) * count // 3), strong=4
    )
    bad = [round(count * (0.6 if cover else 1.0)) for _ in accounts]
    while any(bad):
        wave, at = pick(rng, victims), start + float(rng.random()) * max(end - start, 1)
        for index in rng.permutation(len(accounts))[: int(rng.integers(2, 4))]:
            if not bad[int(index)]:
                continue
            bad[int(index)] -= 1
            strike(
                world,
                accounts[int(index)],
                [wave, *(pick(rng, victims) for _ in range(few(rng, 1.7) - 1))],
                at,
                shared,
            )
            at = min(at + float(rng.exponential(24 if slow else 1.5)), end)
    if cover:
        for account in accounts:
            whens = [
                start + float(rng.random()) * max(end - start, 1)
                for _ in range(max(1, round(count * 0.4)))
            ]
            sound(world, account, account.brands[0], whens)


def strike(
    world: World, account: Account, hit: list[Listing], at: float, shared: str | None
) -> None:
    """One complaint of a member, on a right that does not cover what it is held against."""
    brand = account.brands[0]
    for listings in by_house(hit)[:1]:
        draft = world.file(account, brand, replace(brand.rights[0], bad_faith=True), listings, at)
        if shared:
            draft.documents.append({"kind": "evidence", "sha256": shared})
