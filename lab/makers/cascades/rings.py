"""Rings: accounts of one hand that strike the same sellers, each in its own name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import Badge, badge_of, dressed
from lab.makers.cascades.filers import Filer, Manner
from lab.makers.cascades.goods import Niche, Store
from lab.makers.cascades.rights import Holder
from lab.makers.cascades.studio import Studio

PUPPET: Final = Manner({"victims": 0.94, "errors": 0.06}, yields=0.25, digs=0.4, papers=0.6, batch=0.5)  # fmt: skip
PADDED: Final = replace(PUPPET, mix={"victims": 0.62, "copies": 0.38})


def cast_ring(studio: Studio, most: int) -> list[Filer]:
    """A hand with a shop of its own and three accounts or more, at most so many."""
    draws = studio.draws
    count = max(3, min(most, 3 + draws.poisson(draws.choice([0.7, 2, 4]))))
    hidden, camouflaged, slow = draws.chance(0.3), draws.chance(0.45), draws.chance(0.3)
    truth = Truth("ring", ring=new_ring(studio), camouflaged=camouflaged, slow=slow, hidden=hidden, crowded=draws.chance(0.5 if hidden else 0.1))  # fmt: skip
    niche = draws.choice(studio.bazaar.niches)
    stores = victims(studio, niche, 2 + draws.poisson(5))
    manner = PADDED if camouflaged else PUPPET
    if draws.chance(0.2):
        manner = replace(manner, asks=0.4)
    return gang(studio, truth, niche, stores, manner, count, 1 + draws.around(4, 0.6))


def new_ring(studio: Studio) -> str:
    studio.rings += 1
    return f"r{studio.rings}"


def victims(studio: Studio, niche: Niche, count: int) -> list[Store]:
    """Rivals that sell much in the niche."""
    draws = studio.draws
    rivals = sorted(niche.sellers["trader"], key=lambda o: (-o.weight * draws.frailty(2), o.name))
    return [store for rival in rivals[:count] for store in rival.stores]


def gang(
    studio: Studio, truth: Truth, niche: Niche, stores: list[Store], manner: Manner, count: int,
    mean: float,
) -> list[Filer]:  # fmt: skip
    """The accounts of a hand; what they share follows from how it hides."""
    draws = studio.draws
    line = draws.choice(studio.lines) if truth.crowded else None
    days = float(studio.world.clock.days)
    span = draws.uniform(0.5, 1.0) * days if truth.slow else draws.uniform(0.15, 0.6) * days
    first = draws.uniform(0, days - span)
    hand = draws.choice(niche.sellers["trader"])
    own = badge_of(draws, studio.world, names.person(draws), names.country(draws), line=line)
    own = replace(own, phone=names.phone(draws, own.country), device=names.device(draws), payment=names.bank_account(draws))  # fmt: skip
    paper = None if truth.hidden or draws.chance(0.5) else f"{names.word(draws)} shot"
    made = []
    for _ in range(count):
        holder = claimed(studio, niche)
        if paper and draws.chance(0.5):
            holder.rights[0].paper = made[0].docket[0].paper if made else holder.rights[0].paper
        filer = studio.filer(
            draws.choice(["individual", "rights_holder", "rights_holder", "agent"]), holder, manner,
            max(1.2, mean * draws.frailty(3)), truth, badge=puppet_badge(studio, truth, own, holder, line),
            free=True, start=first, end=first + span, bent=1.5,
            sweep=0.05 if truth.slow else studio.world.sweep,
        )  # fmt: skip
        filer.registered = first - draws.wait(45)
        filer.victims, filer.runs = stores, hand
        filer.echo = min(0.7, 0.2 * count)
        filer.echo_days = draws.uniform(18, 40) if truth.slow else draws.uniform(0.7, 4)
        made.append(filer)
    if draws.chance(0.15):
        draws.choice(made).shows_store = True
    for filer in made:
        filer.gang = [other for other in made if other is not filer]
    return made


def claimed(studio: Studio, niche: Niche) -> Holder:
    """The right that a puppet shows: forged, grabbed, weak and young, or a real small brand's."""
    draws = studio.draws
    standing = draws.among({"forged": 0.3, "grabbed": 0.3, "weak": 0.4})
    kind = draws.among({"trademark": 0.4, "copyright": 0.45, "design": 0.15})
    age = draws.uniform(-60, 300)
    return studio.holder(niche=niche, kinds=(kind,), standing=standing, age=age, person=draws.chance(0.5))  # fmt: skip


def puppet_badge(studio: Studio, truth: Truth, own: Badge, holder: Holder, line: str | None) -> Badge:
    """A mailbox of its own; of the rest some is the hand's, unless it hides."""
    draws = studio.draws
    badge = badge_of(draws, studio.world, holder.name, holder.country, line=line)
    if truth.hidden:
        return badge
    kinds = [k for k, share in {"phone": 0.4, "device": 0.5, "payment": 0.35, "address": 0.25, "lines": 0.6}.items() if draws.chance(share)]  # fmt: skip
    return dressed(badge, own, kinds or ["device"])
