"""Suspensions of stores: what is proposed, and how one is shown."""

from __future__ import annotations

from complaints.rules.cases.suspensions import SUSPENSION, Measure
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.decisions.appeals import APPEAL
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    Output,
    PageQuery,
    came_by,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.sellers.their_ids import NamedOut


class SuspensionsQuery(PageQuery):
    state = one_of(
        (*SUSPENSION.states, "unfinished", "rests_on_less", "all"),
        load_default="unfinished",
        about="unfinished: proposed, warned, in force or with an appeal. rests_on_less: in force, "
        "though a claim that it rests on stands no more",
    )
    store = query_number()


class SuspendedOperatorIn(Body):
    marketplace = fields.String(required=True, validate=SLUG)
    id = text(500, required=True, about="the marketplace's own id of the operator")


class SuspensionFields(Body):
    """What the API and the page take of a proposal."""

    measure = one_of(Measure, required=True, about="suspend: for a term; close: until it is lifted")
    reasons = text(5_000, required=True, about="the seller reads it", asks="Enter the reasons.")
    gravity = text(
        2_000, about="why it is too grave to wait for the strikes of the scale; the seller reads it"
    )


class SuspensionIn(SuspensionFields):
    store_id = integer(1, 2**31 - 1, about="our number of the store; or name the operator")
    operator = fields.Nested(
        SuspendedOperatorIn, about="an operator: the case is about all its stores there"
    )
    territory = fields.List(
        fields.Country(),
        load_default=list,
        validate=validate.Length(0, 60),
        about="the countries in which it is to be shut; none: everywhere",
    )
    claim_ids = fields.List(
        integer(1, 2**31 - 1),
        validate=validate.Length(1, 200),
        about="the claims that it rests on; left out: the newest that count against the seller",
    )


class SuspensionClaimOut(Output):
    claim_id = row_id()
    complaint = fields.String(attribute="reference", about="its reference")
    listing = fields.String(about="its address")
    right = fields.String()
    decided_on = fields.Date()
    stands = fields.Boolean(about="whether it still counts against the seller")


class SuspensionAppealOut(Output):
    id = row_id()
    state = one_of(APPEAL.states, named="AppealState")
    grounds = fields.String()
    filed_at = Moment()
    reach = came_by()
    argued = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)
    decided_by = row_id(allow_none=True)


class SuspensionStaffOut(Output):
    reasons = fields.String(about="the proposer's; the seller reads it")
    gravity = fields.String(
        allow_none=True, about="why it does not wait for the strikes of the scale"
    )
    proposed_by = row_id()
    proposed_at = Moment()
    warned_by = row_id(allow_none=True)
    warned_at = Moment(allow_none=True)
    delivered_at = Moment(allow_none=True, about="when the warning reached the seller")
    delivered_by = one_of(DeliveredBy, allow_none=True)
    answer_due = Moment(allow_none=True)
    answer = fields.String(allow_none=True)
    answered_at = Moment(allow_none=True)
    answer_closed_at = Moment(allow_none=True, about="when the seller said that it is whole")
    answer_reach = came_by()
    imposed_by = row_id(allow_none=True)
    why = fields.String(allow_none=True, about="the decision and its reason")
    ended_by = row_id(allow_none=True)
    end_reason = fields.String(allow_none=True)


class SuspensionOut(Output):
    id = row_id(attribute="row.id")
    state = one_of(SUSPENSION.states, named="SuspensionState", attribute="row.state")
    measure = one_of(Measure, attribute="row.measure")
    marketplace = fields.String()
    stores = fields.List(fields.Nested(NamedOut), about="the stores that it is about")
    operator = fields.String(
        allow_none=True, about="whose stores they are, where it is about an operator"
    )
    territory = fields.List(
        fields.String(), attribute="row.territory", about="where it holds; none: everywhere"
    )
    starts_at = Moment(attribute="row.starts_at", allow_none=True)
    ends_at = Moment(attribute="row.ends_at", allow_none=True, about="null: until it is lifted")
    ended_at = Moment(attribute="row.ended_at", allow_none=True)
    claims = fields.List(
        fields.Nested(SuspensionClaimOut),
        about="what it rests on; empty for who runs the marketplace",
    )
    appeal = fields.Nested(SuspensionAppealOut, allow_none=True)
    appeal_until = Moment(allow_none=True)
    possible = fields.List(one_of(SUSPENSION.events), about="steps that you could take now")
    staff = fields.Nested(
        SuspensionStaffOut, allow_none=True, about="null unless you are a member of staff"
    )
    version = integer(
        attribute="row.version", about="the ETag; send it as If-Match to decide on what you saw"
    )


class SuspensionsOut(Output):
    items = fields.List(fields.Nested(SuspensionOut))
    next = next_cursor()
