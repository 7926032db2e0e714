"""Which plays are given: by the share of filers that abuse, and by how much each files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lab.makers.casebook import agents, extorters, impostors, rings, rivals
from lab.makers.casebook.acts import Part
from lab.makers.casebook.filings import Stage


@dataclass(frozen=True)
class Play:
    give: Callable[[Stage, Part], None]
    least: int  # accounts
    most: int
    heavy: float  # complaints an account, against the mean of abusers
    often: float


PLAYS: Final = (
    Play(rings.xu_v_tian, 3, 7, 0.5, 1.3),
    Play(rings.nguyen, 4, 24, 0.7, 0.7),
    Play(rings.lumen, 4, 14, 0.35, 0.7),
    Play(rings.relay, 3, 8, 0.4, 0.5),
    Play(extorters.brothers, 1, 3, 1.5, 0.9),
    Play(extorters.li_qing, 1, 3, 0.8, 0.7),
    Play(extorters.brady, 1, 1, 0.25, 0.8),
    Play(extorters.toll, 1, 2, 0.5, 0.7),
    Play(rivals.jiang, 1, 2, 0.7, 1.0),
    Play(rivals.boot_mat, 1, 2, 4.0, 0.5),
    Play(rivals.guizhou, 1, 3, 0.4, 1.0),
    Play(rivals.tp_link, 1, 1, 1.6, 0.9),
    Play(rivals.half_true, 1, 1, 1.2, 1.0),
    Play(rivals.strikes_back, 1, 1, 0.35, 0.8),
    Play(agents.wangwei, 1, 2, 6.0, 0.6),
    Play(agents.jinniu, 1, 2, 0.8, 0.6),
    Play(agents.paper_mill, 2, 6, 0.5, 0.4),
    Play(agents.nike_backpack, 1, 2, 1.5, 0.6),
    Play(impostors.bungie, 1, 3, 0.9, 1.0),
    Play(impostors.false_firm, 1, 1, 0.2, 0.8),
    Play(impostors.false_seal, 1, 2, 0.6, 0.6),
    Play(impostors.throw_away_sites, 1, 3, 2.5, 0.7),
    Play(impostors.shotgun, 1, 1, 2.5, 0.6),
)


def give(stage: Stage, accounts: int) -> None:
    """Give plays until so many accounts are cast; no play takes more than its share of the room."""
    dice, world = stage.dice, stage.world
    mean = world.per_filer * min(dice.uniform(2.5, 8.0), 0.3 / world.base)
    room = world.size * 0.4
    taste = [each.often * dice.about(1.0, 0.5) for each in PLAYS]
    turn = 0
    while accounts > 0:
        play = dice.choices(PLAYS, taste)[0]
        if play.least > accounts:
            continue
        most = max(play.least, accounts // 3)  # no play takes the whole programme
        wanted = min(accounts, most, dice.randrange(play.least, play.most + 1))
        amateur = dice.chance(world.amateurs)
        heavy = mean * play.heavy * (0.3 if amateur else 1.0) * dice.about(1.0, 0.6)
        number = max(wanted, min(round(heavy * wanted), round(world.size * 0.06)))
        number = max(wanted, min(number, round(room)))
        room = max(float(wanted), room - number)
        turn += 1
        play.give(stage, Part(wanted, number, f"{play.give.__name__}-{turn}", amateur))
        accounts -= wanted
