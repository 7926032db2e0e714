"""How an honest filer comes to its targets: it searches, looks at what turns up, and believes."""

from __future__ import annotations

import numpy as np

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.brands import Brand, Right
from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.stage import World
from lab.makers.unseen.terrain import Listing, Operator
from lab.makers.unseen.words import pick

NATURES = ("copy", "alike", "parallel", "licensed", "own")
# What a search for one's own brand turns up, by what is complained of. No source counts it; set so
# that, after eye and desk, takedowns come near Temu's 73 % (design, mark), 55 % (copyright), 34 %
# (patent).
FOUND = {
    "counterfeit": (0.62, 0.10, 0.14, 0.09, 0.05),
    "trademark": (0.50, 0.24, 0.13, 0.08, 0.05),
    "copyright": (0.44, 0.26, 0.05, 0.10, 0.15),
    "design": (0.46, 0.34, 0.04, 0.06, 0.10),
    "patent": (0.30, 0.46, 0.04, 0.05, 0.15),
    "unauthorised_channel": (0.10, 0.05, 0.70, 0.12, 0.03),
}
# How far a copy looks from lawful goods to a filer's eye, in standard deviations of its doubt.
KEEN = {"counterfeit": 2.3, "trademark": 1.8, "copyright": 1.6, "design": 1.3, "patent": 0.8,
        "unauthorised_channel": 1.4}  # fmt: skip
LIKENESS = {"copy": 1.0, "parallel": 0.35, "alike": 0.3, "licensed": 0.0, "own": -0.3}
BAR = 0.75


def basis_of(rng: np.random.Generator, right: Right) -> str:
    """What a filer says of its target: marks are held against fakes, misuse and, at times, rivals
    in the channel (P9; two in a hundred name grey goods by their name)."""
    if right.kind != "trademark":
        return right.kind
    draw = rng.random()
    return "counterfeit" if draw < 0.52 else "trademark" if draw < 0.95 else "unauthorised_channel"


def targets(rng: np.random.Generator) -> int:
    """How many listings one complaint names: mostly one or two, rarely a hundred (limits are 20 to
    300 a request, A10, T1, Z11)."""
    return 1 + min(int(rng.pareto(1.5) * 1.2), 180)


def search(
    world: World, account: Account, brand: Brand, basis: str, at: float, *,
    wanted: int = 0, sellers: list[Operator] | None = None, house: str = "",
) -> list[Listing]:  # fmt: skip
    """Up to `wanted` listings that the filer takes for wrongs, the least doubtful if it doubts all.

    One look in four falls on a listing that turned up before. `sellers`: whom it hunts.
    """
    rng, eye = world.rng, account.eye
    wanted = wanted or targets(rng)
    house = house or pick(rng, account.houses)
    tilt = NICHES[brand.niche][2] * (0.6 if basis in ("counterfeit", "trademark") else 0.2)
    shares = [
        share * (1 + max(tilt, -0.5)) if n == 0 else share for n, share in enumerate(FOUND[basis])
    ]
    steps = np.cumsum(shares) / sum(shares)
    gap = max(KEEN[basis] + eye.keen, 0.1)
    taken: list[Listing] = []
    best: tuple[float, Listing] | None = None
    for _ in range(3 * wanted + 5):
        seen = look(world, brand, house, at, steps, sellers)
        score = gap * LIKENESS[seen.nature] + float(rng.normal())
        if score > gap * BAR - eye.zeal:
            taken.append(seen)
        if best is None or score > best[0]:
            best = (score, seen)
        if len(taken) == wanted:
            break
    return taken or ([best[1]] if best else [])


def look(
    world: World,
    brand: Brand,
    house: str,
    at: float,
    steps: np.ndarray,
    sellers: list[Operator] | None,
) -> Listing:
    rng = world.rng
    if brand.cloud and rng.random() < 0.25:
        old = brand.cloud[-1 - int(rng.random() * min(len(brand.cloud), 25))]
        if old.store.house == house and old.listed < at and not old.gone(at):
            return old
    nature = NATURES[min(int(np.searchsorted(steps, rng.random())), 4)]
    seller = pick(rng, sellers) if sellers and nature == "copy" else None
    fresh = world.terrain.show(brand.niche, house, nature, brand.name, at, seller)
    brand.cloud.append(fresh)
    return fresh
