"""In which country a marketplace's buyers are, and in which a store's owner is established."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Body, row_id, text


class CountryIn(Body):
    country = text(
        20,
        required=True,
        allow_none=True,
        metadata={
            "description": "two letters (ISO 3166-1), for example GB; of a marketplace also EU or "
            "worldwide. null takes back what was stated"
        },
    )


class MarketplaceOut(Schema):
    slug = fields.String(required=True)
    name = fields.String(required=True)
    country = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "as you stated it; null: `known` counts"},
    )
    known = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "where its buyers are, as stated or as our own record has it; empty: "
            "our own rules lead there"
        },
    )


class MarketplacesOut(Schema):
    items = fields.List(fields.Nested(MarketplaceOut), required=True)


class StoreCountryOut(Schema):
    store_id = row_id(required=True, attribute="id")
    country = fields.String(required=True, allow_none=True)


class CountryForm(Body):
    """As a page sends it: an empty field takes back what was stated."""

    country = text(20, load_default=None)


class MarketplaceCountryForm(CountryForm):
    slug = text(100, required=True)
