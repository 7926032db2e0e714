"""Lone abusers with their own aims; some hardly active, some with true claims among the false."""

from __future__ import annotations

from dataclasses import replace

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import badge_of
from lab.makers.cascades.filers import SCHEMES, Filer, Manner
from lab.makers.cascades.honest import PLAIN
from lab.makers.cascades.studio import Studio


def well_founded(manner: Manner) -> bool:
    """Whether more than a fifth is meant to be well-founded."""
    return manner.mix.get("copies", 0.0) > 0.2 * sum(manner.mix.values())


def cast_abuser(studio: Studio, name: str) -> Filer:
    """One lone abuser of a scheme."""
    draws, sketch = studio.draws, SCHEMES[name]
    if sketch.agent:
        return agency(studio, name)
    if name == "impostor":
        return impostor(studio)
    person = draws.chance(0.5)
    holder = studio.holder(sketch, person=person)
    badge = studio.badge(holder, sketch, studio.crowded_line())
    truth = Truth(name, slow=draws.chance(0.15), camouflaged=well_founded(sketch.manner))
    kind = "individual" if person else "rights_holder"
    filer = studio.filer(kind, holder.rights, sketch, badge, truth)
    if truth.slow:
        days = float(studio.world.clock.days)
        filer.tempo = replace(filer.tempo, sweep=0.0, start=0.1 * days, end=days)
    if draws.chance(sketch.shop):
        studio.keep_shop(filer, holder, 0.25)
    if name == "retaliator":
        copiers = holder.niches[0].sellers["copier"]
        filer.avenges = filer.runs = max(copiers, key=lambda o: (o.weight * draws.random(), o.name))
    if name in {"extortionist", "squatter"} and draws.chance(0.5):
        holder.rights[0].title = holder.niches[0].name.upper()[:20]
    return filer


def agency(studio: Studio, name: str) -> Filer:
    """An agent with real clients, whose work harms others; a client may file for itself too."""
    draws, sketch, stem = studio.draws, SCHEMES[name], names.word(studio.draws)
    firm = f"{stem} {draws.choice(['Marketplace Control', 'Brand Services', 'IP Consulting'])}"
    clients = [studio.holder(PLAIN) for _ in range(3 + draws.poisson(8))]
    docket = [right for client in clients for right in client.rights]
    badge = badge_of(draws, studio.world, firm, clients[0].country, names.domain(draws, stem))
    truth = Truth(name, camouflaged=well_founded(sketch.manner))
    for client in clients[:2]:
        if draws.chance(0.5):
            own, honest = studio.badge(client, PLAIN), Truth(innocent_kind="agency_client")
            studio.filer("rights_holder", client.rights, PLAIN, own, honest)
    return studio.filer("agent", docket, sketch, badge, truth)


def impostor(studio: Studio) -> Filer:
    """Somebody who says to be a firm that has an account of its own, or to act for it."""
    draws, sketch = studio.draws, SCHEMES["impostor"]
    known = [h for h in studio.holders if h.rights[0].kind == "trademark" and h.rights[0].number]
    holder = draws.choice(known) if known else studio.holder(sketch)
    agent = draws.chance(0.3)
    name = f"{names.word(draws)} Legal" if agent else holder.name
    near_name = names.domain(draws, holder.brand + draws.choice(["legal", "ip", "eu"]))
    domain = None if draws.chance(sketch.free) else near_name
    badge = badge_of(draws, studio.world, name, holder.country, domain)
    truth = Truth("impostor", camouflaged=well_founded(sketch.manner))
    kind = "agent" if agent else "rights_holder"
    return studio.filer(kind, holder.rights[:1], sketch, badge, truth)
