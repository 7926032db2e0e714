"""Charts drawn on the server as SVG: stacked bars, lines, a funnel. A table stands beside each.

The SVG holds no style and no script: the style sheet's classes colour it, in light and in dark. The
module draws numbers and texts, and queries nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from complaints.http.languages import current

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 12, 14, 34
# Words below the axis are left out where they would touch.
_LABELS = 10


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one layer of bars: a name, a number (or None) a category, and a tone."""

    name: str
    values: Sequence[float | None]
    tone: str


def bars(
    title: str, categories: Sequence[str], series: Sequence[Series], *, percent: bool = False
) -> Markup:
    """Return stacked bars, one a category. `percent`: values are shares."""
    totals = [sum(layer.values[spot] or 0 for layer in series) for spot in range(len(categories))]
    most = max(totals, default=0)
    top = _share_up(most) if percent else _round_up(most)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(categories), 1)
    width = min(step * 0.72, 48)
    parts = [_frame(top, categories, percent=percent)]
    for spot in range(len(categories)):
        base = 0.0
        for layer in series:
            value = layer.values[spot] or 0
            if value <= 0:
                continue
            y, height = _y(base + value, top), _y(base, top) - _y(base + value, top)
            x = _LEFT + step * spot + (step - width) / 2
            text = current().percent(value, 1) if percent else number(value)
            parts.append(
                Markup(
                    '<rect class="ch-svg__{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                    "<title>{} · {}: {}</title></rect>"
                ).format(layer.tone, x, y, width, height, categories[spot], layer.name, text)
            )
            base += value
    return _svg(title, parts)


def lines(
    title: str, categories: Sequence[str], series: Sequence[Series], *, percent: bool = False
) -> Markup:
    """Return a line a series; a gap where a value is None. `percent`: values are shares."""
    most = max((v for line in series for v in line.values if v is not None), default=0.0)
    top = _share_up(most) if percent else _round_up(most)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(categories), 1)
    parts = [_frame(top, categories, percent=percent)]
    for line in series:
        places = [
            (_LEFT + step * (spot + 0.5), _y(value, top))
            for spot, value in enumerate(line.values)
            if value is not None
        ]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            Markup('<polyline class="ch-svg__line ch-svg__line--{}" points="{}"/>').format(
                line.tone, drawn
            )
        )
        parts += [
            Markup('<circle class="ch-svg__{}" cx="{:.1f}" cy="{:.1f}" r="3"/>').format(
                line.tone, x, y
            )
            for x, y in places
        ]
    return _svg(title, parts)


def funnel(
    title: str,
    points: Iterable[Sequence[float]],
    limits: Sequence[tuple[float, float, float, float, float]],
    centre: float,
    mine: tuple[float, float] | None,
    *,
    across: str,
    here: str,
) -> Markup:
    """Return a funnel plot: (weight, share, filers) a point, on a logarithmic weight.

    `limits` are (weight, low, high, far low, far high), rising by weight. `mine` is the filer that
    the plot is about, called `here`; `across` names the weight.
    """
    dots = list(points)
    widest = max([limits[-1][0] if limits else 10.0, *(point[0] for point in dots)])
    scale = (WIDTH - _LEFT - _RIGHT) / max(math.log10(max(widest, 10)), 1)

    def x(weight: float) -> float:
        return _LEFT + scale * math.log10(max(weight, 1))

    def path(spot: int, tone: str) -> Markup:
        drawn = " ".join(f"{x(row[0]):.1f},{_y(row[spot], 1):.1f}" for row in limits)
        return Markup('<polyline class="ch-svg__limit ch-svg__limit--{}" points="{}"/>').format(
            tone, drawn
        )

    ticks = [10**power for power in range(int(math.log10(max(widest, 10))) + 1)]
    parts = [_grid(1, percent=True)]
    parts += [_tick(x(tick), number(tick)) for tick in ticks]
    parts.append(
        Markup('<text class="ch-svg__label" x="{}" y="{}" text-anchor="end">{}</text>').format(
            WIDTH - _RIGHT, HEIGHT - 4, across
        )
    )
    parts.append(
        Markup('<line class="ch-svg__centre" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, WIDTH - _RIGHT, _y(centre, 1), _y(centre, 1)
        )
    )
    parts += [path(1, "usual"), path(2, "usual"), path(3, "far"), path(4, "far")]
    parts += [
        Markup('<circle class="ch-svg__point" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
            x(weight), _y(share, 1), min(2 + math.log2(1 + filers) / 2, 8)
        )
        for weight, share, filers in dots
    ]
    if mine is not None:
        spot, height = x(mine[0]), _y(mine[1], 1)
        side = "end" if spot > WIDTH * 0.7 else "start"
        parts.append(
            Markup(
                '<circle class="ch-svg__mine" cx="{:.1f}" cy="{:.1f}" r="7"/>'
                '<text class="ch-svg__here" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>'
            ).format(
                spot, height, spot + (-11 if side == "end" else 11), max(height + 4, 18), side, here
            )
        )
    return _svg(title, parts)


def number(value: float) -> str:
    """Return a number as the page's language writes it."""
    return current().decimal(value, 0 if value == int(value) or value >= 100 else 1)


def _svg(title: str, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="ch-svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, title, Markup("").join(parts))


def _frame(top: float, categories: Sequence[str], *, percent: bool = False) -> Markup:
    step = (WIDTH - _LEFT - _RIGHT) / max(len(categories), 1)
    every = max(math.ceil(len(categories) / _LABELS), 1)
    words = [
        _tick(_LEFT + step * (spot + 0.5), name)
        for spot, name in enumerate(categories)
        if spot % every == 0
    ]
    return _grid(top, percent=percent) + Markup("").join(words)


def _grid(top: float, *, percent: bool = False) -> Markup:
    drawn = []
    for quarter in range(5):
        value = top * quarter / 4
        y = _y(value, top)
        text = current().percent(value) if percent else number(value)
        drawn.append(
            Markup(
                '<line class="ch-svg__grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>'
                '<text class="ch-svg__label" x="{}" y="{:.1f}" text-anchor="end">{}</text>'
            ).format(_LEFT, WIDTH - _RIGHT, y, y, _LEFT - 6, y + 4, text)
        )
    return Markup("").join(drawn)


def _tick(x: float, text: str) -> Markup:
    return Markup(
        '<text class="ch-svg__label" x="{:.1f}" y="{}" text-anchor="middle">{}</text>'
    ).format(x, HEIGHT - _BOTTOM + 18, escape(text))


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value / (top or 1), 1)


def _round_up(most: float) -> float:
    """Return the next round number above `most`, where possible one with whole quarters."""
    if most <= 4:
        return 4
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 4, 6, 8, 10, 12) if step * power >= most)


def _share_up(most: float) -> float:
    return next((top for top in (0.04, 0.1, 0.2, 0.4, 0.6, 0.8) if top >= most), 1.0)
