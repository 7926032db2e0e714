"""marshmallow's fields with our messages, which say how to correct a wrong value.

Schemas take their fields from here, so that the API and the pages say the same, in any language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from marshmallow import ValidationError, fields, validate
from marshmallow.fields import Field

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.filing.listing_urls import without_unseen
from complaints.rules.law.countries import CountryError, read_country
from complaints.words import ENGLISH, Message, say
from complaints.words import message as _
from complaints.words.forms import A_DAY, AN_EMAIL, FILL_IN

MOMENT = fault(
    Code.WRONG_FORMAT,
    _("Give a date and time with an offset, for example 2026-11-25T09:00:00Z."),
    format="date-time",
)
DAY = fault(Code.WRONG_FORMAT, A_DAY, format="date")
EMAIL = fault(Code.WRONG_FORMAT, AN_EMAIL, format="email")
NUMBER = fault(Code.WRONG_TYPE, _("Enter a number, for example 19.90."), type="number")
MISSING = fault(Code.REQUIRED, FILL_IN)
OBJECT = fault(Code.WRONG_TYPE, _("Send a JSON object."), type="object")

# The language in which answers are dumped; the door that answers sets it.
READER = ContextVar("READER", default=ENGLISH)

Messages = dict[str, list[FieldError]]


def messages(**by_key: FieldError) -> Messages:
    """Return what a field has against a value, by marshmallow's keys.

    Each is in a list: marshmallow formats what is bare as text, and collects lists as they are.
    """
    ours = {"required": MISSING, "null": MISSING}
    return {key: [error] for key, error in (ours | by_key).items()}


class Described(fields.Field[Any]):
    """A field that says what its value is, for the API's description, and what its form asks for.

    `asks` is the words of a form whose field was left empty.
    """

    def __init__(
        self, *args: Any, about: str = "", asks: Message | None = None, **options: Any
    ) -> None:
        described = {"description": about, "asks": asks}
        metadata = {key: value for key, value in described.items() if value}
        super().__init__(*args, metadata=metadata | options.pop("metadata", {}), **options)


def _address(value: str) -> str:
    try:
        return str(validate.Email()(value))
    except ValidationError:
        raise ValidationError([EMAIL]) from None


class AwareDateTime(Described, fields.AwareDateTime):
    default_error_messages: Any = messages(invalid=MOMENT, invalid_awareness=MOMENT, format=MOMENT)


class Boolean(Described, fields.Boolean):
    default_error_messages: Any = messages(
        invalid=fault(Code.WRONG_TYPE, _("Choose yes or no."), type="boolean")
    )


class Date(Described, fields.Date):
    default_error_messages: Any = messages(invalid=DAY, format=DAY, invalid_awareness=DAY)


class Raw(Described, fields.Raw):
    default_error_messages: Any = messages()


class Dict(Described, fields.Dict):
    default_error_messages: Any = messages(invalid=OBJECT)


class Email(Described, fields.Email):
    default_error_messages: Any = messages()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # marshmallow's own takes its sentences as text alone.
        self.validators[0] = _address
        self.error_messages.update(messages(invalid=EMAIL, invalid_utf8=EMAIL))


class Decimal(Described, fields.Decimal):
    default_error_messages: Any = messages(invalid=NUMBER, too_large=NUMBER, special=NUMBER)


class Float(Described, fields.Float):
    default_error_messages: Any = messages(invalid=NUMBER, too_large=NUMBER, special=NUMBER)


class Integer(Described, fields.Integer):
    _example = fault(Code.WRONG_TYPE, _("Enter a whole number, for example 12."), type="integer")
    default_error_messages: Any = messages(invalid=_example, too_large=_example)


class List(Described, fields.List[Any]):
    default_error_messages: Any = messages(
        invalid=fault(Code.WRONG_TYPE, _("Send a list."), type="array")
    )


class Function(Described, fields.Function):
    pass


class Method(Described, fields.Method):
    pass


class Nested(Described, fields.Nested):
    default_error_messages: Any = messages(type=OBJECT)


# Signs that turn the direction of writing: what follows one is read in another order than it was
# signed in. Arabic and Hebrew are written without them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_order(text: str) -> str:
    """Return a text without the signs that make it read otherwise than it is stored."""
    return _TURNING.sub("", text)


class String(Described, fields.String):
    _text = fault(Code.WRONG_TYPE, _("Send text."), type="string")
    default_error_messages: Any = messages(invalid=_text, invalid_utf8=_text)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return in_order(super()._deserialize(value, attr, data, **kwargs))


class Country(String):
    """A country's code, in either case; it is stored in capital letters.

    `read` returns the code of what was typed, or raises CountryError.
    """

    def __init__(self, read: Callable[[str], str] = read_country, **options: Any) -> None:
        super().__init__(**{"about": "ISO 3166-1 alpha-2"} | options)
        self.read = read

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            return self.read(typed)
        except CountryError as error:
            raise ValidationError([error.at("")]) from None


class Address(String):
    """A web address as somebody pasted it, without what nobody sees in it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return without_unseen(super()._deserialize(value, attr, data, **kwargs))


class LocalizedText(Described, fields.String):
    """A message in an answer, as text in the reader's language (`READER`).

    `nothing` is the value where there is no message.
    """

    def __init__(self, *, nothing: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.nothing = nothing

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return say(value, READER.get()) if isinstance(value, Message) else self.nothing


__all__ = [
    "READER",
    "Address",
    "AwareDateTime",
    "Boolean",
    "Country",
    "Date",
    "Decimal",
    "Described",
    "Dict",
    "Email",
    "Field",
    "Float",
    "Function",
    "Integer",
    "List",
    "LocalizedText",
    "Method",
    "Nested",
    "Raw",
    "String",
    "in_order",
    "messages",
]
