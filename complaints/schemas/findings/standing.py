"""A filer's record against its peers', as staff and the filer itself read it."""

from __future__ import annotations

from complaints.rules.cases.boycotts import ANSWER
from complaints.rules.findings.standing import PeerPlace
from complaints.rules.kinds import Basis, Family, RightKind
from complaints.schemas import fields
from complaints.schemas.cases.flags import FlagAnswerOut
from complaints.schemas.common import Body, Moment, Output, integer, one_of, row_id, text


class RangeOut(Output):
    weight = fields.Float(about="comparable claims; a complaint against m listings is 1 + ln(m)")
    share = fields.Float(allow_none=True)
    low = fields.Float(allow_none=True, about="of the share's 95 % interval")
    high = fields.Float(allow_none=True)
    peer_share = fields.Float(about="mean of honest peers")
    peer_low = fields.Float(about="95 of 100 honest peers lie within, at this weight")
    peer_high = fields.Float()
    peer_far_high = fields.Float(about="1 of 1,000 honest peers lies above")
    place = one_of(PeerPlace, allow_none=True, about="null for the filer, which reads no verdict")


class StoodOut(Output):
    right_kind = one_of(("", *RightKind), about="empty: any")
    basis = one_of(("", *Basis), about="empty: any")
    claims = integer(attribute="figures.claims")
    closed = integer(attribute="figures.closed")
    decided = integer(
        attribute="figures.decided", about="removed, rejected, reinstated, or graded by a person"
    )
    refused_or_unfounded = integer(
        attribute="figures.unfounded",
        about="of the decided: rejected, reinstated or graded unfounded",
    )
    manifestly_unfounded = integer(attribute="figures.manifest")
    graded = integer(attribute="figures.graded")
    withdrawn = integer(attribute="figures.withdrawn")
    answered = integer(
        attribute="figures.answered", about="answered by a counter-notice and ended since"
    )
    withdrawn_when_answered = integer(attribute="figures.dropped")
    unfounded = fields.Nested(RangeOut)
    dropped = fields.Nested(RangeOut, about="withdrawn after a counter-notice, of the answered")
    peers = integer(about="filers compared with")


class SinceOut(Output):
    filed = integer()
    closed = fields.Dict(about="claims closed, by state")


class StandingOut(Output):
    filer_id = row_id(attribute="filer.id")
    as_of = Moment(allow_none=True, about="of the scan; null: none yet")
    overall = fields.Nested(StoodOut, allow_none=True)
    by_kind = fields.List(fields.Nested(StoodOut))
    by_basis = fields.List(fields.Nested(StoodOut))
    since = fields.Nested(SinceOut)
    trusted = fields.Boolean(
        about="its complaints are decided sooner: it meets the numbers of the terms"
    )


class LookedAtOut(Output):
    """One kind of thing that staff look at, and what the filer can do about it."""

    family = one_of(Family)
    text = fields.LocalizedText(attribute="what")
    can = fields.LocalizedText()


class LookOut(Output):
    confirmed = fields.Boolean(about="by a person")
    subjects = fields.List(fields.Nested(LookedAtOut))
    answers = fields.List(fields.Nested(FlagAnswerOut), about="what you said about it, and added")
    answers_left = integer(about="how often you can still add to it")


class FlagAnswerIn(Body):
    """What a filer says about what staff look at."""

    answer = text(ANSWER.fields[0].longest, required=True)


class OwnStandingOut(StandingOut):
    """What a filer reads of itself: its figures, and what staff look at once it is told."""

    looked_at = fields.Nested(
        LookOut, allow_none=True, about="null until the filer is told, and to staff"
    )


class FunnelQuery(Body):
    right_kind = one_of(RightKind, about="left out: any")


class LimitOut(Output):
    weight = fields.Float()
    low = fields.Float()
    high = fields.Float()
    far_low = fields.Float()
    far_high = fields.Float()


class FunnelOut(Output):
    right_kind = one_of(("", *RightKind))
    peer_share = fields.Float()
    filers = integer()
    points = fields.List(
        fields.List(fields.Float()), about="weight, share, number of filers gathered to this point"
    )
    limits = fields.List(fields.Nested(LimitOut))
    mine = fields.List(fields.Float(), allow_none=True, about="weight, share")
