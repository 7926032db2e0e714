"""The honest: ordinary owners, and those whom a hasty rule would accuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import badge_of, dressed
from lab.makers.cascades.draws import table
from lab.makers.cascades.filers import HONEST, MANNERS, Filer, Sketch
from lab.makers.cascades.names import WORDS
from lab.makers.cascades.studio import Studio

PLAIN: Final = Sketch(1, 2)
COMMON: Final[dict[str, float]] = {
    **{name: sketch.weight for name, sketch in HONEST.items()},
    **table("people")["groups"],
}


def cast_honest(studio: Studio) -> list[Filer]:
    """One honest filer, or a group that belongs together."""
    name = studio.draws.among(COMMON)
    return GROUPS[name](studio) if name in GROUPS else [single(studio, name)]


def single(studio: Studio, name: str, line: str | None = None) -> Filer:
    """A filer of a sketch."""
    draws, sketch = studio.draws, HONEST[name]
    person = name in {"ordinary", "form_user", "careless"} and draws.chance(0.4)
    if person:
        kinds = ("copyright",) if draws.chance(0.7) else ()
        sketch = replace(sketch, kinds=kinds, free=1.0)
    holder = studio.holder(sketch, person=person)
    if name == "chaser":
        holder.copiers = holder.copiers[:1]
    if name == "disputed":
        # Copiers that answer whatever is said of them, with forged invoices.
        holder.copiers = holder.copiers[:3]
        for seller in holder.copiers:
            seller.voice = 15.0
    badge = studio.badge(holder, sketch, line or studio.crowded_line())
    truth = Truth(innocent_kind=None if name == "ordinary" else name)
    kind = "individual" if person else "rights_holder"
    filer = studio.filer(kind, holder.rights, sketch, badge, truth)
    if name == "form_user":
        filer.template = WORDS["shared"][0]
    if draws.chance(sketch.shop):
        studio.keep_shop(filer, holder, 0.5)
    return filer


def agency(studio: Studio) -> list[Filer]:
    """An agent with many clients; now and then a client files for itself too."""
    draws = studio.draws
    stem = names.word(draws)
    firm = f"{stem} {draws.choice(['Brand Protection', 'IP Services', 'Online Enforcement'])}"
    clients = [studio.holder(PLAIN) for _ in range(4 + int(draws.around(10, 0.7)))]
    docket = [right for client in clients for right in client.rights]
    badge = badge_of(draws, studio.world, firm, clients[0].country, names.domain(draws, stem))
    sketch = Sketch(1, 45, MANNERS["agency"], 0.8)
    made = [studio.filer("agent", docket, sketch, badge, Truth(innocent_kind="agency"))]
    for client in clients[:3]:
        if draws.chance(0.3):
            truth, own = Truth(innocent_kind="agency_client"), studio.badge(client, PLAIN)
            own = dressed(own, badge, draws.choice([[], ["payment"], ["lines", "phone"]]))
            made.append(studio.filer("rights_holder", client.rights, PLAIN, own, truth))
    return made


def law_firm(studio: Studio) -> list[Filer]:
    """Lawyers of one office: one telephone, one address, one line; each has clients of its own."""
    draws, world = studio.draws, studio.world
    stem = f"{names.word(draws)} & {names.word(draws)} LLP"
    country, domain = names.country(draws), names.domain(draws, stem.split()[0])
    office = badge_of(draws, world, stem, country, domain)
    made = []
    for _ in range(draws.randrange(2, 6)):
        clients = [studio.holder(PLAIN) for _ in range(1 + draws.poisson(2.5))]
        docket = [right for client in clients for right in client.rights]
        badge = badge_of(draws, world, f"{names.person(draws)}, {stem}", country, domain)
        badge = dressed(badge, office, ["phone", "address", "website", "lines"])
        badge = replace(badge, email=f"{names.word(draws).lower()}@{domain}")
        truth = Truth(innocent_kind="law_firm")
        made.append(studio.filer("agent", docket, Sketch(1, 6), badge, truth))
    return made


def coalition(studio: Studio) -> list[Filer]:
    """Brands of one trade that meet the same copiers, warn each other and strike together."""
    draws, niche = studio.draws, studio.draws.choice(studio.bazaar.niches)
    shared = draws.some(niche.sellers["copier"], 6)
    sketch = Sketch(1, 6, MANNERS["coalition"], 0.7, bent=2.0)
    made = []
    for _ in range(draws.randrange(3, 8)):
        holder = studio.holder(sketch, niche)
        holder.copiers = shared + holder.copiers[:2]
        badge, truth = studio.badge(holder, sketch), Truth(innocent_kind="coalition")
        made.append(studio.filer("rights_holder", holder.rights, sketch, badge, truth))
        made[-1].template = WORDS["shared"][2] if draws.chance(0.3) else None
    for filer in made:
        filer.allies = [other for other in made if other is not filer]
        filer.tempo = replace(filer.tempo, alarm=min(0.4 / len(filer.allies), 0.2))
    return made


def two_desks(studio: Studio) -> list[Filer]:
    """One firm with two accounts: another office, or the successor of who left."""
    draws, holder, sketch = studio.draws, studio.holder(PLAIN), Sketch(1, 3)
    first = studio.badge(holder, sketch)
    kinds = draws.some(["phone", "address", "email", "lines", "device", "payment"], 4)
    second, truth = (
        dressed(studio.badge(holder, sketch), first, kinds),
        Truth(innocent_kind="two_desks"),
    )
    return [
        studio.filer("rights_holder", holder.rights, sketch, badge, truth)
        for badge in (first, second)
    ]


def shared_line(studio: Studio) -> list[Filer]:
    """Unrelated people behind one line: an office, a dormitory, a library with its computer."""
    draws, line = studio.draws, names.network(studio.draws)
    studio.lines.append(line)
    made = [single(studio, "ordinary", line) for _ in range(draws.randrange(3, 9))]
    library = f"d-{draws.getrandbits(48):012x}" if draws.chance(0.3) else None
    for filer in made:
        if library and draws.chance(0.7):
            filer.badge = replace(filer.badge, device=library)
        filer.truth = Truth(innocent_kind="shared_line")
    return made


GROUPS: Final[dict[str, Callable[[Studio], list[Filer]]]] = {
    "agency": agency,
    "law_firm": law_firm,
    "coalition": coalition,
    "two_desks": two_desks,
    "shared_line": shared_line,
}
