"""The sellers: do they answer, with what, do they pay, what do they tell the platform?"""

from __future__ import annotations

import math

import numpy as np

from lab.makers.unseen.docket import Docket
from lab.makers.unseen.houses import House
from lab.makers.unseen.merit import chance, true
from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.stage import Draft
from lab.makers.unseen.terrain import Listing

ASKED = ("asked for a licence fee", "asked for money by chat", "wanted me to raise my price",
         "offered to withdraw for a payment")  # fmt: skip


def answers(rng: np.random.Generator, draft: Draft, listing: Listing, house: House) -> bool:
    """Who has much to lose answers oftener, and who was hit before; copiers nearly never."""
    seller = listing.store.operator
    odds = seller.answers + NICHES[listing.niche][3] + house.shy
    odds += 0.25 * (math.log1p(listing.sales) - 2.6) + (0.4 if seller.scares > 2 else 0.0)
    odds += 0.9 if true(draft, listing) < -0.5 else -1.2 if seller.honest else 0.0
    return rng.random() < chance(odds)


def proof(rng: np.random.Generator, draft: Draft, listing: Listing) -> float:
    """How much an answer proves: papers of one's own, forged papers (P15), or words."""
    if true(draft, listing) < 0:
        return float(rng.normal(1.2, 0.6))
    forged = rng.random() < listing.store.operator.forges
    return float(rng.normal(0.7, 0.7) if forged else rng.normal(-0.5, 0.6))


def answered_after(rng: np.random.Generator, house: House) -> float:
    """Days until the answer: within the house's clock (A4: 3 or 27 business days; M1: 4 days)."""
    if house.name == "plaza":
        return float(rng.uniform(0.1, 4))
    if house.name == "lotus":
        return float(rng.uniform(0.1, 4.5) if rng.random() < 0.65 else rng.uniform(4.5, 38))
    return float(min(0.2 + rng.exponential(7), 60))


def pressed(
    rng: np.random.Generator, draft: Draft, listing: Listing, at: float, docket: Docket
) -> float | None:
    """The filer asks for money (P2): when the seller pays the claim is withdrawn; returns that day.

    A third pay (the brothers of K1 took money from most of 98 shops); of those who pay one in nine
    tells the platform, of the others one in three.
    """
    if rng.random() >= draft.conduct.demands:
        return None
    asked = at + float(rng.uniform(0.3, 5))
    pays = rng.random() < chance(-1.2 + 0.3 * (math.log1p(listing.sales) - 2.6))
    if rng.random() < (0.11 if pays else 0.33):
        told = asked + float(rng.exponential(4))
        docket.add(
            told, "demand_report", listing.lid, by="seller", note=ASKED[int(rng.random() * 4)]
        )
    return asked + float(rng.exponential(3)) if pays else None


def cry(rng: np.random.Generator, listing: Listing, at: float, docket: Docket) -> None:
    """Some sellers call it extortion though nobody asked for anything."""
    if rng.random() < listing.store.operator.cries:
        docket.add(
            at + float(rng.uniform(0.5, 9)), "demand_report", listing.lid, by="seller",
            note=ASKED[int(rng.random() * 4)],
        )  # fmt: skip
