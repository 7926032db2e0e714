"""Figures of the dashboard: the columns of each, by its name."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "volumes": ("month", "complaints", "claims"),
    "outcomes": ("month", "removed", "refused", "withdrawn", "other"),
    "time_to_decision": ("month", "decisions", "median_days", "p90_days"),
    "days_down": ("month", "undone", "standing"),
    "unfounded_by_right": ("right_kind", "decided", "unfounded", "share"),
    "unfounded_by_channel": ("channel", "decided", "unfounded", "share"),
    "open_by_deadline": ("due", "claims"),
    "flags": ("level", "open", "under_review", "dismissed", "confirmed"),
    "harm_avoided": ("what", "number"),
    "missed_abuse": ("what", "number"),
}
