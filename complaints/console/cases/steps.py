"""Steps of a case on the pages of staff: which page takes which, and taking one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import request

from complaints.console.decisions.deciding import require_version
from complaints.kit.pages import PageCall
from complaints.rules.acts import Act
from complaints.rules.machines import Machine
from complaints.schemas.acts import body_of


def acts_by_page(machine: Machine) -> dict[str, Act]:
    """Return the acts of staff by the last part of their pages' addresses."""
    return {act.page or act.name: act for act in machine.acts if act.done is not None}


def route_part_of(acts: Mapping[str, Act]) -> str:
    """Return the part of a route that takes one of these acts, as `step`."""
    return f"<any({','.join(acts)}):step>"


def submit_step(
    call: PageCall, verbs: Mapping[Act, Callable[..., object]], act: Act, case: int
) -> None:
    """Do what the sent form says, in the version of the case that the page showed."""
    body = body_of(act)
    sent = call.form(body, besides={"version"}) if body is not None else {}
    verbs[act](call.work, case, **sent, expected=require_version(request.form))
