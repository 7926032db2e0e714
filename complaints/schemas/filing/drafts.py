"""Drafts of complaints on the wire: steps as they were typed, and the complaint that these make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.rules.filing.complaint_facts import NAMES
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, Output, PageQuery, integer, next_cursor, row_id

# The steps, each with the members of a complaint that it gives.
STEPS: dict[str, tuple[str, ...]] = {
    "right": ("right_id", "authorization_id", "right", "rights_holder", "authorization"),
    "what": ("basis", "answers", *NAMES),
    "where": ("targets",),
    "evidence": ("documents",),
    "declare": ("declaration", "reference", "contact"),
    "territory": ("territory_ground",),
}


class DraftIn(Body):
    steps = fields.Dict(
        keys=fields.String(validate=validate.OneOf(list(STEPS))),
        values=fields.Dict(keys=fields.String()),
        required=True,
        about="by step, members as `POST /complaints` takes them (`where` may have "
        "`text`, as pasted; `evidence` may have `seen`, by address, in place of "
        "`targets[].seen`). They need not hold before the draft is filed. Steps that are not "
        "named stay as they are",
    )


class DraftOut(Output):
    id = row_id()
    version = integer(about="the ETag; send it as If-Match")
    steps = fields.Method("write_steps", metadata={"type": "object"})
    created_at = Moment()
    updated_at = Moment()
    expires_at = Moment()

    def write_steps(self, draft: Any) -> dict[str, Any]:
        return {name: step for name, step in draft.data.items() if name in STEPS}


class DraftsQuery(PageQuery):
    pass


class DraftsOut(Output):
    items = fields.List(fields.Nested(DraftOut))
    next = next_cursor()


def complaint_of(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the complaint that a draft's steps add up to, as the API takes it."""
    complaint = {
        name: value
        for step, names in STEPS.items()
        for name, value in data.get(step, {}).items()
        if name in names and value not in (None, "", [], {})
    }
    seen = data.get("evidence", {}).get("seen")
    if isinstance(seen, dict) and isinstance(complaint.get("targets"), list):
        complaint["targets"] = [_with_view(target, seen) for target in complaint["targets"]]
    if isinstance(complaint.get("documents"), list):
        complaint["documents"] = [_paper(paper) for paper in complaint["documents"]]
    return complaint


def _with_view(target: Any, seen: Mapping[str, Any]) -> Any:
    """Return a target with what its page showed, which the pages keep by its address."""
    if not isinstance(target, dict) or "seen" in target or target.get("url") not in seen:
        return target
    return {**target, "seen": seen[target["url"]]}


def _paper(paper: Any) -> Any:
    """Return a paper without the id of its upload, which only the pages use."""
    if not isinstance(paper, dict):
        return paper
    return {name: value for name, value in paper.items() if name != "document_id"}


def step_of(pointer: str) -> str | None:
    """Return the step whose field a pointer into the complaint names."""
    first = pointer.lstrip("/").partition("/")[0]
    return next((step for step, names in STEPS.items() if first in names), None)
