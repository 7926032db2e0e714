"""Checks, figures, alert rules and dashboard name the same things, and the page has them all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from complaints.health import NAMES, NEEDED, owner
from complaints.health.figures import FIGURES
from complaints.http.metrics import REQUESTS, SECONDS
from complaints.storage.db_errors import Trouble

ROOT = Path(__file__).resolve().parents[2]
METRIC = re.compile(r"\bcleanhands_[a-z_]+")
GIVEN = {*FIGURES, REQUESTS, f"{SECONDS}_bucket", f"{SECONDS}_count", f"{SECONDS}_sum"}


def rules() -> list[dict[str, Any]]:
    document = yaml.safe_load((ROOT / "deploy/prometheus-alerts.yml").read_text("utf-8"))
    (group,) = document["groups"]
    return list(group["rules"])


def section() -> str:
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    return text.partition("\n## Health\n")[2].partition("\n## ")[0]


def first_cells(heading: str) -> list[str]:
    """Return what the tables with this first heading name."""
    tables = re.findall(rf"^\| {heading} \|.*\n((?:\|.*\n)+)", section(), re.M)
    return [name for table in tables for name in re.findall(r"^\| `([a-z_]+)`", table, re.M)]


def test_the_page_has_every_check_every_figure_and_every_trouble_and_no_other() -> None:
    assert sorted(first_cells("check")) == sorted({*NAMES, *owner.NAMES})
    assert sorted(first_cells("figure")) == sorted({*FIGURES, REQUESTS, SECONDS})
    assert set(first_cells("in the log")) == set(Trouble) - {Trouble.OTHER}
    not_ready = re.findall(r"^\| `([a-z_]+)` \| yes \|", section(), re.M)
    assert set(not_ready) == NEEDED


def test_alert_rules_ask_for_figures_that_are_given_and_say_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names) >= 8
    for rule in rules():
        named = set(METRIC.findall(rule["expr"])) - {"cleanhands_", "cleanhands"}
        assert named <= GIVEN, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"].keys() == {"summary", "do"}
        labels = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
        assert labels <= {"instance", "check", "place"}
    checks = re.findall(r'check!~"([^"]+)"', " ".join(rule["expr"] for rule in rules()))
    assert set("|".join(checks).split("|")) <= {*NAMES}


def test_the_dashboard_draws_every_figure_and_none_that_is_not_given() -> None:
    board = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text("utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in METRIC.findall(target["expr"])
    }
    assert asked <= GIVEN
    assert FIGURES.keys() <= asked
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
