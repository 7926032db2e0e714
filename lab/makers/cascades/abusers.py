"""Lone abusers, each with its own aims; some hardly active, some with true claims among the false."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.filers import Filer, Manner
from lab.makers.cascades.studio import Studio

KNOWING: Final = Manner({"rivals": 0.8, "copies": 0.1, "errors": 0.1}, yields=0.3, digs=0.5, papers=0.65)  # fmt: skip


@dataclass(frozen=True)
class Scheme:
    """A kind of abuse: how common, how busy, with what kind of right, and how."""

    weight: float
    median: float
    manner: Manner
    kinds: tuple[str, ...] = ("copyright",)
    standing: str = "weak"
    spread: float = 0.8
    free: float = 0.7
    new: bool = False
    bent: float = 1.5
    shop: float = 0.0
    agent: bool = False


SCHEMES: Final = {
    "competitor": Scheme(5, 7, KNOWING, ("design",), shop=0.35),
    "quiet_competitor": Scheme(2, 0.8, replace(KNOWING, batch=0.3), shop=0.2, spread=0.4),
    "squatter": Scheme(3, 8, Manner({"grabbed": 1.0}, yields=0.25, digs=0.5, settles=0.08, batch=1.5, papers=0.9), ("trademark",), "grabbed"),
    "image_grabber": Scheme(2.5, 7, Manner({"grabbed": 0.9, "spray": 0.1}, yields=0.4, batch=1.2), ("copyright",), "grabbed"),
    "extortionist": Scheme(3, 9, Manner({"grabbed": 1.0}, asks=0.75, settles=0.1, yields=0.5, digs=0.1, batch=1.0, near=0.3), ("trademark",), "forged", new=True),
    "impostor": Scheme(3, 6, Manner({"rivals": 0.6, "copies": 0.4}, yields=0.2, digs=0.15, care=0.6, papers=0.4), ("trademark",), new=True, free=0.6),
    "shotgun": Scheme(2, 10, Manner({"spray": 0.55, "gone": 0.1, "copies": 0.25, "errors": 0.1}, batch=9, care=0.35, copied=0.12, papers=0.2, yields=0.3, digs=0.05, near=0.1), ("copyright",), free=0.9),
    "forger": Scheme(2.5, 6, Manner({"rivals": 1.0}, yields=0.2, digs=0.6, papers=0.95, stubborn=0.2), ("trademark",), "forged"),
    "dead_right": Scheme(1.2, 7, Manner({"rivals": 1.0}, stubborn=0.3, digs=0.4), ("trademark",), "dead"),
    "refiler": Scheme(1.5, 5, replace(KNOWING, stubborn=1.0, appeals=0.3, digs=0.7), ("design",)),
    "festival": Scheme(2.5, 8, Manner({"rivals": 1.0}, batch=1.5, digs=0.5, yields=0.25), ("patent",), new=True, bent=7.0, shop=0.2),
    "half_genuine": Scheme(3, 12, Manner({"copies": 0.5, "rivals": 0.45, "errors": 0.05}, yields=0.35, digs=0.5), ("trademark", "copyright"), "sound", free=0.3, shop=0.4),
    "retaliator": Scheme(1, 3, Manner({"rivals": 1.0}, yields=0.3, stubborn=0.2), shop=0.5),
    "channel_agency": Scheme(1, 25, Manner({"grey": 0.6, "copies": 0.4}, yields=0.6, digs=0.2, batch=2, papers=0.9, care=1.3), agent=True, free=0.0),
    "withdrawing_agency": Scheme(1.2, 28, Manner({"rivals": 0.45, "errors": 0.2, "copies": 0.35}, yields=0.9, digs=0.02, batch=2, papers=0.8, care=1.2), agent=True, free=0.0),
}  # fmt: skip


def cast_abuser(studio: Studio, name: str) -> list[Filer]:
    """One lone abuser of a scheme."""
    draws, scheme = studio.draws, SCHEMES[name]
    mean = 1 + draws.around(scheme.median, scheme.spread)
    if scheme.agent:
        return [agency(studio, name, mean)]
    true_share = scheme.manner.mix.get("copies", 0.0) / sum(scheme.manner.mix.values())
    truth = Truth(pattern=name, camouflaged=true_share > 0.2, slow=mean > 4 and draws.chance(0.15))
    person = draws.chance(0.5)
    if name == "impostor":
        return [impostor(studio, mean, truth)]
    age = draws.uniform(-90, 250) if scheme.standing in {"weak", "grabbed"} else None
    holder = studio.holder(kinds=scheme.kinds, standing=scheme.standing, age=age, person=person)
    free = draws.chance(scheme.free)
    tempo = {"sweep": 0.05} if truth.slow else {}
    filer = studio.filer("individual" if person else "rights_holder", holder, scheme.manner, mean, truth, free=free, new=scheme.new, bent=scheme.bent, **tempo)  # fmt: skip
    if draws.chance(scheme.shop or 0.05):
        studio.keep_shop(filer, holder, shown=0.25)
    if name == "retaliator":
        copiers = holder.niches[0].sellers["copier"]
        filer.avenges = max(copiers, key=lambda o: (o.weight * draws.random(), o.name))
        filer.runs = filer.avenges
    if name in {"extortionist", "squatter"} and draws.chance(0.5):
        filer.docket[0].title = holder.niches[0].name.upper()[:20]
    return [filer]


def agency(studio: Studio, name: str, mean: float) -> Filer:
    """An agent with real clients, whose work harms others; one client files for itself too."""
    draws = studio.draws
    stem = names.word(draws).capitalize()
    clients = [studio.holder(kinds=("trademark",)) for _ in range(3 + draws.poisson(8))]
    docket = [right for client in clients for right in client.rights]
    filer = studio.filer("agent", clients[0], SCHEMES[name].manner, mean, Truth(pattern=name, camouflaged=True), docket=docket, name=f"{stem} {draws.choice(['Marketplace Control', 'Brand Services', 'IP Consulting'])}", domain=names.domain(draws, stem))  # fmt: skip
    filer.truth = replace(filer.truth, camouflaged=filer.manner.mix.get("copies", 0) > 0.2)
    return filer


def impostor(studio: Studio, mean: float, truth: Truth) -> Filer:
    """Somebody who says to be a firm that has an account of its own, or has none."""
    draws = studio.draws
    known = [h for h in studio.holders if h.rights[0].kind == "trademark" and h.rights[0].number]
    holder = draws.choice(known) if known else studio.holder(kinds=("trademark",))
    near_name = names.domain(draws, holder.brand + draws.choice(["-legal", "ip", "-eu"]))
    agent = draws.chance(0.3)
    name = f"{names.word(draws).capitalize()} Legal" if agent else holder.name
    scheme = SCHEMES["impostor"]
    free = draws.chance(scheme.free)
    return studio.filer("agent" if agent else "rights_holder", holder, scheme.manner, mean, truth, docket=[holder.rights[0]], name=name, free=free, domain=None if free else near_name, new=True)  # fmt: skip
