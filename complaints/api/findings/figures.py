"""Figures of the dashboard, for staff."""

from __future__ import annotations

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.findings import figures as figure_queries
from complaints.queries.findings.figures import FigureView
from complaints.rules.actors import Scope
from complaints.schemas.findings.figures import FigureOut, FiguresOut

blp = Blueprint("figures", __name__, description="Figures of the dashboard")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/figures", scopes=STAFF, answer=FiguresOut, costly=True)
def list_figures(call: Call) -> dict[str, object]:
    """Read all figures: what the newest scan counted, and what is counted now."""
    return {"items": figure_queries.find_figures(call.work)}


@endpoint(blp, "GET", "/figures/<name>", scopes=STAFF, answer=FigureOut, refuses=["not-found"],
          costly=True)  # fmt: skip
def read_figure(call: Call, name: str) -> FigureView:
    """Read one figure."""
    return figure_queries.get_figure(call.work, name)
