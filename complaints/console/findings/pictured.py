"""The texts of a flag's or a ring's picture: for the drawing, the script, the table and files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from complaints.console.findings import graph_svg
from complaints.http.languages import say_here
from complaints.queries.findings.pictures import Edge, Node, Picture, strongest
from complaints.rules.findings.pictures import MOST_EXPANDED
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.labels import label

# What an identifier is, beside the record's own kinds.
THINGS = {
    "paper": _("Document"),
    "near_paper": _("Nearly the same document"),
    "text": _("Wording"),
    "domain": _("Email domain"),
}
NODES = {
    "filer": _("Filer"),
    "rights_holder": _("Rights holder"),
    "identifier": _("Shared detail"),
    "store": _("Store"),
    "listing": _("Listing"),
    "operator": _("Operator"),
}
# Filers that stand out in red.
ROLES = {"suspect": _("The filer that this is about"), "ring": _("Account of the ring")}
EDGES = {
    "shares": _("shares"),
    "lockstep": _("in lockstep"),
    "campaign": _("one campaign"),
    "same hands": _("judged: same person or business"),
    "other hands": _("judged: somebody else"),
    "complained of": _("complained about"),
    "files for": _("files for"),
    "runs": _("runs"),
}
# More ties than these cannot be followed with the eye; the rest are drawn on demand.
MOST_DRAWN = 120
PAGES = {"filer": "filers", "store": "stores"}


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture with its words in the page's language, made once for all that shows it.

    `names` and `descriptions` are by a node's id; `ties` are the edges' texts, in their order;
    `matching` are the nodes whose name has the words that were searched for, `expanded` those from
    which it goes a step further. `drawn` are the ties that are drawn: all, or the strongest.
    """

    picture: Picture
    names: dict[str, str]
    descriptions: dict[str, str]
    ties: tuple[str, ...]
    node_texts: dict[str, str]
    edge_texts: dict[str, str]
    matching: frozenset[str] = frozenset()
    expanded: frozenset[str] = frozenset()
    drawn: tuple[Edge, ...] = ()

    @classmethod
    def of(
        cls,
        picture: Picture,
        *,
        find: str = "",
        expanded: Collection[str] = (),
        most: int | None = None,
    ) -> Pictured:
        node_texts = {kind: say_here(text) for kind, text in NODES.items()}
        edge_texts = {kind: say_here(text) for kind, text in EDGES.items()}
        names = {node.id: node_name(node) for node in picture.nodes}
        descriptions = {n.id: f"{node_texts[n.kind]}: {names[n.id]}" for n in picture.nodes}
        ties = tuple(_tie(edge, names, edge_texts) for edge in picture.edges)
        words = find.casefold()
        matching = frozenset(i for i, name in names.items() if words and words in name.casefold())
        return cls(
            picture, names, descriptions, ties, node_texts, edge_texts, matching,
            frozenset(expanded), picture.edges if most is None else strongest(picture.edges, most),
        )  # fmt: skip

    def drawing(self, title: str, description: str, *, links: bool = True) -> Markup:
        """Return the server's drawing; its nodes lead to their pages where `links` is set."""
        return graph_svg.draw_svg(
            replace(self.picture, edges=self.drawn),
            title=title,
            description=description,
            names=self.names,
            descriptions=self.descriptions,
            ties=[tie for _edge, tie in self._drawn_ties()],
            urls={node.id: url_of(node) if links else None for node in self.picture.nodes},
            matching=self.matching,
        )

    def data(self) -> dict[str, Any]:
        """Return the picture as the API answers it, with texts and addresses for the script."""
        return {
            "nodes": [self._node(node) for node in self.picture.nodes],
            "edges": [
                {
                    "source": edge.source, "target": edge.target, "kind": edge.kind,
                    "weight": edge.weight, "text": tie,
                }
                for edge, tie in self._drawn_ties()
            ],
            "kinds": self.edge_texts,
            "node_kinds": self.node_texts,
        }  # fmt: skip

    def _drawn_ties(self) -> Iterator[tuple[Edge, str]]:
        kept = set(map(id, self.drawn))
        for edge, tie in zip(self.picture.edges, self.ties, strict=True):
            if id(edge) in kept:
                yield edge, tie

    def _node(self, node: Node) -> dict[str, Any]:
        name = self.names[node.id]
        return {
            "id": node.id, "kind": node.kind, "role": node.role, "label": name, "text": name,
            "shared": node.shared, "holders": node.holders, "count": node.count,
            "x": node.x, "y": node.y,
            "url": url_of(node),
            "filers": list(node.rows) if node.kind == "filer" else [],
        }  # fmt: skip

    def rows(self) -> Markup:
        """Return the rows of the table of edges; there can be a thousand."""
        cell = '<td class="govuk-table__cell">'
        number = '<td class="govuk-table__cell govuk-table__cell--numeric">'
        names = {node: str(escape(name)) for node, name in self.names.items()}
        return Markup(  # noqa: S704 - every text is escaped
            "\n".join(
                f'<tr class="govuk-table__row" data-edge>{cell}{names[edge.source]}</td>'
                f"{cell}{escape(self.edge_texts[edge.kind])}</td>{cell}{names[edge.target]}</td>"
                f"{number}{edge.weight:,.0f}</td></tr>"
                for edge in self.picture.edges
            )
        )

    def symbols(self) -> list[tuple[str, Markup]]:
        """Return the shapes that the picture uses, for its legend."""
        looks = {(node.kind, node.role) for node in self.picture.nodes}
        shapes = [
            (text, graph_svg.symbol(kind, role, size=6))
            for role, text in ROLES.items()
            for kind, one in sorted(looks)
            if one == role
        ]
        around = {kind for kind, role in looks if role == "around"}
        others = [(text, graph_svg.symbol(kind)) for kind, text in self.node_texts.items()
                  if kind in around]  # fmt: skip
        return [*((say_here(text), shape) for text, shape in shapes), *others]

    def lines(self) -> list[tuple[str, Markup]]:
        """Return the strokes that the picture uses, for its legend."""
        used = {edge.kind for edge in self.drawn}
        return [(text, graph_svg.line(kind)) for kind, text in self.edge_texts.items()
                if kind in used]  # fmt: skip

    url_of = staticmethod(lambda node: url_of(node))

    def can_expand(self, node: Node) -> bool:
        """Say whether one can go a step further from a node, which was not done before."""
        if node.id in self.expanded or len(self.expanded) >= MOST_EXPANDED:
            return False
        return node.kind != "listing" and not node.id.startswith(("shared:", "group:"))


