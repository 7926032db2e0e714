"""Plants of people who know that some detector exists: the framed, and abusers who mask themselves.

Nobody here confirms a mailbox that is another's or uses another's device or bank account: what is
copied of a victim is what anybody can read of it, and it is typed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.cascades import names
from lab.makers.cascades.badges import dressed
from lab.makers.cascades.filers import MANNERS, Filer, Manner, Phase, Sketch
from lab.makers.cascades.goods import Niche
from lab.makers.cascades.rings import gang, hand_badge, new_ring, puppet, victims
from lab.makers.cascades.studio import Studio

HARMED: Final = Sketch(1, 13, spread=0.4, kinds=("trademark",), free=0.3)
EACH: Final = 4_000  # complaints for which each plant is set once


def plant(studio: Studio) -> None:
    """Set all plants, in a large market several times."""
    for _ in range(max(1, round(studio.world.size / EACH))):
        for strategy, papers in PUPPETS.items():
            framed_by_puppets(studio, strategy, papers)
        for each in FRAMES + MASKS:
            each(studio)


def innocent(studio: Studio, strategy: str, budget: int, line: str | None = None) -> Filer:
    """An honest filer, busy enough for what is done to it, that shows all its public marks."""
    draws, holder = studio.draws, studio.holder(HARMED)
    sketch = replace(HARMED, median=8 + 1.2 * budget)
    badge = studio.badge(holder, HARMED, line)
    phone, address = names.phone(draws, badge.country), names.address(draws, badge.country)
    badge = replace(badge, phone=phone, address=address)
    truth = Truth(strategy=strategy, budget=budget)
    return studio.filer("rights_holder", holder.rights, sketch, badge, truth)


def framed_by_puppets(studio: Studio, strategy: str, papers: bool) -> None:
    """Accounts that look like the victim's come before and after it, and lose on purpose.

    With papers they attach its certificate too, which it has sent to sellers.
    """
    draws = studio.draws
    count, each = draws.choice([(1, 2), (2, 3), (4, 3), (6, 4)])
    budget = count * (1 + each)
    victim = innocent(studio, strategy, budget)
    holder = victim.docket[0].holder
    truth = Truth("ring", ring=new_ring(studio), strategy=f"{strategy}_by", budget=budget)
    sketch = Sketch(1, 1, MANNERS["follower"], 0.3, free=1.0)
    own = hand_badge(studio, None)
    start, end = victim.tempo.start, victim.tempo.end
    for number in range(count):
        made = puppet(studio, truth, holder.niches[0], sketch, own, None)
        made.badge = dressed(made.badge, victim.badge, ["phone", "address", "website"])
        made.badge = replace(made.badge, name=holder.name)
        made.docket[0].holder.name, made.docket[0].title = holder.name, victim.docket[0].title
        if papers:
            claimed = replace(victim.docket[0], key=made.docket[0].key, standing="forged")
            made.docket, made.weights = [claimed], {claimed.key: 1.0}
        made.victims = [store for seller in holder.copiers for store in seller.stores]
        ahead = max(0.0, start - draws.uniform(2, 25))
        day = ahead if number % 2 == 0 else draws.uniform(start, end)
        made.tempo = replace(made.tempo, times=(day,), start=day, end=end)
        made.registered, made.most = day - draws.wait(3), each
        victim.followers.append(made)


def framed_by_answers(studio: Studio) -> None:
    """Sellers that the victim accuses rightly all answer, with forged invoices."""
    budget = studio.draws.choice([3, 8, 20])
    victim = innocent(studio, "answered_by_mob", budget)
    victim.mob, victim.mob_left = "answers", budget


def framed_by_reports(studio: Studio) -> None:
    """Sellers say that the victim asked for money."""
    budget = studio.draws.choice([2, 5, 12])
    victim = innocent(studio, "reported_by_mob", budget)
    victim.mob, victim.mob_left = "reports", budget


def framed_by_bait(studio: Studio) -> None:
    """Listings that look like copies and are not; their sellers have the papers ready."""
    draws, budget = studio.draws, studio.draws.choice([4, 10, 16])
    victim = innocent(studio, "baited", budget)
    right = victim.docket[0]
    niche = right.holder.niches[0]
    liars = [studio.bazaar.operator(niche, "trader") for _ in range(1 + budget // 4)]
    for _ in range(budget):
        seller = draws.choice(liars)
        seller.voice = 12.0
        store = studio.bazaar.open_store(seller, victim.tempo.start)
        made = studio.bazaar.listing(store, niche, victim.tempo.start - 3, right.holder.brand)
        made.facts[right.key] = "seeming"
        victim.bait.append(made)
    victim.manner = replace(victim.manner, mix=victim.manner.mix | {"bait": 1.0})


def framed_by_neighbours(studio: Studio) -> None:
    """A ring moves behind the public line that the victim uses, and hits sellers that it hits."""
    draws, line = studio.draws, names.network(studio.draws)
    count = draws.choice([2, 4, 7])
    victim = innocent(studio, "line_joined", count, line)
    victim.badge = replace(victim.badge, lines=(line,))
    studio.lines.append(line)
    niche = victim.docket[0].holder.niches[0]
    truth = Truth("ring", ring=new_ring(studio), crowded=True)
    truth = replace(truth, strategy="line_joined_by", budget=count)
    copiers = victim.docket[0].holder.copiers
    stores = [store for seller in copiers for store in seller.stores]
    sketch = Sketch(1, 2, MANNERS["follower"], 0.5, free=1.0)
    for each in gang(studio, truth, niche, stores, sketch, count):
        each.badge, each.most = replace(each.badge, lines=(line,)), 5


def rival(studio: Studio, strategy: str, budget: int, manner: Manner, niche: Niche) -> Filer:
    """A seller with a real mark of its own, which complains of rivals."""
    sketch = Sketch(1, 4, manner, kinds=("trademark", "design"))
    holder = studio.holder(sketch, niche)
    truth = Truth("competitor", camouflaged=True, strategy=strategy, budget=budget)
    badge = studio.badge(holder, sketch)
    filer = studio.filer("rights_holder", holder.rights, sketch, badge, truth)
    studio.keep_shop(filer, holder, 0.2)
    return filer


def turned(studio: Studio) -> None:
    """Honest for many claims, then against rivals: with a good name to burn."""
    budget = studio.draws.choice([60, 120, 200] if studio.world.size >= 2_500 else [60])
    _turn(studio, "turned", budget, round(budget / 1.6), studio.draws.randrange(8, 21))


def bought(studio: Studio) -> None:
    """An old account with an honest past, and since a day a new hand, device and line."""
    draws = studio.draws
    filer = _turn(studio, "bought", 1, draws.randrange(8, 30), draws.randrange(5, 15))
    phase, new = filer.phases[0], hand_badge(studio, studio.crowded_line())
    worn = dressed(filer.badge, new, ["phone", "device", "payment", "lines"])
    filer.phases = [replace(phase, badge=worn)]


def _turn(studio: Studio, strategy: str, budget: int, honest: int, after: int) -> Filer:
    draws, clock = studio.draws, studio.world.clock
    filer = rival(studio, strategy, budget, Manner(), draws.choice(studio.bazaar.niches))
    day = clock.days * draws.uniform(0.6, 0.75)
    times = clock.times(draws, honest, 0.0, day, 1.0)
    times += clock.times(draws, after, day + 5, clock.days - 2.0, 1.5)
    filer.tempo = replace(filer.tempo, times=tuple(times), end=float(clock.days))
    filer.registered = -draws.wait(300)
    filer.phases = [Phase(day, studio.varied(MANNERS["rival"]))]
    return filer


def masked(studio: Studio) -> None:
    """A rival that pads its false claims with true ones against copiers that nobody defends."""
    draws, clock, budget = studio.draws, studio.world.clock, studio.draws.choice([10, 20, 40])
    niche = draws.choice(studio.bazaar.niches)
    filer = rival(studio, "masked", budget, MANNERS["masked"], niche)
    times = clock.times(draws, round(budget / 0.7), 5.0, clock.days - 5.0, 1.0)
    filer.tempo = replace(filer.tempo, times=tuple(times), end=float(clock.days))


def tagalong(studio: Studio) -> None:
    """A rival that files where an honest brand has just filed, to look like its ally."""
    draws, budget = studio.draws, studio.draws.choice([5, 10, 20])
    honest = [f for f in studio.filers if not (f.truth.pattern or f.truth.strategy)]
    known = max(draws.some(honest, 30), key=lambda f: (bool(f.allies), f.tempo.mean))
    whose = known.docket[0].holder
    filer = rival(studio, "tagalong", budget, MANNERS["masked"], whose.niches[0])
    filer.docket[0].holder.copiers = whose.copiers
    filer.tempo = replace(filer.tempo, start=known.tempo.start, end=known.tempo.end)
    filer.most = round(budget / 0.7)
    known.followers.append(filer)


def split(studio: Studio) -> None:
    """One hand over many accounts of a claim or two each, over the whole time, nothing shared."""
    draws, count = studio.draws, studio.draws.choice([4, 7, 12])
    niche, days = draws.choice(studio.bazaar.niches), float(studio.world.clock.days)
    truth = Truth("ring", ring=new_ring(studio), camouflaged=True, slow=True, hidden=True)
    truth = replace(truth, strategy="split", budget=count)
    sketch = Sketch(1, 0.4, MANNERS["splinter"], 0.3, free=0.8)
    for filer in gang(studio, truth, niche, victims(studio, niche, 6), sketch, count):
        start = draws.uniform(0, days * 0.9)
        filer.tempo, filer.most = replace(filer.tempo, start=start, end=days), 3
        filer.registered = start - draws.wait(30)


FRAMES: Final = (framed_by_answers, framed_by_reports, framed_by_bait, framed_by_neighbours)
MASKS: Final = (turned, bought, masked, tagalong, split)
PUPPETS: Final = {"marks_copied": False, "papers_copied": True}  # with the victim's certificate
