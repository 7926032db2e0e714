"""The thresholds in force, and drafts of a change with their backtest."""

from __future__ import annotations

from typing import Any

import marshmallow
from marshmallow import Schema

from abuse.policy.thresholds import units
from complaints.rules.kinds import DraftState
from complaints.rules.policy.policy_drafts import Stage
from complaints.rules.policy.policy_tables import UNITS
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, integer, one_of, row_id, text
from complaints.words import catalogue
from complaints.words import message as _
from complaints.words.forms import FILL_IN

MONTH = validate.Regexp(
    r"^[0-9]{4}-(0[1-9]|1[0-2])$", error=_("Enter a month, for example 2026-07.")
)


class ThresholdOut(Schema):
    table = one_of(("scan", "boycott", "sample", "law"), required=True)
    section = fields.LocalizedText(required=True)
    name = fields.String(required=True)
    title = fields.LocalizedText(
        required=True,
        allow_none=True,
        metadata={"description": "what people call it; null for those of experts"},
    )
    value = fields.Raw(required=True, metadata={"description": "in force"})
    default = fields.Raw(required=True)
    unit = one_of(sorted({*units(), *UNITS}), required=True)
    allowed = fields.LocalizedText(required=True)
    reason = fields.LocalizedText(required=True)
    why = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "why it was set to this value, where it was set by a field"},
    )


class PolicyOut(Schema):
    number = integer(required=True, metadata={"description": "of the policy in force"})
    since = Moment(required=True)
    by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "who put it; null where the service or the operator did"},
    )
    drafted_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "who put it forward; null where it was put without a draft"},
    )
    why = fields.String(required=True)
    thresholds = fields.List(fields.Nested(ThresholdOut), required=True)


def _by_table(inner: fields.Field[Any], description: str) -> fields.Dict:
    """Return a field for values by table and name: `{"scan": {"warning": 0.65}}`."""
    by_name = fields.Dict(keys=fields.String(), values=inner)
    return fields.Dict(keys=fields.String(), values=by_name, metadata={"description": description})


class MonthsIn(Body):
    """The months that a draft is replayed over."""

    first = fields.String(required=True, validate=MONTH)
    last = fields.String(required=True, validate=MONTH)


class PolicyDraftIn(MonthsIn):
    """A draft: `values` with a reason each, or a whole policy as a text."""

    text = text(100_000, metadata={"description": "TOML: what is to differ from the defaults"})
    values = _by_table(
        fields.Raw(metadata={"type": "number"}),
        "what is to differ from the policy in force, by table and name",
    )
    why = _by_table(fields.String(), "the reason of each value, by table and name")

    @marshmallow.validates_schema
    def require_one(self, data: dict[str, Any], **_options: Any) -> None:
        if "text" not in data and "values" not in data:
            raise marshmallow.ValidationError([FILL_IN], "text")


class PolicyChangeOut(Schema):
    table = fields.String(required=True)
    name = fields.String(required=True, attribute="threshold.name")
    title = fields.LocalizedText(required=True, allow_none=True)
    before = fields.Raw(required=True, metadata={"type": "number"})
    after = fields.Raw(required=True, metadata={"type": "number"})
    why = fields.String(required=True, allow_none=True)


class PolicyDraftOut(Schema):
    id = row_id(required=True, attribute="draft.id")
    by = fields.String(required=True)
    text = fields.String(required=True, attribute="draft.text")
    first = fields.String(required=True, attribute="draft.first")
    last = fields.String(required=True, attribute="draft.last")
    state = one_of(DraftState, required=True, attribute="draft.state")
    made_at = Moment(required=True, attribute="draft.made_at")
    done_at = Moment(required=True, allow_none=True, attribute="draft.done_at")
    result = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "totals and months under both policies, as a backtest's JSON"},
    )
    said = fields.Function(
        lambda view: view.said(catalogue(fields.READER.get())),
        required=True,
        metadata={
            "type": ["string", "null"],
            "description": "the backtest as a text, or why there is none",
        },
    )
    policy_number = integer(
        required=True,
        allow_none=True,
        attribute="draft.policy_number",
        metadata={"description": "the policy that it was replayed beside"},
    )
    version = integer(required=True, attribute="draft.version")
    stage = one_of(Stage, required=True)
    base_number = integer(
        required=True,
        allow_none=True,
        attribute="draft.base_number",
        metadata={"description": "the policy that it changes"},
    )
    changes = fields.List(fields.Nested(PolicyChangeOut), required=True)
    stale = fields.Boolean(
        required=True,
        metadata={"description": "another policy is in force than the one that it changes"},
    )
    moved = fields.List(
        fields.Nested(PolicyChangeOut),
        required=True,
        metadata={"description": "what the policy in force has changed since"},
    )
    looks_done = integer(
        required=True,
        allow_none=True,
        attribute="draft.looks_done",
        metadata={"description": "how many scans of the replay are done"},
    )
    looks = integer(required=True, allow_none=True, attribute="draft.looks")
    put_forward_at = Moment(required=True, allow_none=True, attribute="draft.put_forward_at")
    put_forward_why = fields.String(
        required=True, allow_none=True, attribute="draft.put_forward_why"
    )
    sent_back_by = fields.String(required=True, allow_none=True)
    sent_back_at = Moment(required=True, allow_none=True, attribute="draft.sent_back_at")
    sent_back_why = fields.String(required=True, allow_none=True, attribute="draft.sent_back_why")
    became_number = integer(
        required=True,
        allow_none=True,
        attribute="draft.became_number",
        metadata={"description": "the policy that it became"},
    )


class PolicyDraftsOut(Schema):
    items = fields.List(fields.Nested(PolicyDraftOut), required=True)
