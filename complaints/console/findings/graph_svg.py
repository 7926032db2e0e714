"""Draws a flag's or a ring's picture on the server, for light and dark: classes, no inline style.

A node links to its page without a script. The module draws what it is given and queries nothing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup, escape

from complaints.queries.findings.pictures import Edge, Node, Picture

WIDTH = 1000
# A row for each name of the longest column, within reason.
_ROW, _LEAST, _MOST = 15, 240, 1080
_LEFT, _RIGHT, _TOP = 20, 160, 14
# More ties than these are drawn faintly, so that what they tie can be seen.
_CROWDED = 150
_SHAPES = {"filer": "circle", "store": "rect", "listing": "rect", "identifier": "diamond"}

# A column of a name's letters is at most so wide, in the drawing's units.
_LETTER = 6.6
# Filers lie on an arc: what is nearer than this is in the same column.
_SAME_COLUMN = 0.13
# The later ones are drawn above the earlier ones.
_FRONT = ("around", "ring", "suspect")


def draw_svg(
    picture: Picture,
    *,
    title: str,
    description: str,
    names: Mapping[str, str],
    descriptions: Mapping[str, str],
    ties: Sequence[str],
    urls: Mapping[str, str | None],
    matching: Collection[str] = (),
) -> Markup:
    """Return the picture as SVG.

    `names`, `descriptions` and `urls` are by a node's id: its name, the text that a reader gets
    and the page that it leads to. `ties` are the texts of the edges, in their order; names of the
    `matching` nodes stand out.
    """
    height = _height(picture)
    crowded = ' class="ch-crowded"' if len(picture.edges) > _CROWDED else ""
    places = {node.id: _place(node, height) for node in picture.nodes}
    parts = [
        f'<svg{crowded} viewBox="0 0 {WIDTH} {height}" role="group"'
        ' aria-labelledby="picture-title picture-told">'
        f'<title id="picture-title">{escape(title)}</title>'
        f'<desc id="picture-told">{escape(description)}</desc>'
    ]
    parts += [_edge(e, places, tie) for e, tie in zip(picture.edges, ties, strict=True)]
    # Whom it is about and what was searched for stand in front.
    nodes = sorted(picture.nodes, key=lambda n: (n.id in matching, _FRONT.index(n.role)))
    rooms = {node.id: _room(node, picture) for node in picture.nodes}
    parts += [_node(n, places[n.id], descriptions[n.id], urls[n.id]) for n in nodes]
    parts += [
        _label(n, places[n.id], names[n.id], rooms[n.id], is_matching=n.id in matching)
        for n in nodes
    ]
    # Every text in it is escaped; a thousand edges are too many for Markup's own formatting.
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704


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


def _edge(edge: Edge, places: Mapping[str, tuple[float, float]], tie: str) -> str:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    look = f"ch-tie ch-tie--{edge.kind.replace(' ', '-')}"
    return (
        f'<line class="{look}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">'
        f"<title>{escape(tie)}</title></line>"
    )


def _node(node: Node, place: tuple[float, float], text: str, url: str | None) -> str:
    size = 9 if node.role == "suspect" else 6 if node.kind == "filer" else 5
    shape = symbol(node.kind, node.role, *place, size)
    drawn = f"<title>{escape(text)}</title>{shape}"
    if url is None:
        return f"<g>{drawn}</g>"
    # Not a stop for the keyboard: the table has the same links, in an order that can be read.
    return f'<a href="{escape(url)}" tabindex="-1" aria-label="{escape(text)}">{drawn}</a>'


def _room(node: Node, picture: Picture) -> int:
    """Return how many columns a name has before the next names begin, or the drawing ends."""
    further = [each.x for each in picture.nodes if each.x > node.x + _SAME_COLUMN]
    ends = min(further) * (WIDTH - _LEFT - _RIGHT) + _LEFT - 8 if further else WIDTH
    begins = _LEFT + node.x * (WIDTH - _LEFT - _RIGHT) + 11
    return max(8, int((ends - begins) / _LETTER))


def _label(
    node: Node, place: tuple[float, float], name: str, room: int, *, is_matching: bool
) -> str:
    x, y = place
    text = name if width_of(name) <= room else cut(name, room)
    look = "ch-node__name" + (" ch-node__name--suspect" if node.role == "suspect" else "")
    look += " ch-node__name--matching" if is_matching else ""
    return f'<text class="{look}" x="{x + 11:.1f}" y="{y + 4:.1f}">{escape(text)}</text>'


def width_of(name: str) -> int:
    """Return how many columns a name takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in name)


def cut(name: str, room: int) -> str:
    """Return as much of a long name as fits into so many columns."""
    while width_of(name) > room - 1:
        name = name[:-1]
    return f"{name}…"
