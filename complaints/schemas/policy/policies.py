"""The thresholds in force, and drafts of a change with their backtest."""

from __future__ import annotations

from typing import Any

import marshmallow

from abuse.policy.thresholds import units
from complaints.rules.kinds import DraftState
from complaints.rules.policy.policy_drafts import Stage
from complaints.rules.policy.policy_tables import UNITS
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, Output, integer, one_of, row_id, text
from complaints.words import catalogue
from complaints.words import message as _

MONTH = validate.Regexp(
    r"^[0-9]{4}-(0[1-9]|1[0-2])$", error=_("Enter a month, for example 2026-07.")
)


class ThresholdOut(Output):
    table = one_of(("scan", "boycott", "sample", "law"))
    section = fields.LocalizedText()
    name = fields.String()
    title = fields.LocalizedText(
        allow_none=True, about="what people call it; null for those of experts"
    )
    value = fields.Raw(about="in force")
    default = fields.Raw()
    unit = one_of(sorted({*units(), *UNITS}))
    allowed = fields.LocalizedText()
    reason = fields.LocalizedText()
    why = fields.String(
        allow_none=True, about="why it was set to this value, where it was set by a field"
    )


class PutPolicyOut(Output):
    """A policy as a list has it."""

    number = integer()
    since = Moment()
    by = fields.String(
        allow_none=True, about="who put it; null where the service or the operator did"
    )
    drafted_by = fields.String(
        allow_none=True, about="who put it forward; null where it was put without a draft"
    )
    why = fields.String()


class PoliciesOut(Output):
    items = fields.List(fields.Nested(PutPolicyOut), about="the one in force first")


class PolicyOut(PutPolicyOut):
    thresholds = fields.List(fields.Nested(ThresholdOut))


def _by_table(inner: fields.Field[Any], description: str) -> fields.Dict:
    """Return a field for values by table and name: `{"scan": {"warning": 0.65}}`."""
    by_name = fields.Dict(keys=fields.String(), values=inner)
    return fields.Dict(keys=fields.String(), values=by_name, about=description)


class MonthsIn(Body):
    """The months that a draft is replayed over."""

    first = fields.String(required=True, validate=MONTH)
    last = fields.String(required=True, validate=MONTH)


class PolicyDraftIn(MonthsIn):
    """A draft: `values` with a reason each, or a whole policy as a text."""

    text = text(100_000, about="TOML: what is to differ from the defaults")
    values = _by_table(
        fields.Raw(metadata={"type": "number"}),
        "what is to differ from the policy in force, by table and name",
    )
    why = _by_table(fields.String(), "the reason of each value, by table and name")

    @marshmallow.validates_schema
    def require_one(self, data: dict[str, Any], **_options: Any) -> None:
        if "text" not in data and "values" not in data:
            raise marshmallow.ValidationError([fields.MISSING], "text")


_VALUE = "a number; of the curves of the score, the beginning of their digest"


class PolicyChangeOut(Output):
    table = fields.String()
    name = fields.String(attribute="threshold.name")
    title = fields.LocalizedText(allow_none=True)
    before = fields.Raw(
        attribute="old", metadata={"type": ["number", "string"], "description": _VALUE}
    )
    after = fields.Raw(
        attribute="new", metadata={"type": ["number", "string"], "description": _VALUE}
    )
    why = fields.String(allow_none=True)


class PolicyDraftOut(Output):
    id = row_id(attribute="draft.id")
    by = fields.String()
    text = fields.String(attribute="draft.text")
    first = fields.String(attribute="draft.first")
    last = fields.String(attribute="draft.last")
    state = one_of(DraftState, attribute="draft.state")
    made_at = Moment(attribute="draft.made_at")
    done_at = Moment(allow_none=True, attribute="draft.done_at")
    result = fields.Dict(
        allow_none=True, about="totals and months under both policies, as a backtest's JSON"
    )
    said = fields.Function(
        lambda view: view.said(catalogue(fields.READER.get())),
        about="the backtest as a text, or why there is none",
        metadata={"type": ["string", "null"]},
    )
    policy_number = integer(
        allow_none=True,
        attribute="draft.policy_number",
        about="the policy that it was replayed beside",
    )
    version = integer(attribute="draft.version")
    stage = one_of(Stage, named="PolicyDraftStage")
    base_number = integer(
        allow_none=True, attribute="draft.base_number", about="the policy that it changes"
    )
    changes = fields.List(fields.Nested(PolicyChangeOut))
    stale = fields.Boolean(about="another policy is in force than the one that it changes")
    moved = fields.List(
        fields.Nested(PolicyChangeOut), about="what the policy in force has changed since"
    )
    looks_done = integer(
        allow_none=True, attribute="draft.looks_done", about="how many scans of the replay are done"
    )
    looks = integer(allow_none=True, attribute="draft.looks")
    put_forward_at = Moment(allow_none=True, attribute="draft.put_forward_at")
    put_forward_why = fields.String(allow_none=True, attribute="draft.put_forward_why")
    sent_back_by = fields.String(allow_none=True)
    sent_back_at = Moment(allow_none=True, attribute="draft.sent_back_at")
    sent_back_why = fields.String(allow_none=True, attribute="draft.sent_back_why")
    became_number = integer(
        allow_none=True, attribute="draft.became_number", about="the policy that it became"
    )


class PolicyDraftsOut(Output):
    items = fields.List(fields.Nested(PolicyDraftOut))
