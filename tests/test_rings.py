"""No module needs itself by way of others, nor by an import for types or within a function."""

from __future__ import annotations

import grimp
import networkx as nx


def test_no_imports_go_round() -> None:
    imports = grimp.build_graph("abuse", "complaints", cache_dir=None)
    graph = nx.DiGraph(
        (module, needed)
        for module in imports.modules
        for needed in imports.find_modules_directly_imported_by(module)
    )
    assert [ring for ring in nx.strongly_connected_components(graph) if len(ring) > 1] == []
