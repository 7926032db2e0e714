"""Turns a pasted address into the listing that it names: the package's three public verbs.

The order is: take the address apart, ask the short hosts, ask the marketplace whose domain it is,
else the rule for other sites. An address is read, never fetched.

Matches an address to the rows of one marketplace's table.

Rows are tried in order and the first that fits answers. Nothing is guessed: an address that names
two different listings in the same place is refused rather than read one way.
"""

from __future__ import annotations

import re

from complaints.rules.filing.listing_urls.address import Address, parse_address
from complaints.rules.filing.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.filing.listing_urls.escapes import escape
from complaints.rules.filing.listing_urls.other_hosts import (
    recognise_other,
    recognise_short,
    short_host,
    short_name,
)
from complaints.rules.sellers.marketplaces import BY_DOMAIN, BY_SLUG, Marketplace
from complaints.rules.sellers.marketplaces.shapes import Parameters, Shape
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import verbatim
from complaints.words.marketplaces import name_of

_HOST = re.compile(r"([\w-]+\.)+[\w-]+")


def recognise(url: str) -> ListingUrl:
    """Return the listing or store front that a pasted address names.

    Raises:
        UrlProblem: with a code and a sentence, for whatever is not such an address. No other
            exception, whatever the text.
    """
    answer = _recognise(parse_address(url))
    if isinstance(answer, ListingUrl):
        return answer
    carried = _recognise(parse_address(answer))
    if isinstance(carried, ListingUrl):
        return carried
    raise UrlProblem(
        "no_listing",
        _(
            "This address only leads to another one. Open it in your browser, then copy the "
            "address that you end up at."
        ),
    )


def marketplace_name(marketplace: str) -> Message:
    """Return a marketplace's name to show; of an unknown one, its slug (a domain)."""
    known = BY_SLUG.get(marketplace)
    if known:
        return name_of(known.slug, known.name)
    return short_name(marketplace) or verbatim(marketplace)


def is_known(marketplace: str) -> bool:
    """Say whether the marketplace has a table here, so that its addresses are recognised."""
    return marketplace in BY_SLUG


def marketplace_named(text: str) -> str | None:
    """Return the marketplace that a typed slug or host of a site stands for.

    A site without a record stands for itself; None for what is neither.
    """
    name = text.strip().casefold()
    if name in BY_SLUG:
        return name
    if not _HOST.fullmatch(name):
        return None
    known = _marketplace_of(name)
    return known.slug if known else name


def site_of(url: str) -> str | None:
    """Return the marketplace on whose site an address is, though it may name no listing there; None
    for another site's, and for a short link, which may lead to several.

    Raises UrlProblem for what is no address.
    """
    host = parse_address(url).host
    known = None if short_host(host) else _marketplace_of(host)
    return known.slug if known else None


def is_short(marketplace: str) -> bool:
    """Say whether the marketplace is a short host, whose links do not say where they lead."""
    return short_name(marketplace) is not None


def canonical(marketplace: str, listing_id: str) -> str | None:
    """Return the canonical address of a known marketplace's listing id.

    None for a marketplace without a table, and for what cannot be one of its ids.
    """
    known = BY_SLUG.get(marketplace)
    return build(known, _one_spelling(known, listing_id)) if known else None


def _one_spelling(marketplace: Marketplace, listing_id: str) -> str:
    """Fold an id but not the prefix of ours before it: `store:` stays as it is."""
    prefix, colon, rest = listing_id.rpartition(":")
    return prefix + colon + marketplace.fold(rest)


def _recognise(address: Address) -> ListingUrl | str:
    """Return what the address names, or the address that it carries."""
    short = short_host(address.host)
    marketplace = _marketplace_of(address.host)
    if short is None and marketplace is None:
        return recognise_other(address)
    if address.port:
        raise UrlProblem(
            "port",
            _("Remove the number after the site’s name: no marketplace has a site at that port."),
        )
    if short is not None:
        return recognise_short(short, address)
    assert marketplace is not None
    answer = match(marketplace, address)
    if answer is None and not marketplace.whole_site:
        return recognise_other(address)
    if answer is None:
        raise UrlProblem(
            "no_listing",
            _(
                "This address of %(name)s names neither a listing nor a store. Open the "
                "product's own page and copy its address.",
                name=marketplace.name,
            ),
        )
    return answer


def _marketplace_of(host: str) -> Marketplace | None:
    """Find whose host this is, whole labels only: notamazon.com and amazon.com.example are not."""
    while "." in host:
        if marketplace := BY_DOMAIN.get(host):
            return marketplace
        host = host.partition(".")[2]
    return None


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
