"""The looks' part of an evaluation's tables: who was at a level on any day of a year."""

from __future__ import annotations

from collections.abc import Iterator

from lab.evaluation.bars import EVER_WARNED
from lab.evaluation.layout import part
from lab.evaluation.looks import Ever, Looks
from lab.evaluation.outcome import CARELESS


def looks_lines(looks: Looks | None) -> Iterator[str]:
    """Nothing where nobody looked."""
    if looks is None:
        return
    days = "every day" if looks.every == 1 else f"every {looks.every} days"
    yield f"a year, looked at {days}"
    for title, kinds in (("looks, abuse", looks.patterns), ("looks, innocents", looks.innocents)):
        yield f"{title:<24}{'filers':>8}{'ever warned':>16}{'ever at review':>16}"
        for kind, ever in kinds.items():
            yield _row(kind, ever)
    honest = looks.honest(CARELESS)
    if honest.filers:
        yield _row("honest, careless apart", honest)
        yield (
            f"ever warned: {honest.warned / honest.filers:.5f} of them, "
            f"with 95 % at most {honest.most:.5f}; bar at most {EVER_WARNED:g}"
        )


def _row(kind: str, ever: Ever) -> str:
    counts = (ever.warned, ever.reviewed)
    cells = "".join(f"{part(count, ever.filers):>16}" for count in counts)
    return f"{kind:<24}{ever.filers:>8}{cells}"
