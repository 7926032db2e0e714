"""Pieces that the wire shapes share: strict numbers and moments, pages, who and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema

from complaints.schemas import fields, validate
from complaints.words import ENGLISH, LANGUAGES
from complaints.words import message as _

LARGEST_ID = 2_147_483_647
COUNTRY = validate.Regexp(r"^[A-Z]{2}\Z", error=_("Two capital letters, for example CN."))
CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z", error=_("Three capital letters, for example CNY."))
SLUG = validate.Regexp(r"^[a-z0-9][a-z0-9._:-]*\Z", error=_("A marketplace's slug, e.g. taobao."))


class Body(Schema):
    """What is sent: unknown members are refused, so that a misspelt one is not lost."""

    error_messages: Any = {
        "unknown": _("This field is not known here; the API page lists those that are."),
        "type": _("Send a JSON object."),
    }


def text(longest: int, *, shortest: int = 1, **options: Any) -> fields.String:
    """Return a field for text of so many characters."""
    return fields.String(validate=validate.Length(shortest, longest), **options)


class WhyIn(Body):
    why = text(5000, required=True, metadata={"description": "the reason, kept in the record"})


def one_of(values: Iterable[str], **options: Any) -> fields.String:
    """Return a field that takes one of an enumeration's values."""
    choices = [str(value) for value in values]
    return fields.String(validate=validate.OneOf(choices), **options)


def row_id(**options: Any) -> fields.Integer:
    """Return a field that takes a row's id."""
    return fields.Integer(strict=True, validate=validate.Range(1, LARGEST_ID), **options)


class Moment(fields.AwareDateTime):
    """A moment with an offset; what is read is in UTC."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise self.make_error("invalid", input=value, obj_type="datetime") from None


class Amount(fields.Float):
    """A number that is one in JSON too (text is refused)."""

    def _validated(self, value: Any) -> Any:
        if not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def day(**options: Any) -> fields.Date:
    """Return a field that takes a real date."""
    return fields.Date(**options)


def language(**options: Any) -> fields.String:
    """Return a field that takes the code of a language that we have words in."""
    return fields.String(validate=validate.OneOf(LANGUAGES), **options)


class LanguageQuery(Body):
    language = language(load_default=ENGLISH)


class PageQuery(Body):
    cursor = fields.String(
        validate=validate.Length(1, 500),
        metadata={"description": "`next` of the page before; left out: the first page"},
    )
    limit = fields.Integer(
        load_default=50, validate=validate.Range(1, 200), metadata={"description": "rows a page"}
    )


def next_cursor() -> fields.String:
    """Return the field that leads to the page after."""
    return fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "cursor of the next page; null on the last"},
    )


class HolderIn(Body):
    reference = text(200)
    name = text(300, required=True)
    country = fields.String(validate=COUNTRY)


class HolderOut(Schema):
    id = fields.Integer(required=True)
    reference = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    country = fields.String(required=True, allow_none=True)
