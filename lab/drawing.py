"""Lines and words of an SVG: what the lab's pictures are drawn with."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement


def draw_line(svg: Element, path: list[tuple[float, float]], ink: str, width: int = 1) -> None:
    """Add a line through points."""
    points = " ".join(f"{x},{y}" for x, y in path)
    style = {"fill": "none", "stroke": ink, "stroke-width": str(width)}
    SubElement(svg, "polyline", {"points": points, **style})


def draw_text(svg: Element, x: float, y: float, said: str, anchor: str) -> None:
    """Add words that begin, end or have their middle at a point, as `anchor` says."""
    SubElement(svg, "text", {"x": str(x), "y": str(y), "text-anchor": anchor}).text = said
