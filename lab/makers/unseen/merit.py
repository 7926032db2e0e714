"""How right a claim is, how it looks at first, and what people make of it when they grade it."""

from __future__ import annotations

import math

import numpy as np

from lab.makers.unseen.stage import Draft
from lab.makers.unseen.terrain import Listing

# At first sight, and once the seller has spoken: above zero speaks for the filer. The gap between
# the two is what abuse lives from (97.5 % of notices were acted on, 28.4 % of them questionable,
# N3).
FIRST = {"copy": 1.2, "alike": 0.35, "parallel": 0.45, "licensed": 0.1, "own": -0.3}
TRUE = {"copy": 1.2, "alike": -0.45, "parallel": -0.9, "licensed": -1.2, "own": -1.4}
# How readily each kind of claim is believed (log-odds): from Temu's takedown rates (T1).
BELIEF = {"counterfeit": 0.25, "trademark": 0.05, "copyright": -0.7, "design": 0.1, "patent": -1.9,
          "unauthorised_channel": -0.9}  # fmt: skip


def chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def covered(draft: Draft, listing: Listing) -> bool:
    """Whether the right is the filer's to use and the goods are those it protects."""
    return listing.of == draft.brand.name and not draft.right.bad_faith


def first(draft: Draft, listing: Listing) -> float:
    """How the claim looks before the seller speaks. A made-up right looks like a right."""
    if not covered(draft, listing):
        return 0.5
    if draft.basis == "unauthorised_channel" and listing.nature == "parallel":
        return 0.7
    return FIRST[listing.nature]


def true(draft: Draft, listing: Listing) -> float:
    """How right the claim is, all facts known; of patents even the facts decide less."""
    if not covered(draft, listing):
        return -1.5
    if draft.basis == "unauthorised_channel" and listing.nature == "parallel":
        return 0.1
    easy = 0.6 if draft.right.kind == "patent" else 1.0
    return easy * TRUE[listing.nature]


def grade(rng: np.random.Generator, draft: Draft, listing: Listing) -> str:
    """A person's grade, mistaken at times. Manifest is what anybody should have seen: a right that
    is none, or goods that have nothing to do with it."""
    signal = true(draft, listing) + float(rng.normal(0, 0.6))
    if signal > 0.05:
        return "founded"
    plain = not covered(draft, listing) or listing.nature == "own"
    return "manifestly_unfounded" if rng.random() < (0.5 if plain else 0.05) else "unfounded"
