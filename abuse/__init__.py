"""The detector: finds and explains filers who abuse the complaint system; people decide.

It works alone on columns and files: nothing of the application, no web framework and no database
library is imported here. `python -m abuse` is its command line.
"""

from abuse.graph import case_graph, graph_json
from abuse.policy import Policy
from abuse.report import FilerReport, Report, Signal
from abuse.scanning import scan
from abuse.table import ClaimTable

__all__ = [
    "ClaimTable",
    "FilerReport",
    "Policy",
    "Report",
    "Signal",
    "case_graph",
    "graph_json",
    "scan",
]
