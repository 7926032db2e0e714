"""Where holders and accounts are made, each with random effects of its own."""

from __future__ import annotations

from dataclasses import replace

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import Badge, badge_of
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer, Manner, Sketch, Tempo
from lab.makers.cascades.goods import Bazaar, Niche
from lab.makers.cascades.rights import Holder, Right, right_of
from lab.makers.cascades.worlds import RATES, World

ACCOUNTS_A_LINE = 120  # one line of many (an exit, a shared office) for so many accounts


class Studio:
    """Makes holders, rights and accounts of one market."""

    def __init__(self, draws: Draws, world: World, bazaar: Bazaar) -> None:
        self.draws, self.world, self.bazaar = draws, world, bazaar
        self.holders: list[Holder] = []
        self.filers: list[Filer] = []
        self.rings = 0
        self.lines = [names.network(draws) for _ in range(3 + world.size // (4 * ACCOUNTS_A_LINE))]

    def mark(self, lead: str) -> str:
        """A reference that tells nothing of who was made beside whom."""
        return f"{lead}{self.draws.getrandbits(48):012x}"

    def holder(self, sketch: Sketch, niche: Niche | None = None, person: bool = False) -> Holder:
        """A holder with a right or a few, and the sellers of its niches that copy it."""
        draws = self.draws
        niche = niche or draws.choice(self.bazaar.niches)
        niches = [niche] + ([draws.choice(self.bazaar.niches)] if draws.chance(0.15) else [])
        brand, country = names.brand(draws), names.country(draws)
        name = names.person(draws) if person else names.firm(draws, brand, country)
        made = Holder(self.mark("h"), name, brand, country, names.domain(draws, brand), niches)
        age = draws.uniform(-90, 250) if sketch.standing in {"weak", "young", "grabbed"} else None
        kinds = list(sketch.kinds) or [draws.among(RATES["filer"]["rights"])]
        if not sketch.kinds and draws.chance(0.35):
            kinds.append(draws.among(RATES["filer"]["rights"]))
        for kind in kinds:
            right_of(draws, self.world, made, kind, sketch.standing, age)
        copiers = [seller for each in niches for seller in each.sellers["copier"]]
        made.copiers = draws.some(copiers, 2 + int(draws.around(6, 0.7)))
        halls = [seller for each in niches for seller in each.sellers["hall"]]
        made.copiers += [seller for seller in halls if draws.chance(0.3)]
        niche.holders.append(made)
        self.holders.append(made)
        return made

    def badge(self, holder: Holder, sketch: Sketch, line: str | None = None) -> Badge:
        draws = self.draws
        domain = None if draws.chance(sketch.free) else holder.website
        listed = holder.rights[0].number is not None
        return badge_of(draws, self.world, holder.name, holder.country, domain, listed, line)

    def filer(
        self, kind: str, docket: list[Right], sketch: Sketch, badge: Badge, truth: Truth
    ) -> Filer:
        """An account that files for the holders of a docket, as its sketch has it."""
        draws, world = self.draws, self.world
        mean = 1 + draws.around(sketch.median, sketch.spread)
        mean = min(mean * (world.zeal if truth.pattern else 1), world.size * 0.06)
        days = float(world.clock.days)
        low, high = (0.3, 0.85) if sketch.new else (-0.25, 0.7)
        start = max(0.0, draws.uniform(days * low, days * high))
        end = days if mean > 40 else min(days, start + 30 + draws.wait(days * 0.9))
        sweep = min(0.6, world.sweep * draws.frailty(2))
        tempo = Tempo(mean, start, end, sketch.bent, sweep, world.alarm)
        opened = start - draws.wait(6 if sketch.new else 300)
        manner = self.varied(sketch.manner)
        weights = {right.key: draws.frailty(0.6) + 0.02 for right in docket}
        made = Filer(self.mark("a"), kind, badge, docket, tempo, manner, truth, opened, weights)
        self.filers.append(made)
        return made

    def varied(self, manner: Manner) -> Manner:
        """The manner of one's kind with effects of one's own."""
        draws, mix = self.draws, manner.mix
        if mix.keys() == {"copies", "errors"}:
            wrong = draws.part(self.world.mistaken * mix["errors"] / 0.07, 12)
            mix = {"copies": 1 - wrong, "errors": wrong}
        else:
            mix = {aim: share * draws.frailty(8) for aim, share in mix.items()}
        return replace(
            manner,
            mix=mix,
            care=manner.care * draws.around(1, 0.3),
            batch=manner.batch * draws.around(1, 0.4),
            papers=draws.part(manner.papers, 6),
            yields=draws.part(manner.yields, 8),
        )

    def crowded_line(self) -> str | None:
        """A line of many, for the share of small filers that sit behind one."""
        crowd = self.draws.chance(self.world.crowd)
        return self.draws.choice(self.lines) if crowd else None

    def keep_shop(self, filer: Filer, holder: Holder, shown: float) -> None:
        """The holder sells too; the account says so, or not."""
        filer.runs = holder.runs = self.draws.choice(holder.niches[0].sellers["trader"])
        filer.shows_store = self.draws.chance(shown)