def node_name(node: Node) -> str:
    """Return a node's name; of a shared thing the kind and the number of holders, no value; of
    gathered nodes how many they are."""
    if node.kind != "identifier":
        if node.count == 1:
            return node.label
        return say_here(_several(node.kind, node.count))
    kind = node.shared or ""
    what = THINGS.get(kind) or label("identity", kind)
    if node.count > 1:
        return say_here(_("%(what)s × %(count)s", what=what, count=node.count))
    return say_here(_("%(what)s shared by %(count)s", what=what, count=node.holders or 0))


def _several(kind: str, count: int) -> Message:
    """Return what nodes of a kind are called that were gathered into one."""
    return {
        "filer": counted("%(num)s account", "%(num)s accounts", count),
        "rights_holder": counted("%(num)s rights holder", "%(num)s rights holders", count),
        "store": counted("%(num)s store", "%(num)s stores", count),
        "listing": counted("%(num)s listing", "%(num)s listings", count),
        "operator": counted("%(num)s operator", "%(num)s operators", count),
    }[kind]


def url_of(node: Node) -> str | None:
    """Return the address of a node's own page, if it has one."""
    if node.kind not in PAGES or node.key is None:
        return None
    return f"/console/{PAGES[node.kind]}/{node.key}"


def _tie(edge: Edge, names: Mapping[str, str], texts: Mapping[str, str]) -> str:
    often = f" ({edge.weight:,.0f})" if edge.weight > 1 else ""
    return f"{names[edge.source]} – {texts[edge.kind]}{often} – {names[edge.target]}"
