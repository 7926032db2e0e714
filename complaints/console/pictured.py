"""A case's picture in words: for the drawing, for the script that makes it move, for the table."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from complaints.console import graph_svg
from complaints.kit.labels import label
from complaints.queries.pictures import Edge, Node, Picture

# What an identifier is, beside the record's own kinds.
THINGS = {
    "paper": lazy_gettext("Document"),
    "text": lazy_gettext("Wording"),
    "domain": lazy_gettext("E-mail domain"),
}
NODES = {
    "filer": lazy_gettext("Filer"),
    "rights_holder": lazy_gettext("Rights holder"),
    "identifier": lazy_gettext("Shared thing"),
    "store": lazy_gettext("Store"),
    "listing": lazy_gettext("Listing"),
    "operator": lazy_gettext("Operator"),
}
EDGES = {
    "shares": lazy_gettext("shares"),
    "lockstep": lazy_gettext("in lockstep"),
    "campaign": lazy_gettext("one campaign"),
    "same hands": lazy_gettext("judged: same hands"),
    "other hands": lazy_gettext("judged: other hands"),
    "complained of": lazy_gettext("complained of"),
    "files for": lazy_gettext("files for"),
    "runs": lazy_gettext("runs"),
}
PAGES = {"filer": "filers", "store": "stores"}


def named(node: Node) -> str:
    """Return what a node is called: of what is shared, only by how many."""
    if node.kind != "identifier":
        return node.label
    kind = node.shared or ""
    what = THINGS.get(kind) or label("identity", kind)
    return _("%(what)s shared by %(count)s", what=what, count=f"{node.holders:,}")


def told(node: Node) -> str:
    """Return what a node is and how it is called."""
    return _("%(kind)s: %(name)s", kind=NODES[node.kind], name=named(node))


def url_of(node: Node) -> str | None:
    """Return the address of a node's own page, if it has one."""
    return f"/console/{PAGES[node.kind]}/{node.key}" if node.kind in PAGES else None


def can_expand(node: Node) -> bool:
    return node.kind != "listing" and not node.id.startswith("shared:")


def drawing(picture: Picture, title: str, description: str) -> Markup:
    """Return the server's drawing."""
    called = names(picture)
    return graph_svg.draw(
        _with_names(picture, called),
        title=title,
        description=description,
        words=told,
        said=lambda edge: _said(edge, called),
        url=url_of,
    )


def data(picture: Picture) -> dict[str, Any]:
    """Return the picture as the API answers it, with texts and addresses for the script."""
    called = names(picture)
    return {
        "nodes": [
            {
                **asdict(node),
                "label": called[node.id],
                "text": called[node.id],
                "url": url_of(node),
                "expand": can_expand(node),
            }
            for node in picture.nodes
        ],
        "edges": [{**asdict(edge), "text": _said(edge, called)} for edge in picture.edges],
        "kinds": {kind: str(text) for kind, text in EDGES.items()},
        "node_kinds": {kind: str(text) for kind, text in NODES.items()},
    }


def _said(edge: Edge, called: dict[str, str]) -> str:
    a, b = called[edge.source], called[edge.target]
    if edge.weight > 1:
        return _(
            "%(a)s – %(tie)s (%(count)s) – %(b)s",
            a=a, tie=EDGES[edge.kind], count=f"{edge.weight:,.0f}", b=b,
        )  # fmt: skip
    return _("%(a)s – %(tie)s – %(b)s", a=a, tie=EDGES[edge.kind], b=b)


def _with_names(picture: Picture, called: dict[str, str]) -> Picture:
    nodes = tuple(replace(node, label=called[node.id]) for node in picture.nodes)
    return replace(picture, nodes=nodes)


def names(picture: Picture) -> dict[str, str]:
    """Return what each node is called, by its id."""
    return {node.id: named(node) for node in picture.nodes}


def symbols(picture: Picture) -> list[tuple[str, Markup]]:
    """Return the shapes that the picture uses, for its legend."""
    used = {node.kind for node in picture.nodes}
    return [(kind, graph_svg.symbol(kind)) for kind in NODES if kind in used]


def lines(picture: Picture) -> list[tuple[str, Markup]]:
    """Return the strokes that the picture uses, for its legend."""
    used = {edge.kind for edge in picture.edges}
    return [(kind, graph_svg.line(kind)) for kind in EDGES if kind in used]
