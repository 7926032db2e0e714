"""Rings: accounts of one hand that strike the same sellers, each in its own name."""

from __future__ import annotations

from dataclasses import replace

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import Badge, badge_of, dressed
from lab.makers.cascades.filers import MANNERS, Filer, Sketch
from lab.makers.cascades.goods import Niche, Store
from lab.makers.cascades.rights import right_of
from lab.makers.cascades.studio import Studio

SHARED = {"phone": 0.4, "device": 0.5, "payment": 0.35, "address": 0.25, "lines": 0.6}


def cast_ring(studio: Studio, count: int) -> list[Filer]:
    """A hand with a shop of its own and so many accounts."""
    draws = studio.draws
    hidden, slow = draws.chance(0.3), draws.chance(0.3)
    truth = Truth("ring", ring=new_ring(studio), slow=slow, hidden=hidden)
    crowded = draws.chance(0.5 if hidden else 0.1)
    truth = replace(truth, camouflaged=draws.chance(0.45), crowded=crowded)
    manner = MANNERS["padded" if truth.camouflaged else "puppet"]
    if draws.chance(0.2):
        manner = replace(manner, asks=0.4)
    niche = draws.choice(studio.bazaar.niches)
    sketch = Sketch(1, draws.around(3, 0.5), manner, 0.6, free=1.0, bent=1.5)
    return gang(studio, truth, niche, victims(studio, niche, 2 + draws.poisson(5)), sketch, count)


def new_ring(studio: Studio) -> str:
    studio.rings += 1
    return f"r{studio.rings}"


def victims(studio: Studio, niche: Niche, count: int) -> list[Store]:
    """Rivals that sell much in the niche."""
    rank = studio.draws.frailty
    rivals = sorted(niche.sellers["trader"], key=lambda o: (-o.weight * rank(2), o.name))
    return [store for rival in rivals[:count] for store in rival.stores]


def gang(
    studio: Studio, truth: Truth, niche: Niche, stores: list[Store], sketch: Sketch, count: int
) -> list[Filer]:
    """The accounts of a hand; what they share follows from how it hides."""
    draws, world = studio.draws, studio.world
    line = draws.choice(studio.lines) if truth.crowded else None
    days = float(world.clock.days)
    span = days * (draws.uniform(0.5, 1.0) if truth.slow else draws.uniform(0.15, 0.6))
    first = draws.uniform(0, days - span)
    hand, own = draws.choice(niche.sellers["trader"]), hand_badge(studio, line)
    echo_days = draws.uniform(18, 40) if truth.slow else draws.uniform(0.7, 4)
    one_paper = not truth.hidden and draws.chance(0.5)
    made: list[Filer] = []
    for _ in range(count):
        filer = puppet(studio, truth, niche, sketch, own, line)
        filer.tempo = replace(filer.tempo, start=first, end=first + span)
        if truth.slow:
            filer.tempo = replace(filer.tempo, sweep=0.05)
        filer.registered = first - draws.wait(45)
        filer.victims, filer.runs, filer.echo_days = stores, hand, echo_days
        filer.echo = min(0.6, 0.15 * count)
        made.append(filer)
        if one_paper and draws.chance(0.5):
            filer.docket[0].paper = made[0].docket[0].paper
    if draws.chance(0.15):
        draws.choice(made).shows_store = True
    if not truth.hidden and draws.chance(0.3):
        text = f"Our right is infringed by this listing. {names.word(draws)} must be removed."
        for filer in made:
            filer.template = text
    for filer in made:
        filer.gang = [other for other in made if other is not filer]
    return made


def hand_badge(studio: Studio, line: str | None) -> Badge:
    """All that a hand has of its own."""
    draws = studio.draws
    country = names.country(draws)
    own = badge_of(draws, studio.world, names.person(draws), country, line=line)
    device, account = f"d-{draws.getrandbits(48):012x}", f"pay-{draws.digits(14)}"
    return replace(own, phone=names.phone(draws, country), device=device, payment=account)


def puppet(
    studio: Studio, truth: Truth, niche: Niche, sketch: Sketch, own: Badge, line: str | None
) -> Filer:
    """An account with a right that is forged, grabbed, or weak and young, and a mailbox of its own.

    Of the rest of its badge some is the hand's, unless the ring hides.
    """
    draws = studio.draws
    standing = draws.among({"forged": 0.3, "grabbed": 0.3, "weak": 0.4})
    kind = draws.among({"trademark": 0.4, "copyright": 0.45, "design": 0.15})
    person = draws.chance(0.5)
    sketch = replace(sketch, kinds=(kind,), standing=standing)
    holder = studio.holder(sketch, niche, person)
    if truth.camouflaged:
        right_of(draws, studio.world, holder, "trademark", "sound")
    badge = badge_of(draws, studio.world, holder.name, holder.country, line=line)
    if not truth.hidden:
        kinds = [each for each, share in SHARED.items() if draws.chance(share)]
        badge = dressed(badge, own, kinds or ["device"])
        if own.email and draws.chance(0.12):
            # One mailbox under several spellings.
            tagged = own.email.replace("@", f"+{draws.digits(2)}@")
            badge = replace(badge, email=tagged)
    filed_as = "individual" if person else draws.choice(["rights_holder", "rights_holder", "agent"])
    return studio.filer(filed_as, holder.rights, sketch, badge, truth)
