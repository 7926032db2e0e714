"""A filer's record against its peers', as staff and the filer itself read it."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.cases.boycotts import ANSWER
from complaints.rules.findings.standing import PeerPlace
from complaints.rules.kinds import Basis, Family, RightKind
from complaints.schemas import fields
from complaints.schemas.cases.flags import FlagAnswerOut
from complaints.schemas.common import Body, Moment, integer, one_of, row_id, text


class RangeOut(Schema):
    weight = fields.Float(
        required=True,
        metadata={"description": "comparable claims; a complaint against m listings is 1 + ln(m)"},
    )
    share = fields.Float(required=True, allow_none=True)
    low = fields.Float(
        required=True, allow_none=True, metadata={"description": "of the share's 95 % interval"}
    )
    high = fields.Float(required=True, allow_none=True)
    peer_share = fields.Float(required=True, metadata={"description": "mean of honest peers"})
    peer_low = fields.Float(
        required=True, metadata={"description": "95 of 100 honest peers lie within, at this weight"}
    )
    peer_high = fields.Float(required=True)
    peer_far_high = fields.Float(
        required=True, metadata={"description": "1 of 1,000 honest peers lies above"}
    )
    place = one_of(
        PeerPlace, required=True, allow_none=True,
        metadata={"description": "null for the filer, which reads no verdict"},
    )  # fmt: skip


class StoodOut(Schema):
    right_kind = one_of(("", *RightKind), required=True, metadata={"description": "empty: any"})
    basis = one_of(("", *Basis), required=True, metadata={"description": "empty: any"})
    claims = integer(required=True, attribute="figures.claims")
    closed = integer(required=True, attribute="figures.closed")
    decided = integer(
        required=True,
        attribute="figures.decided",
        metadata={"description": "removed, rejected, reinstated, or graded by a person"},
    )
    refused_or_unfounded = integer(
        required=True,
        attribute="figures.unfounded",
        metadata={"description": "of the decided: rejected, reinstated or graded unfounded"},
    )
    manifestly_unfounded = integer(required=True, attribute="figures.manifest")
    graded = integer(required=True, attribute="figures.graded")
    withdrawn = integer(required=True, attribute="figures.withdrawn")
    answered = integer(
        required=True,
        attribute="figures.answered",
        metadata={"description": "answered by a counter-notice and ended since"},
    )
    withdrawn_when_answered = integer(required=True, attribute="figures.dropped")
    unfounded = fields.Nested(RangeOut, required=True)
    dropped = fields.Nested(
        RangeOut,
        required=True,
        metadata={"description": "withdrawn after a counter-notice, of the answered"},
    )
    peers = integer(required=True, metadata={"description": "filers compared with"})


class SinceOut(Schema):
    filed = integer(required=True)
    closed = fields.Dict(required=True, metadata={"description": "claims closed, by state"})


class StandingOut(Schema):
    filer_id = row_id(required=True, attribute="filer.id")
    as_of = Moment(
        required=True, allow_none=True, metadata={"description": "of the scan; null: none yet"}
    )
    overall = fields.Nested(StoodOut, required=True, allow_none=True)
    by_kind = fields.List(fields.Nested(StoodOut), required=True)
    by_basis = fields.List(fields.Nested(StoodOut), required=True)
    since = fields.Nested(SinceOut, required=True)


class LookedAtOut(Schema):
    """One kind of thing that staff look at, and what the filer can do about it."""

    family = one_of(Family, required=True)
    text = fields.LocalizedText(required=True, attribute="what")
    can = fields.LocalizedText(required=True)


class LookOut(Schema):
    confirmed = fields.Boolean(required=True, metadata={"description": "by a person"})
    subjects = fields.List(fields.Nested(LookedAtOut), required=True)
    answers = fields.List(
        fields.Nested(FlagAnswerOut), required=True,
        metadata={"description": "what you said about it, and added"},
    )  # fmt: skip
    answers_left = integer(
        required=True, metadata={"description": "how often you can still add to it"}
    )


class FlagAnswerIn(Body):
    """What a filer says about what staff look at."""

    answer = text(ANSWER.fields[0].longest, required=True)


class OwnStandingOut(StandingOut):
    """What a filer reads of itself: its figures, and what staff look at once it is told."""

    looked_at = fields.Nested(
        LookOut, required=True, allow_none=True,
        metadata={"description": "null until the filer is told"},
    )  # fmt: skip


class FunnelQuery(Body):
    right_kind = one_of(RightKind, metadata={"description": "left out: any"})


class LimitOut(Schema):
    weight = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)
    far_low = fields.Float(required=True)
    far_high = fields.Float(required=True)


class FunnelOut(Schema):
    right_kind = one_of(("", *RightKind), required=True)
    peer_share = fields.Float(required=True)
    filers = integer(required=True)
    points = fields.List(
        fields.List(fields.Float()),
        required=True,
        metadata={"description": "weight, share, number of filers gathered to this point"},
    )
    limits = fields.List(fields.Nested(LimitOut), required=True)
    mine = fields.List(
        fields.Float(), required=True, allow_none=True, metadata={"description": "weight, share"}
    )
