"""The shapes as a picture: a small panel for each piece of evidence, as SVG. Drawing only."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from abuse.policy.shapes import PARTS, Shape, Shapes
from lab.drawing import draw_line, draw_text

INK: Final = {"own": "#0072b2", "others": "#d55e00", "mitigating": "#009e73"}
SAID: Final = {
    "own": "what the filer did", "others": "what others' acts add", "mitigating": "taken away",
}  # fmt: skip
COLUMNS, WIDE, TALL, HEAD, PAD = 4, 200, 130, 46, 26


def drawn(shapes: Shapes) -> str:
    """Each curve over its evidence, to where it ends; the weights of all panels on one scale.

    A panel has the curves of one name: of what the filer did and of what others' acts add, or of
    what is taken away.
    """
    panels: dict[str, dict[str, Shape]] = {}
    for part in PARTS:
        for name, shape in getattr(shapes, part).items():
            panels.setdefault(f"for it: {name}" if part == "mitigating" else name, {})[part] = shape
    high = max((shape.weight[-1] for each in panels.values() for shape in each.values()), default=1)
    rows = -(-len(panels) // COLUMNS)
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "title desc",
        "viewBox": f"0 0 {COLUMNS * WIDE} {HEAD + rows * TALL}", "font-size": "11",
        "font-family": "system-ui, Helvetica, Arial, sans-serif",
    })  # fmt: skip
    SubElement(svg, "title", id="title").text = "What each piece of evidence weighs"
    SubElement(svg, "desc", id="desc").text = "; ".join(
        f"{name}, {SAID[part]}: {shape.weight[-1]:.2f} from {shape.evidence[-1]:.1f} on"
        for name, each in panels.items() for part, shape in each.items()
    )  # fmt: skip
    SubElement(svg, "rect", width="100%", height="100%", fill="#ffffff")
    for spot, part in enumerate(PARTS):
        x = 16 + spot * WIDE
        draw_line(svg, [(x, 18), (x + 22, 18)], INK[part], 2)
        draw_text(svg, x + 28, 22, SAID[part], "start")
    for spot, (name, each) in enumerate(panels.items()):
        left, top = spot % COLUMNS * WIDE, HEAD + spot // COLUMNS * TALL
        _panel(svg, name, each, (left, top), high or 1)
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def _panel(
    svg: Element, name: str, curves: dict[str, Shape], corner: tuple[int, int], high: float
) -> None:
    left, top = corner
    far = max(shape.evidence[-1] for shape in curves.values())
    wide, tall = WIDE - 2 * PAD, TALL - 2 * PAD

    def spot(evidence: float, weight: float) -> tuple[float, float]:
        x = left + PAD + evidence / far * wide
        return round(x, 1), round(top + PAD + (1 - weight / high) * tall, 1)

    draw_line(svg, [spot(0, 0), spot(far, 0)], "#bbbbbb")
    draw_line(svg, [spot(0, 0), spot(0, high)], "#bbbbbb")
    draw_text(svg, left + PAD, top + PAD - 10, name, "start")
    draw_text(svg, left + PAD - 4, top + PAD + 4, f"{high:.1f}", "end")
    draw_text(svg, left + WIDE - PAD, top + TALL - PAD + 14, f"{far:.1f}", "end")
    for part, shape in curves.items():
        path = [spot(*point) for point in zip(shape.evidence, shape.weight, strict=True)]
        draw_line(svg, [*path, spot(far, shape.weight[-1])], INK[part], 2)
