"""No module needs itself by way of others, nor by an import for types or within a function."""

from __future__ import annotations

import grimp
import networkx as nx

# A message prints itself in English, for logs: the only thing that it needs a catalogue for.
KNOWN = [{"abuse.words.message", "abuse.words.catalogue"}]


def test_no_imports_go_round() -> None:
    imports = grimp.build_graph("abuse", "complaints", cache_dir=None)
    graph = nx.DiGraph(
        (module, needed)
        for module in imports.modules
        for needed in imports.find_modules_directly_imported_by(module)
    )
    rings = [ring for ring in nx.strongly_connected_components(graph) if len(ring) > 1]
    assert [ring for ring in rings if ring not in KNOWN] == []
