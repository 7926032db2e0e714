"""The growth plot of the benchmarks: an SVG, both axes logarithmic. Drawing only."""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lab.drawing import draw_line, draw_text

Series = list[tuple[int, float]]

WIDE, TALL, EDGE = 560, 340, 64
INK = {"whole scan": "#0072b2", "lockstep": "#d55e00"}


def plot(lines: dict[str, Series]) -> str:
    """Processor seconds over claims, both axes logarithmic."""
    points = [point for series in lines.values() for point in series]
    low_x, high_x = (math.log10(pick(x for x, _ in points)) for pick in (min, max))
    low_y = math.floor(math.log10(min(y for _, y in points)))
    high_y = math.ceil(math.log10(max(y for _, y in points)))

    def spot(claims: float, seconds: float) -> tuple[float, float]:
        x = EDGE + (math.log10(claims) - low_x) / (high_x - low_x) * (WIDE - 2 * EDGE)
        y = TALL - EDGE - (math.log10(seconds) - low_y) / (high_y - low_y) * (TALL - 2 * EDGE)
        return round(x, 1), round(y, 1)

    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDE} {TALL}", "role": "img",
        "aria-labelledby": "title desc", "font-family": "system-ui, Helvetica, Arial, sans-serif",
        "font-size": "13",
    })  # fmt: skip
    SubElement(svg, "title", id="title").text = "Processor seconds over claims"
    said = "; ".join(f"{name}: " + ", ".join(f"{x:,} claims {y:.1f} s" for x, y in series)
                     for name, series in lines.items())  # fmt: skip
    SubElement(svg, "desc", id="desc").text = said
    SubElement(svg, "rect", width="100%", height="100%", fill="#ffffff")
    for power in range(low_y, high_y + 1):
        _, y = spot(10**low_x, 10.0**power)
        draw_line(svg, [(EDGE, y), (WIDE - EDGE, y)], "#dddddd")
        draw_text(svg, EDGE - 8, y + 4, f"{10.0**power:g} s", "end")
    for claims in sorted({x for x, _ in points}):
        x, _ = spot(claims, 10.0**low_y)
        draw_text(svg, x, TALL - EDGE + 20, f"{claims / 1e6:g} M", "middle")
    draw_text(svg, WIDE / 2, TALL - 18, "claims", "middle")
    for name, series in lines.items():
        path = [spot(*point) for point in series]
        draw_line(svg, path, INK[name], 2)
        for x, y in path:
            SubElement(svg, "circle", cx=str(x), cy=str(y), r="3", fill=INK[name])
        draw_text(svg, path[-1][0] - 8, path[-1][1] - 10, name, "end")
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"
