"""What a store shows of its trader, and what is missing there."""

from __future__ import annotations

from complaints.rules.sellers.traders import LONGEST, TraderLack, TraderMember
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, Output, day_field, one_of, text


class TraderIn(Body):
    """What a store shows of its trader (DSA Art. 30(7)); what is left out is not shown."""

    name = text(LONGEST[TraderMember.NAME])
    address = text(LONGEST[TraderMember.ADDRESS])
    email = text(LONGEST[TraderMember.EMAIL])
    phone = text(LONGEST[TraderMember.PHONE])
    register = text(LONGEST[TraderMember.REGISTER], about="the register that it is in, if any")
    register_number = text(LONGEST[TraderMember.REGISTER_NUMBER])
    certified_on = day_field(
        about="when it declared that it offers only what is allowed in the European Union"
    )


class ShownTraderOut(Output):
    name = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    register = fields.String(allow_none=True)
    register_number = fields.String(allow_none=True)
    certified_on = day_field(allow_none=True)
    stated_at = Moment()


class ClaimTraderOut(Output):
    """What is missing in what a store shows, without what it shows."""

    known = fields.Boolean(
        attribute="is_known", about="false: its marketplace has sent nothing of it"
    )
    missing = fields.List(one_of(TraderMember))
    wrong = fields.List(one_of(TraderMember))
    says = one_of(TraderLack, allow_none=True, about="what the filer says of it")


class TraderOut(Output):
    must_show = fields.Boolean(
        about="whether the law asks the store to show it: its marketplace or a listing of it is "
        "for buyers in the European Union, and we are no micro or small firm"
    )
    shown = fields.Nested(
        ShownTraderOut, attribute="trader", allow_none=True,
        about="as its marketplace sent it; null: it sent nothing, and nothing is known",
    )  # fmt: skip
    missing = fields.List(one_of(TraderMember))
    wrong = fields.List(one_of(TraderMember), about="what stands there cannot be it")
