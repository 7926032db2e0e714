"""What moves each kind of filer: from the state of the market to the complaint it may send."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.economy.hands import crews, holders, rivals, strangers
from lab.makers.economy.things import Draft, Filer
from lab.makers.economy.world import World

AIMS: dict[str, Callable[[World, Filer, float], Draft]] = {
    "protect": holders.protect,
    "agency": holders.spray,
    "half_genuine": holders.half,
    "competitor": rivals.outrank,
    "extortion": rivals.extort,
    "squatter": rivals.squat,
    "patent_troll": rivals.troll,
    "shotgun": strangers.blast,
    "impostor": strangers.pose,
    "ring": crews.strike,
}
