"""The parts of a flag's picture: kinds of nodes and edges, and the ids of nodes."""

from __future__ import annotations

from collections.abc import Iterable

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.words import message as _

# A node's kind by the first part of its id; the second part is a row's id.
NODE_KINDS = {
    "filer": "filer", "holder": "rights_holder", "identity": "identifier", "paper": "identifier",
    "shared": "identifier", "store": "store", "listing": "listing", "operator": "operator",
}  # fmt: skip
EXPANDABLE = ("filer", "holder", "identity", "paper", "store", "operator")
# What an edge says; `same hands` and `other hands` are people's judgements.
EDGE_KINDS = (
    "shares", "lockstep", "campaign", "same hands", "other hands", "complained of", "files for",
    "runs",
)  # fmt: skip
MOST_EXPANDED = 5
# What can be gathered into one node: accounts (and the rest) with the very same ties, or all of a
# kind; shared things by what they are.
GATHERED = ("alike", "identifier", "rights_holder", "store", "listing", "operator")


def parse_nodes(ids: Iterable[str]) -> list[tuple[str, int]]:
    """Return nodes to expand as (kind, row's id). Refuses with: invalid-request."""
    nodes = []
    for each in ids:
        kind, _colon, number = each.partition(":")
        if kind not in EXPANDABLE or not (number.isascii() and number.isdigit()):
            raise _no_node()
        if not 0 < int(number) <= 2_147_483_647:
            raise _no_node()
        nodes.append((kind, int(number)))
    if len(nodes) > MOST_EXPANDED:
        raise invalid(
            "/expand",
            Code.TOO_MANY,
            _("At most %(most)s nodes can be expanded at once.", most=MOST_EXPANDED),
            max=MOST_EXPANDED,
        )
    return list(dict.fromkeys(nodes))


def _no_node() -> Refusal:
    return invalid(
        "/expand",
        Code.WRONG_FORMAT,
        _("Send a node's id, for example filer:12. Kinds: %(kinds)s.", kinds=", ".join(EXPANDABLE)),
        format="node",
    )
