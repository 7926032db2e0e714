"""Draws a case's picture on the server: classes only, so that a strict policy holds in both lights.

A node leads to its page without script. It draws what it is given and asks nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from complaints.queries.pictures import Edge, Node, Picture

WIDTH, HEIGHT = 1000, 640
_MARGIN = 60
# More names than this would lie on each other.
_NAMED = 34
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
    places = {node.id: place_of(node) for node in picture.nodes}
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-labelledby="picture-title picture-told">'
               '<title id="picture-title">{}</title><desc id="picture-told">{}</desc>').format(
            WIDTH, HEIGHT, title, description)
    ]  # fmt: skip
    parts += [_edge(edge, places, said(edge)) for edge in picture.edges]
    parts += [_node(node, words(node), url(node)) for node in picture.nodes]
    named = _to_name(picture)
    parts += [_label(node) for node in picture.nodes if node.id in named]
    return Markup("").join([*parts, Markup("</svg>")])


def place_of(node: Node) -> tuple[float, float]:
    """Return a node's place in the drawing's units."""
    x = _MARGIN + node.x * (WIDTH - 2 * _MARGIN - 100)
    return round(x, 1), round(_MARGIN / 2 + node.y * (HEIGHT - _MARGIN), 1)


def symbol(kind: str, role: str = "around", x: float = 8, y: float = 8, size: float = 7) -> Markup:
    """Return the shape of a kind of node, for the drawing and for its legend."""
    look = f"ch-node ch-node--{'suspect' if role == 'suspect' else kind.replace('_', '-')}"
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


def _node(node: Node, told: str, url: str | None) -> Markup:
    x, y = place_of(node)
    size = 11 if node.role == "suspect" else 8 if node.kind == "filer" else 6
    drawn = Markup("<title>{}</title>{}").format(told, symbol(node.kind, node.role, x, y, size))
    if url is None:
        return Markup("<g>{}</g>").format(drawn)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(url, told, drawn)


def _to_name(picture: Picture) -> set[str]:
    """Say which nodes get their name: all of a small picture, else those most tied."""
    ties: dict[str, int] = {}
    for edge in picture.edges:
        for end in (edge.source, edge.target):
            ties[end] = ties.get(end, 0) + 1
    ranked = sorted(
        picture.nodes,
        key=lambda n: (n.role != "suspect", n.kind != "identifier", -ties.get(n.id, 0)),
    )
    return {node.id for node in ranked[:_NAMED]}


def _label(node: Node) -> Markup:
    x, y = place_of(node)
    text = node.label if len(node.label) <= 26 else f"{node.label[:25]}…"
    return Markup('<text class="ch-node__name{}" x="{}" y="{}">{}</text>').format(
        " ch-node__name--suspect" if node.role == "suspect" else "", x + 13, y + 4, escape(text)
    )
