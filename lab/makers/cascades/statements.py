"""What complaints say: sentences by kind of right, in each filer's own habit or a template."""

from __future__ import annotations

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer
from lab.makers.cascades.names import WORDS
from lab.makers.cascades.rights import Right


def statement(draws: Draws, filer: Filer, right: Right, basis: str, item: str) -> str | None:
    """A statement or none; a filer keeps its opening and its close, the reason is the case's."""
    if filer.template is not None:
        return filer.template
    habit = Draws(f"habit/{filer.reference}/{right.holder.reference}/{right.title}")
    if habit.chance(0.08):
        return None
    if habit.chance(0.12):
        return str(habit.choice(WORDS["shared"]))
    opening, closing = habit.choice(WORDS["openings"]), habit.choice(WORDS["closings"])
    reason = draws.choice(WORDS["reasons"].get(basis, WORDS["reasons"]["other"]))
    return f"{opening} {reason} {closing}".strip().format(title=right.title, item=item)
