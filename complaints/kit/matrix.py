"""Numbers in rows and columns, drawn on the server as SVG: the larger one is, the larger its dot.

Like `charts`, it holds no style and no script, draws what it is given, and queries nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

_LEFT, _TOP, _STEP, _FOOT = 190, 8, 22, 8
_LONGEST = 26


def matrix(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: Mapping[tuple[int, int], tuple[int, str]],
) -> Markup:
    """Return the drawing. `numbers` are by (row, column), each with what is said of it; a column is
    named by its number, beside the table that names it."""
    most = max((number for number, _said in numbers.values()), default=1)
    width, height = _LEFT + _STEP * len(columns) + 8, _TOP + _STEP * (len(rows) + 1) + _FOOT
    parts = [
        Markup('<text class="ch-svg__label" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            _LEFT + _STEP * (place + 0.5), _TOP + 12, place + 1
        )
        for place in range(len(columns))
    ]
    for place, name in enumerate(rows):
        y = _TOP + _STEP * (place + 1.5)
        parts.append(
            Markup(
                '<line class="ch-svg__grid" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>'
                '<text class="ch-svg__label" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, width - 8, _LEFT - 8, y + 4, _cut(name), y=y)
        )
    parts += [
        Markup(
            '<circle class="ch-svg__red" cx="{:.1f}" cy="{:.1f}" r="{:.1f}">'
            "<title>{}</title></circle>"
        ).format(
            _LEFT + _STEP * (column + 0.5), _TOP + _STEP * (row + 1.5),
            2.5 + 7 * math.sqrt(number / most), said,
        )
        for (row, column), (number, said) in sorted(numbers.items())
    ]  # fmt: skip
    return Markup(
        '<svg class="ch-svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(width, height, title, Markup("").join(parts))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
