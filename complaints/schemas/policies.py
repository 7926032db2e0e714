"""The thresholds in force, and drafts of a change with their backtest."""

from __future__ import annotations

from marshmallow import Schema

from abuse.policy.thresholds import units
from complaints.rules.kinds import DraftState
from complaints.rules.policy_tables import UNITS
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, integer, one_of, row_id, text
from complaints.words import catalogue
from complaints.words import message as _

MONTH = validate.Regexp(
    r"^[0-9]{4}-(0[1-9]|1[0-2])$", error=_("Give a month, for example 2026-07.")
)


class ThresholdOut(Schema):
    table = one_of(("scan", "boycott", "sample", "law"), required=True)
    section = fields.LocalizedText(required=True)
    name = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"description": "in force"})
    default = fields.Raw(required=True)
    unit = one_of(sorted({*units(), *UNITS}), required=True)
    allowed = fields.LocalizedText(required=True)
    reason = fields.LocalizedText(required=True)


class PolicyOut(Schema):
    number = integer(required=True, metadata={"description": "of the policy in force"})
    since = Moment(required=True)
    by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "who put it; null where the service did"},
    )
    why = fields.String(required=True)
    thresholds = fields.List(fields.Nested(ThresholdOut), required=True)


class PolicyDraftIn(Body):
    text = text(100_000, required=True, metadata={"description": "TOML: what is to be different"})
    first = fields.String(required=True, validate=MONTH)
    last = fields.String(required=True, validate=MONTH)


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


class PolicyDraftsOut(Schema):
    items = fields.List(fields.Nested(PolicyDraftOut), required=True)
