"""Matches: accounts that look like one of a bound or flagged party."""

from __future__ import annotations

from abuse.identity.origins import Origin
from complaints.rules.cases.joinings import JOINING
from complaints.schemas import fields
from complaints.schemas.cases.judgements import JudgementOut
from complaints.schemas.common import (
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
)
from complaints.schemas.filing.complaints import FilerNameOut
from complaints.words.labels import LABELS


class MatchesQuery(PageQuery):
    filer = query_number(about="an account's id, on either side")
    held = fields.Boolean(about="true: those that hold a complaint now; false: the others")


class KnownOut(Output):
    filer = one_of(Origin)
    other = one_of(Origin)


class SharedThingOut(Output):
    kind = one_of(LABELS["shared"], about="of what is shared; the value is not told")
    accounts = integer(about="how many show the same")
    known = fields.Nested(
        KnownOut,
        allow_none=True,
        about="how each of the two was known by it then; null for what is no mark of "
        "an account, as a document",
    )


class MatchOut(Output):
    id = row_id(attribute="match.id")
    filer = fields.Nested(FilerNameOut)
    other = fields.Nested(
        FilerNameOut, about="of the bound or flagged party, the account it shares most with"
    )
    weight = fields.Float(attribute="match.weight", about="log-odds")
    shared = fields.List(fields.Nested(SharedThingOut))
    made_at = Moment(attribute="match.made_at")
    seen_at = Moment(attribute="match.seen_at")
    held = integer(about="complaints that it holds now")
    judgement = fields.Nested(JudgementOut, allow_none=True, about="what was said of the pair last")


class MatchSideOut(Output):
    """One of the two accounts, for a reviewer who compares them."""

    filer_id = row_id(attribute="filer.id")
    accounts = integer(about="of its party, this one too")
    created_at = Moment(attribute="filer.created_at")
    complaints = integer()
    claim_counts = fields.Dict(
        keys=fields.String(),
        values=integer(),
        attribute="states",
        about="how many claims are in which state",
    )
    right_ids = fields.List(row_id())
    boycott_ids = fields.List(row_id())
    flag_ids = fields.List(row_id())


class MatchJoiningOut(Output):
    id = row_id()
    state = one_of(JOINING.states, named="JoiningState")


class WholeMatchOut(MatchOut):
    version = integer(about="the judgement in force, 0 for none; the ETag")
    sides = fields.List(fields.Nested(MatchSideOut))
    joining = fields.Nested(
        MatchJoiningOut,
        allow_none=True,
        about="the newest case whether the two are counted to one party",
    )
    complaint_ids = fields.List(row_id(), about="that it holds now, up to 20")


class MatchesOut(Output):
    items = fields.List(fields.Nested(MatchOut))
    next = next_cursor()
