"""Matches an address to the rows of one marketplace's table.

Rows are tried in order and the first that fits answers. Nothing is guessed: an address that names
two different listings in the same place is refused rather than read one way.
"""

from __future__ import annotations

from complaints.rules.listing_urls.address import Address
from complaints.rules.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.listing_urls.escapes import escape
from complaints.rules.marketplaces.record import Marketplace
from complaints.rules.marketplaces.shapes import Parameters, Shape
from complaints.words import message as _

Facts = dict[str, str]


def match(marketplace: Marketplace, address: Address) -> ListingUrl | str | None:
    """Return what the address names, the address that it carries, or None.

    Raises:
        UrlProblem: `ambiguous` where a needed parameter is there twice with different values.
    """
    for shape in marketplace.shapes:
        facts = _facts(shape, address)
        if facts is None:
            continue
        if shape.kind == "carrier":
            carried = facts["url"]
            return f"https://{address.host}{carried}" if carried[0] == "/" else carried
        return _answer(marketplace, shape, facts)
    return None


def build(marketplace: Marketplace, listing_id: str, store_id: str | None = None) -> str | None:
    """Build the canonical address of an id in its one spelling; None if it is not such an id."""
    for link in marketplace.links:
        if matched := link.listing_id.fullmatch(listing_id):
            names = {name: escape(text) for name, text in matched.groupdict().items() if text}
            if link.with_store and store_id:
                return link.with_store.format(**names, store=escape(store_id))
            return link.url.format(**names)
    return None


def _answer(marketplace: Marketplace, shape: Shape, facts: Facts) -> ListingUrl | None:
    facts = {name: marketplace.fold(text) for name, text in facts.items()}
    listing_id = shape.listing_id.format(**facts)
    store_id = shape.store_id.format(**facts) if shape.store_id else facts.get("store")
    url = build(marketplace, listing_id, store_id)
    if url is None:
        return None
    assert shape.kind != "carrier"
    return ListingUrl(marketplace.slug, listing_id, url, store_id, shape.kind)


def _facts(shape: Shape, address: Address) -> Facts | None:
    """Return the named groups of all the shape's patterns, or None if one does not match."""
    path = shape.path.fullmatch(address.text)
    if path is None:
        return None
    facts = path.groupdict()
    if shape.host:
        host = shape.host.fullmatch(address.host)
        if host is None:
            return None
        facts |= host.groupdict()
    if shape.fragment:
        fragment = shape.fragment.fullmatch(address.fragment)
        if fragment is None:
            return None
        facts |= fragment.groupdict()
    if shape.query:
        needed = _needed(shape.query, address)
        if needed is None:
            return None
        facts |= needed
    if shape.also:
        facts |= _optional(shape.also, address)
    return {name: text for name, text in facts.items() if text}


def _needed(parameters: Parameters, address: Address) -> Facts | None:
    facts: Facts = {}
    for names, pattern in parameters:
        values = _values(names, address)
        if len(values) > 1 and all(pattern.fullmatch(value) for value in values):
            raise UrlProblem(
                "ambiguous",
                _("The address names two different listings; paste each one by itself."),
            )
        matched = next((hit for value in values if (hit := pattern.fullmatch(value))), None)
        if matched is None:
            return None
        facts |= matched.groupdict()
    return facts


def _optional(parameters: Parameters, address: Address) -> Facts:
    facts: Facts = {}
    for names, pattern in parameters:
        values = _values(names, address)
        if len(values) == 1 and (matched := pattern.fullmatch(next(iter(values)))):
            facts |= matched.groupdict()
    return facts


def _values(names: tuple[str, ...], address: Address) -> set[str]:
    return {value for name in names for value in address.parameters.get(name, ())}
