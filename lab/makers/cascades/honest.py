"""The honest: ordinary owners, and those whom a hasty rule would accuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import badge_of, dressed
from lab.makers.cascades.filers import HONEST, Filer, Manner
from lab.makers.cascades.statements import SHARED
from lab.makers.cascades.studio import Studio


@dataclass(frozen=True)
class Sketch:
    """A kind of single filer: how common, how busy (median, spread), how it bears itself."""

    weight: float
    median: float
    manner: Manner = HONEST
    spread: float = 1.0
    kinds: tuple[str, ...] = ()
    free: float = 0.35
    new: bool = False
    bent: float = 1.0
    shop: float = 0.0


SKETCHES: Final = {
    "ordinary": Sketch(60, 1.0, spread=1.15),
    "patentee": Sketch(5, 2, HONEST, kinds=("patent",)),
    "big_brand": Sketch(2.2, 30, replace(HONEST, batch=3, papers=0.9, care=1.5), 0.9, ("trademark", "design", "copyright"), 0.0),
    "campaigner": Sketch(2.5, 9, replace(HONEST, batch=1.5), bent=4.0),
    "newcomer": Sketch(5, 2.5, HONEST, new=True, free=0.8),
    "careless": Sketch(4, 4, Manner({"copies": 0.5, "errors": 0.3, "gone": 0.1, "spray": 0.1}, care=0.25, batch=1.5, papers=0.25, copied=0.15, stubborn=0.1)),
    "channel_keeper": Sketch(1.5, 8, Manner({"copies": 0.4, "grey": 0.6}, grey_as="unauthorised_channel", digs=0.4)),
    "hall_hunter": Sketch(2, 8, Manner({"copies": 0.45, "halls": 0.5, "errors": 0.05}, batch=1.2)),
    "settler": Sketch(2, 6, replace(HONEST, settles=0.3, yields=0.8)),
    "shop_owner": Sketch(5, 3, HONEST, shop=0.6),
    "form_user": Sketch(4, 2, replace(HONEST, template=SHARED[0])),
    "chaser": Sketch(2, 9, replace(HONEST, near=0.95, batch=1)),
    "disputed": Sketch(1.5, 8, HONEST),
    "scanner": Sketch(1, 20, Manner({"copies": 0.78, "errors": 0.16, "gone": 0.06}, batch=6, care=0.7, copied=0.06)),
}  # fmt: skip
GROUPS: Final = {"agency": 1.6, "law_firm": 1.0, "coalition": 1.0, "two_desks": 1.6, "shared_line": 1.0}  # fmt: skip


def cast_honest(studio: Studio) -> list[Filer]:
    """One honest filer, or a group that belongs together."""
    weights = {name: sketch.weight for name, sketch in SKETCHES.items()} | GROUPS
    name = studio.draws.among(weights)
    if name in SKETCHES:
        return [single(studio, name)]
    return {"agency": agency, "law_firm": law_firm, "coalition": coalition, "two_desks": two_desks, "shared_line": shared_line}[name](studio)  # fmt: skip


def single(studio: Studio, name: str, line: str | None = None) -> Filer:
    """A filer of a sketch."""
    draws, sketch = studio.draws, SKETCHES[name]
    person = name in {"ordinary", "form_user", "careless"} and draws.chance(0.4)
    kinds = sketch.kinds or (("copyright",) if person and draws.chance(0.7) else ())
    age = draws.uniform(-60, 200) if sketch.new else None
    holder = studio.holder(kinds=kinds, age=age, person=person, standing="young" if sketch.new else "sound")  # fmt: skip
    if name == "chaser":
        holder.copiers = holder.copiers[:1]
    if name == "disputed":
        holder.copiers = sorted(holder.copiers, key=lambda o: (-o.voice, o.name))[:3]
    mean = 1 + draws.around(sketch.median, sketch.spread) - (0.4 if name == "ordinary" else 0)
    kind = "individual" if person else "rights_holder"
    truth = Truth(innocent_kind=None if name == "ordinary" else name)
    free = person or draws.chance(sketch.free)
    filer = studio.filer(kind, holder, sketch.manner, mean, truth, free=free, new=sketch.new, bent=sketch.bent, line=line)  # fmt: skip
    if draws.chance(sketch.shop or 0.1):
        studio.keep_shop(filer, holder, shown=0.5)
    return filer


def agency(studio: Studio) -> list[Filer]:
    """An agent with many clients; now and then a client files for itself too."""
    draws = studio.draws
    name = f"{names.word(draws).capitalize()} {draws.choice(['Brand Protection', 'IP Services', 'Online Enforcement'])}"
    clients = [studio.holder() for _ in range(4 + int(draws.around(10, 0.7)))]
    docket = [right for client in clients for right in client.rights]
    manner = replace(HONEST, batch=draws.uniform(1, 5), papers=0.85, care=1.4, mix={"copies": 0.94, "errors": 0.06})  # fmt: skip
    mean = 15 + draws.around(35, 0.8)
    domain = names.domain(draws, name.split()[0])
    made = [studio.filer("agent", clients[0], manner, mean, Truth(innocent_kind="agency"), docket=docket, name=name, domain=domain)]  # fmt: skip
    for client in clients[:3]:
        if draws.chance(0.3):
            made.append(studio.filer("rights_holder", client, HONEST, 2, Truth(innocent_kind="agency_client")))  # fmt: skip
    return made


def law_firm(studio: Studio) -> list[Filer]:
    """Lawyers of one office: one telephone, one address, one line; each has clients of its own."""
    draws = studio.draws
    stem = f"{names.word(draws).capitalize()} & {names.word(draws).capitalize()} LLP"
    country, domain = names.country(draws), names.domain(draws, stem.split()[0])
    office = badge_of(draws, studio.world, stem, country, domain=domain)
    made = []
    for _ in range(draws.randrange(2, 6)):
        clients = [studio.holder() for _ in range(1 + draws.poisson(2.5))]
        docket = [right for client in clients for right in client.rights]
        badge = badge_of(draws, studio.world, f"{names.person(draws)}, {stem}", country, domain=domain)
        badge = replace(dressed(badge, office, ["phone", "address", "website", "lines"]), email=f"{draws.choice(names.GIVEN).lower()}{draws.digits(2)}@{domain}")  # fmt: skip
        made.append(studio.filer("agent", clients[0], HONEST, 2 + draws.around(7, 0.8), Truth(innocent_kind="law_firm"), docket=docket, badge=badge))  # fmt: skip
    return made


def coalition(studio: Studio) -> list[Filer]:
    """Brands of one trade that meet the same copiers, warn each other and strike together."""
    draws = studio.draws
    niche = draws.choice(studio.bazaar.niches)
    shared = draws.some(niche.sellers["copier"], 6)
    made = []
    for _ in range(draws.randrange(3, 8)):
        holder = studio.holder(niche=niche)
        holder.copiers = shared + holder.copiers[:2]
        manner = replace(HONEST, batch=1.2, template=SHARED[2] if draws.chance(0.3) else None)
        made.append(studio.filer("rights_holder", holder, manner, 2 + draws.around(7, 0.7), Truth(innocent_kind="coalition"), bent=2.0, alarm=0.4 / 3))  # fmt: skip
    for filer in made:
        filer.allies = [other for other in made if other is not filer]
    return made


def two_desks(studio: Studio) -> list[Filer]:
    """One firm with two accounts: another office, or the successor of who left."""
    draws = studio.draws
    holder = studio.holder()
    first = studio.filer("rights_holder", holder, HONEST, 1 + draws.around(4, 0.8), Truth(innocent_kind="two_desks"))  # fmt: skip
    badge = dressed(badge_of(draws, studio.world, holder.name, holder.country, domain=holder.website), first.badge, draws.some(["phone", "address", "website", "lines", "device", "payment"], 3))  # fmt: skip
    return [first, studio.filer("rights_holder", holder, HONEST, 1 + draws.around(4, 0.8), Truth(innocent_kind="two_desks"), badge=badge)]  # fmt: skip


def shared_line(studio: Studio) -> list[Filer]:
    """Unrelated people behind one line: a shared office, a dormitory, an exit of many."""
    line = names.network(studio.draws)
    studio.lines.append(line)
    made = [single(studio, "ordinary", line) for _ in range(studio.draws.randrange(3, 9))]
    for filer in made:
        filer.truth = Truth(innocent_kind="shared_line")
    return made
