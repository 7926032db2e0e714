"""A picture as a file to keep or to open elsewhere: SVG, and GraphML for programs that draw graphs.

Both say what the page says and no more: names of accounts and stores, kinds and counts. What is
shared is in neither, only what it is and by how many.
"""

from __future__ import annotations

import io

from flask import make_response
from werkzeug.wrappers import Response

from abuse.identity.names import visible
from complaints.console.findings.pictured import Pictured

# A file has no page to take its colours from: those of the light page (kit/assets/scss/_colours).
_FILLS = {
    "filer": "#1c5a94", "ring": "#b3261e", "suspect": "#b3261e", "rights-holder": "#8a5c00",
    "identifier": "#5b6e74", "store": "#0f6164", "listing": "#1a6b3c", "operator": "#5a3a8e",
}  # fmt: skip
_STROKES = {
    "shares": "#a3470f", "lockstep": "#0f6164", "campaign": "#5a3a8e", "same-hands": "#b3261e",
    "other-hands": "#1a6b3c", "complained-of": "#5b6e74", "files-for": "#8a5c00", "runs": "#1c5a94",
}  # fmt: skip
_STYLE = (
    "text{font:12px sans-serif;fill:#14242a;stroke:#fff;stroke-width:3px;paint-order:stroke}"
    ".ch-tie{stroke-width:1.2;stroke-opacity:.5}.ch-crowded .ch-tie{stroke-opacity:.25}"
    ".ch-node{stroke:#fff;stroke-width:1.5}"
    + "".join(f".ch-node--{kind}{{fill:{colour}}}" for kind, colour in _FILLS.items())
    + "".join(f".ch-tie--{kind}{{stroke:{colour}}}" for kind, colour in _STROKES.items())
)


def svg(pictured: Pictured, title: str, name: str) -> Response:
    """Return the drawing as a file that stands alone."""
    drawing = pictured.drawing(title, title, links=False)
    head, _bracket, rest = drawing.partition(">")
    whole = f'{head} xmlns="http://www.w3.org/2000/svg"><style>{_STYLE}</style>{rest}'
    # XML takes no control characters, and a name may have some.
    return _file(visible(whole).encode(), f"{name}.svg", "image/svg+xml")


def graphml(pictured: Pictured, name: str) -> Response:
    """Return the picture as GraphML, its places included."""
    import networkx as nx  # a server starts without it

    graph = nx.MultiGraph()
    for node in pictured.picture.nodes:
        graph.add_node(
            node.id, kind=node.kind, role=node.role, label=visible(pictured.names[node.id]),
            count=node.count, x=node.x, y=node.y,
        )  # fmt: skip
    for edge in pictured.picture.edges:
        graph.add_edge(edge.source, edge.target, kind=edge.kind, weight=float(edge.weight))
    written = io.BytesIO()
    nx.write_graphml(graph, written)
    return _file(written.getvalue(), f"{name}.graphml", "application/graphml+xml")


def _file(content: bytes, name: str, mimetype: str) -> Response:
    answer = make_response(content)
    answer.mimetype = mimetype
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
