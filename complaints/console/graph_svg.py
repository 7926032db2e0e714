"""Draws a case's picture on the server: classes only, so that a strict policy holds in both lights.

A node leads to its page without script. It draws what it is given and asks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from markupsafe import Markup, escape

from complaints.queries.pictures import Edge, Node, Picture

WIDTH = 1000
# A row for each name of the longest column, within reason.
_ROW, _LEAST, _MOST = 15, 240, 960
_LEFT, _RIGHT, _TOP = 20, 160, 14
_SHAPES = {"filer": "circle", "store": "rect", "listing": "rect", "identifier": "diamond"}

Words = Callable[[Node], str]
Address = Callable[[Node], str | None]


def draw(
    picture: Picture,
    *,
    title: str,
    description: str,
    words: Words,
    said: Callable[[Edge], str],
    url: Address,
) -> Markup:
    """Return the picture as SVG. `words` and `said` are what a node and an edge tell a reader."""
    height = _height(picture)
    places = {node.id: _place(node, height) for node in picture.nodes}
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-labelledby="picture-title picture-told">'
               '<title id="picture-title">{}</title><desc id="picture-told">{}</desc>').format(
            WIDTH, height, title, description)
    ]  # fmt: skip
    parts += [_edge(edge, places, said(edge)) for edge in picture.edges]
    parts += [_node(node, places[node.id], words(node), url(node)) for node in picture.nodes]
    parts += [_label(node, places[node.id]) for node in picture.nodes]
    return Markup("").join([*parts, Markup("</svg>")])


def _height(picture: Picture) -> int:
    columns = Counter(node.x for node in picture.nodes if node.kind != "filer")
    longest = max([*columns.values(), sum(node.kind == "filer" for node in picture.nodes)])
    return min(max(_LEAST, longest * _ROW + 2 * _TOP), _MOST)


def _place(node: Node, height: int) -> tuple[float, float]:
    x = _LEFT + node.x * (WIDTH - _LEFT - _RIGHT)
    return round(x, 1), round(_TOP + node.y * (height - 2 * _TOP), 1)


def symbol(kind: str, role: str = "around", x: float = 8, y: float = 8, size: float = 7) -> Markup:
    """Return the shape of a kind of node, for the drawing and for its legend."""
    look = f"ch-node ch-node--{kind.replace('_', '-') if role == 'around' else role}"
    shape = _SHAPES.get(kind, "triangle")
    if shape == "circle":
        return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(look, x, y, size)
    if shape == "rect":
        return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
            look, x - size, y - size, 2 * size, 2 * size
        )
    points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    if shape == "triangle":
        points = [(x, y - size), (x + size, y + size), (x - size, y + size)]
    shown = " ".join(f"{round(a, 1)},{round(b, 1)}" for a, b in points)
    return Markup('<polygon class="{}" points="{}"/>').format(look, shown)


def line(kind: str) -> Markup:
    """Return a stroke of a kind of edge, for the legend."""
    return Markup('<line class="ch-tie ch-tie--{}" x1="0" y1="8" x2="28" y2="8"/>').format(
        kind.replace(" ", "-")
    )


def _edge(edge: Edge, places: dict[str, tuple[float, float]], told: str) -> Markup:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    return Markup(
        '<line class="ch-tie ch-tie--{}" x1="{}" y1="{}" x2="{}" y2="{}"><title>{}</title></line>'
    ).format(edge.kind.replace(" ", "-"), x1, y1, x2, y2, told)


def _node(node: Node, place: tuple[float, float], told: str, url: str | None) -> Markup:
    x, y = place
    size = 9 if node.role == "suspect" else 6 if node.kind == "filer" else 5
    drawn = Markup("<title>{}</title>{}").format(told, symbol(node.kind, node.role, x, y, size))
    if url is None:
        return Markup("<g>{}</g>").format(drawn)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(url, told, drawn)


def _label(node: Node, place: tuple[float, float]) -> Markup:
    x, y = place
    text = node.label if len(node.label) <= 24 else f"{node.label[:23]}…"
    return Markup('<text class="ch-node__name{}" x="{}" y="{}">{}</text>').format(
        " ch-node__name--suspect" if node.role == "suspect" else "", x + 11, y + 4, escape(text)
    )
