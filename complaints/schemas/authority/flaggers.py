"""Trusted flaggers on the wire: entries, what is noted of them, and the report of Art. 22(6)."""

from __future__ import annotations

from complaints.rules.authority.flaggers import FlaggerChange, FlaggerState, Imprecision
from complaints.rules.kinds import Basis
from complaints.rules.law.transparency import FIRST_YEAR
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    day_field,
    integer,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.words import message as _

_WEB = validate.Regexp(
    r"^https?://[^\s]+$", error=_("The address of a page, beginning with http:// or https://.")
)


class FlaggerIn(Body):
    filer_id = row_id(required=True, about="the account by which it files")
    entity = text(200, required=True, about="the entity that was awarded the status")
    field = fields.List(
        one_of(Basis), required=True, validate=validate.Length(1, len(Basis)),
        about="the bases of complaints that are of its expertise",
    )  # fmt: skip
    authority = text(200, required=True, about="the Digital Services Coordinator that awarded it")
    source = fields.String(
        required=True, validate=validate.And(validate.Length(1, 500), _WEB),
        about="the page that says so",
    )  # fmt: skip
    awarded_on = day_field(required=True)


class FlaggerChangeIn(Body):
    change = one_of(FlaggerChange, required=True)
    on = day_field(required=True, about="as of which day")
    source = text(500, required=True, about="the page that says so; of a wrong entry, why it was")


class FlaggerOut(Output):
    id = row_id(attribute="row.id")
    filer_id = row_id(attribute="row.filer_id")
    filer = fields.String(attribute="filer.name")
    entity = fields.String(attribute="row.entity")
    field = fields.List(one_of(Basis), attribute="row.field")
    authority = fields.String(attribute="row.authority")
    source = fields.String(attribute="row.source")
    awarded_on = fields.Date(attribute="row.awarded_on")
    state = one_of(FlaggerState)
    bound = fields.Boolean(about="a boycott binds it now (Art. 23), so that nothing goes first")
    entered_by = fields.String()
    entered_at = Moment(attribute="row.entered_at")
    approved_by = fields.String(allow_none=True)
    approved_at = Moment(allow_none=True, attribute="row.approved_at")
    changed = one_of(FlaggerChange, allow_none=True, attribute="row.changed")
    changed_on = fields.Date(allow_none=True, attribute="row.changed_on")
    change_source = fields.String(allow_none=True, attribute="row.change_source")
    in_field = integer(about="complaints in its field")
    outside = integer(about="complaints outside its field")


class FlaggersOut(Output):
    items = fields.List(fields.Nested(FlaggerOut))


class FlaggerReportQuery(Body):
    year = query_number(FIRST_YEAR, 9999, about="left out: this one")


class ImpreciseClaimOut(Output):
    complaint_id = row_id()
    reference = fields.String()
    claim_id = row_id()
    basis = one_of(Basis)
    filed_at = Moment()
    decided_at = Moment()
    reason = fields.String(about="a code of GET /reasons")
    kind = one_of(Imprecision)


class FlaggerReportOut(Output):
    flagger = fields.Nested(FlaggerOut)
    period = fields.String(attribute="period.written")
    notices = integer(about="complaints in its field")
    outside = integer(about="complaints outside its field")
    claims = integer(about="of the complaints in its field, a listing each")
    decided = integer(about="of these claims")
    imprecise_notices = integer(about="complaints with at least one claim that follows")
    kinds = fields.Dict(about="how many claims ended so, by the kinds of Art. 22(6)")
    imprecise = fields.List(fields.Nested(ImpreciseClaimOut), about="1,000 at most")
