"""In which country a marketplace's buyers are, and in which a store's owner is established."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Body, Output, text
from complaints.schemas.sellers.their_ids import NamedOut


class CountryIn(Body):
    country = text(
        20,
        required=True,
        allow_none=True,
        about="two letters (ISO 3166-1), for example GB; of a marketplace also EU or "
        "worldwide. null takes back what was stated",
    )


class MarketplaceOut(Output):
    slug = fields.String()
    name = fields.String()
    country = fields.String(allow_none=True, about="as you stated it; null: `known` counts")
    known = fields.List(
        fields.String(),
        about="where its buyers are, as stated or as our own record has it; empty: "
        "our own rules lead there",
    )


class MarketplacesOut(Output):
    items = fields.List(fields.Nested(MarketplaceOut))


class StoreCountryOut(Output):
    store = fields.Nested(NamedOut)
    country = fields.String(allow_none=True)


class CountryForm(Body):
    """As a page sends it: an empty field takes back what was stated."""

    country = text(20, load_default=None)


class MarketplaceCountryForm(CountryForm):
    slug = text(100, required=True)
