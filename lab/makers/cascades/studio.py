"""Where holders and accounts are made, each with random effects of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import Badge, badge_of
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer, Manner, Tempo
from lab.makers.cascades.goods import Bazaar, Niche, Operator
from lab.makers.cascades.rights import Holder, Right, right_of
from lab.makers.cascades.worlds import World

KINDS = {"trademark": 0.56, "copyright": 0.26, "design": 0.1, "patent": 0.06, "other": 0.02}
ACCOUNTS_A_LINE = 120  # one line of many (an exit, a shared office) for so many accounts


class Studio:
    """Makes holders, rights and accounts of one market."""

    def __init__(self, draws: Draws, world: World, bazaar: Bazaar) -> None:
        self.draws, self.world, self.bazaar = draws, world, bazaar
        self.holders: list[Holder] = []
        self.filers: list[Filer] = []
        self.rings = 0
        self.lines = [names.network(draws) for _ in range(3 + world.size // (4 * ACCOUNTS_A_LINE))]

    def holder(
        self, *, niche: Niche | None = None, kinds: tuple[str, ...] = (), standing: str = "sound",
        age: float | None = None, person: bool = False,
    ) -> Holder:  # fmt: skip
        """A holder with a right or a few, and the sellers of its niches that copy it."""
        draws = self.draws
        niche = niche or draws.choice(self.bazaar.niches)
        niches = [niche] + ([draws.choice(self.bazaar.niches)] if draws.chance(0.15) else [])
        brand, country = names.brand(draws), names.country(draws)
        name = names.person(draws) if person else names.firm(draws, brand, country)
        reference = f"h{len(self.holders) + 1000}"
        made = Holder(reference, name, brand, country, names.domain(draws, brand), niches)
        for kind in kinds or (draws.among(KINDS),):
            right_of(draws, self.world, made, kind, standing, age)
        if not kinds and draws.chance(0.35):
            right_of(draws, self.world, made, draws.among(KINDS), standing, age)
        pool = [o for n in niches for o in n.sellers["copier"]]
        made.copiers = draws.some(pool, 2 + int(draws.around(6, 0.7)))
        made.copiers += [o for n in niches for o in n.sellers["hall"] if draws.chance(0.3)]
        niche.holders.append(made)
        self.holders.append(made)
        return made

    def filer(
        self, kind: str, holder: Holder, manner: Manner, mean: float, truth: Truth, *,
        docket: list[Right] | None = None, name: str | None = None, free: bool = False,
        domain: str | None = None, new: bool = False, badge: Badge | None = None,
        line: str | None = None, **tempo: Any,
    ) -> Filer:  # fmt: skip
        """An account that files for a holder, or for those of a docket."""
        draws, world = self.draws, self.world
        days = world.clock.days
        start = draws.uniform(days * 0.3, days * 0.85) if new else draws.uniform(-150, days * 0.7)
        start = max(0.0, start)
        end = min(float(days), start + 30 + draws.wait(days * 0.9)) if mean < 40 else float(days)
        mine = holder.website if not free else None
        if line is None and mean < 8 and draws.chance(world.crowd):
            line = draws.choice(self.lines)
        if badge is None:
            registered = bool(holder.rights and holder.rights[0].number)
            badge = badge_of(
                draws, world, name or holder.name, holder.country,
                domain=domain or mine, registered=registered and kind != "agent", line=line,
            )  # fmt: skip
        if "sweep" not in tempo:
            tempo["sweep"] = min(0.6, world.sweep * draws.frailty(2))
        made = Filer(
            reference=f"a{len(self.filers) + 20_000}", kind=kind, badge=badge,
            docket=docket or holder.rights,
            tempo=Tempo(**({"mean": min(mean, world.size * 0.05), "start": start, "end": end} | tempo)),
            manner=self.varied(manner), truth=truth,
            registered=start - draws.wait(6 if new else 300),
        )  # fmt: skip
        if docket is not None:
            made.weights = [draws.frailty(0.6) + 0.02 for _ in docket]
        if tempo.get("times"):
            made.registered = tempo["times"][0] - draws.wait(40)
        self.filers.append(made)
        return made

    def varied(self, manner: Manner) -> Manner:
        """The manner of one's kind with effects of one's own."""
        draws = self.draws
        mix = {aim: share * draws.frailty(8) for aim, share in manner.mix.items()}
        honest = mix.keys() <= {"copies", "errors"}
        if honest and "copies" in mix:
            wrong = draws.part(self.world.mistaken * manner.mix.get("errors", 0.07) / 0.07, 12)
            mix = {"copies": 1 - wrong, "errors": wrong}
        return replace(
            manner, mix=mix, care=manner.care * draws.around(1, 0.3),
            batch=manner.batch * draws.around(1, 0.4),
            papers=draws.part(manner.papers, 6), yields=draws.part(manner.yields, 8),
        )  # fmt: skip

    def trader(self, niche: Niche) -> Operator:
        return self.draws.choice(niche.sellers["trader"])

    def keep_shop(self, filer: Filer, holder: Holder, *, shown: float) -> None:
        """The holder sells too; the account says so, or not."""
        filer.runs = holder.runs = self.trader(holder.niches[0])
        filer.shows_store = self.draws.chance(shown)
