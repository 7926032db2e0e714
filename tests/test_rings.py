"""No module needs itself by way of others, nor by an import for types or within a function."""

from __future__ import annotations

import grimp
import networkx as nx

# Makers of markets by people who had read nothing else of the house: their parts know each other's
# types. Nothing of the house may be in a ring with them.
WRITTEN_APART = ("cascades", "casebook", "economy", "lifetimes", "motives", "unseen")
APART = tuple(f"lab.makers.{name}." for name in WRITTEN_APART)


def test_no_imports_go_round() -> None:
    imports = grimp.build_graph("abuse", "complaints", "lab", cache_dir=None)
    graph = nx.DiGraph(
        (module, needed)
        for module in imports.modules
        for needed in imports.find_modules_directly_imported_by(module)
    )
    rings = [ring for ring in nx.strongly_connected_components(graph) if len(ring) > 1]
    assert [ring for ring in rings if not all(m.startswith(APART) for m in ring)] == []
