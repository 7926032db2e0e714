"""Fields that the wire shapes share: strict numbers, moments, pages, holders and countries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import EnumType
from typing import Any, ClassVar

from marshmallow import Schema
from marshmallow.fields import Field

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.acts import FOR_RECORD
from complaints.rules.law.raised_proof import ProofLack
from complaints.rules.law.treatments import Treatment
from complaints.rules.mailing.inboxes import CameBy
from complaints.schemas import fields, validate
from complaints.words import LANGUAGES
from complaints.words import message as _

LARGEST_ID = 2_147_483_647
CURRENCY = validate.Regexp(r"^[A-Z]{3}$", error=_("Three capital letters, for example CNY."))
SLUG = validate.Regexp(r"^[a-z0-9][a-z0-9._:-]*$", error=_("A marketplace's slug, e.g. taobao."))


class Body(Schema):
    """A body that is sent: unknown members are refused, so that a misspelt one is not lost."""

    error_messages: Any = {
        "unknown": fault(
            Code.UNKNOWN_MEMBER,
            _("This field is not known here; the API page lists those that are."),
        ),
        "type": fields.OBJECT,
    }

    def also_wrong(self, valid: Mapping[str, Any], now: datetime) -> Iterable[FieldError]:
        """Return what the rules have against the part of a body whose form is right. It is asked
        where the form of another part is wrong, so that all is said at once; against a body whose
        form is right the service says it."""
        return ()


class Output(Schema):
    """What is answered: each of its members is always there, but for those of `sometimes`."""

    sometimes: ClassVar[Collection[str]] = ()

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:
        """Say of a member, when the description is made, that it is always there."""
        field_obj.required = field_name not in self.sometimes


def text(longest: int, *, shortest: int = 1, **options: Any) -> fields.String:
    """Return a field for text of `shortest` to `longest` characters."""
    return fields.String(validate=validate.Length(shortest, longest), **options)


class WhyIn(Body):
    why = text(FOR_RECORD.longest, required=True, about=FOR_RECORD.about, asks=FOR_RECORD.asks)


def one_of(values: Iterable[str], *, named: str = "", **options: Any) -> fields.String:
    """Return a field that takes one of an enumeration's values.

    The API's description says these once, by the enumeration's name: what `named` says, or a
    class's own. The values of others stand where the field is.
    """
    choices = [str(value) for value in values]
    name = named or (values.__name__ if isinstance(values, EnumType) else "")
    metadata = {"x-enumeration": name} if name else {}
    return fields.String(validate=validate.OneOf(choices), metadata=metadata, **options)


def treatments() -> fields.Dict:
    """Return the field that says how a boycott treats claims."""
    about = (
        "how it treats claims, by the code of the regime that leads them, for our own rules also "
        "by country (house_us, house_gb); before it is imposed: how the policy in force would"
    )
    return fields.Dict(keys=fields.String(), values=one_of(Treatment), about=about)


def lacks() -> fields.List:
    """Return the field that says what of the proof lacks that a boycott's law asks for."""
    about = "under raised proof: what is missing before a person decides; it may come at any time"
    return fields.List(one_of(ProofLack), about=about)


def came_by(**options: Any) -> fields.String:
    """Return the field that says how the words of a side came."""
    about = (
        "how the letter went whose link it came by; by_hand: staff could read the link; entered: "
        "by staff or an operator, for that side; null: that side sent it by a log-in or a key"
    )
    return one_of(CameBy, allow_none=True, about=about, **options)


def integer(least: int = 0, most: int = LARGEST_ID, **options: Any) -> fields.Integer:
    """Return a field for a whole number, at most what the database's columns hold."""
    return fields.Integer(strict=True, validate=validate.Range(least, most), **options)


def row_id(**options: Any) -> fields.Integer:
    """Return a field for a row's id."""
    return integer(1, **options)


def query_number(least: int = 1, most: int = LARGEST_ID, **options: Any) -> fields.Integer:
    """Return a parameter of an address, by default a row's id: a number in text."""
    return fields.Integer(validate=validate.Range(least, most), **options)


class Moment(fields.AwareDateTime):
    """A moment with an offset, loaded in UTC."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type="datetime") from None


class Money(fields.Decimal):
    """An amount, as a number or as decimal text: a float cannot say 19.90 exactly, text can."""

    # The largest that a column holds; as a float it is the last one below 10**12.
    LARGEST = Decimal("999999999999.9999")
    TEXT = r"^[0-9]{1,12}([.][0-9]{1,10})?$"

    def __init__(self, **options: Any) -> None:
        # OpenAPI has no type for money.
        shape = {"type": ["number", "string"], "minimum": 0, "maximum": float(self.LARGEST),
                 "pattern": self.TEXT, "examples": [19.9, "19.90"]}  # fmt: skip
        super().__init__(validate=validate.Range(0, self.LARGEST), metadata=shape, **options)

    def _validated(self, value: Any) -> Decimal:
        if not isinstance(value, int | float | str):
            raise self.make_error("invalid", input=value)
        if isinstance(value, str) and not re.fullmatch(self.TEXT, value):
            raise self.make_error("invalid", input=value)
        amount: Decimal = super()._validated(value)
        # A text may have more digits than a column keeps: the last ones must not round it up.
        return min(amount, self.LARGEST) if amount < 10**12 else amount


def day_field(**options: Any) -> fields.Date:
    """Return a field that takes a real date."""
    return fields.Date(**options)


def language(**options: Any) -> fields.String:
    """Return a field that takes the code of a language that we have words in."""
    return fields.String(validate=validate.OneOf(LANGUAGES), **options)


class LanguageQuery(Body):
    language = language(about="left out: as Accept-Language asks")


class PageQuery(Body):
    cursor = fields.String(
        validate=validate.Length(1, 500),
        about="`next` of the page before; left out: the first page",
    )
    limit = query_number(1, 200, load_default=50, about="rows a page")


def next_cursor() -> fields.String:
    """Return the field that leads to the page after."""
    return fields.String(allow_none=True, about="cursor of the next page; null on the last")


class HolderIn(Body):
    reference = text(200)
    name = text(300, required=True)
    country = fields.Country()


class HolderOut(Output):
    id = row_id()
    reference = fields.String(allow_none=True)
    name = fields.String()
    country = fields.String(allow_none=True)
