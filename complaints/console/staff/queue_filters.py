"""The queue's filters on pages: what can be chosen, what is chosen as tags, and as an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import marshmallow
from flask import request, url_for
from werkzeug.datastructures import MultiDict

from complaints.base.errors import Refusal
from complaints.kit import forms
from complaints.kit.countries import place_name
from complaints.kit.pages import PageCall
from complaints.queries.sellers import marketplaces
from complaints.queries.staff import saved_views
from complaints.queries.staff.queue import KINDS, Filters
from complaints.queries.staff.saved_views import ViewOfQueue
from complaints.rules.filing.listing_urls import marketplace_name
from complaints.rules.kinds import Basis, Proof
from complaints.rules.law.regimes import RegimeCode, countries_of
from complaints.rules.staff.teamwork import WHOSE
from complaints.schemas.common import query_number
from complaints.schemas.staff.casework import FiltersQuery, QueueQuery
from complaints.words import LANGUAGES, Message, language_name
from complaints.words import message as _
from complaints.words.labels import label

Option = tuple[str, Message | str]
AGES = (7, 14, 30, 90, 365)
# How a case's address says by which filters it was opened.
PARAMETER = "queue"

NAMES: Mapping[str, Message] = {
    "subject": _("Kind of case"),
    "whose": _("Whose"),
    "marketplace": _("Marketplace"),
    "country": _("Country of the marketplace"),
    "basis": _("What the complaint is about"),
    "regime": _("Law"),
    "language": _("Language of the complaint"),
    "older_than": _("Filed at least"),
    "proof": _("Proof of the right"),
    "answered": _("Seller's answer"),
    "demand": _("Demand reported"),
    "histories": _("Imported"),
}
PLURAL: Mapping[str, Message] = {
    "complaint": _("Complaints"),
    "appeal": _("Appeals"),
    "boycott": _("Boycotts"),
    "flag": _("Flags"),
    "ring": _("Rings"),
    "joining": _("Parties"),
    "alarm": _("Denials"),
}
YES_NO: Mapping[str, Mapping[bool, Message]] = {
    "answered": {True: _("Answered"), False: _("Not answered")},
    "demand": {True: _("Reported"), False: _("Not reported")},
    "histories": {True: _("Also cases that an import left undecided")},
}


class QueuePageQuery(QueueQuery):
    """The page's address: the filters, or a saved view by its number; 0 stands for none."""

    view = query_number(0)


class Tag(NamedTuple):
    """One filter that is chosen, in words, with the address of the queue without it."""

    name: Message
    value: Message | str
    without: str


class Chosen(NamedTuple):
    """What the page is kept to, by which view, and whether something of the view no longer
    fits."""

    filters: Filters
    view: ViewOfQueue | None
    stale: bool


def of_address(call: PageCall) -> tuple[dict[str, Any], bool]:
    """Return what the address asks for, and whether something was left out that means nothing: an
    address can be older than what it names, or mistyped."""
    try:
        return call.query(QueuePageQuery), False
    except Refusal as refusal:
        wrong = {forms.field_of_error(error) for error in refusal.fields}
        kept = [pair for pair in request.args.items(multi=True) if pair[0] not in wrong]
        return forms.read_form(QueuePageQuery, MultiDict(kept), besides={"lang"}), True


def chosen(call: PageCall, query: dict[str, Any]) -> Chosen:
    """Return the filters of the address: those typed, else a view's, else the default view's."""
    view_id, typed = query.pop("view", None), dict(query)
    view = saved_views.get_saved_view(call.work, view_id) if view_id else None
    if view is None and view_id is None and not typed:
        view = saved_views.default(call.work)
    if view is None:
        return Chosen(Filters(**typed), None, stale=False)
    kept, stale = of_view(view)
    return Chosen(Filters(**{**kept, **typed}), view, stale)


def of_view(view: ViewOfQueue) -> tuple[dict[str, Any], bool]:
    """Return the filters of a view, and whether some of them mean nothing any more."""
    try:
        loaded: dict[str, Any] = FiltersQuery().load(view.row.filters)
    except marshmallow.ValidationError as error:
        return dict(error.valid_data or {}), True
    return loaded, False


def from_case(text: str) -> Filters:
    """Return the filters that a case's address carries (`PARAMETER`); none where they are not as we
    wrote them."""
    try:
        return Filters(**forms.read_form(FiltersQuery, MultiDict(parse_qsl(text))))
    except Refusal:
        return Filters()


def in_address(filters: Filters) -> dict[str, str]:
    """Return the filters as parameters of an address, or as a form's hidden fields."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in filters.chosen.items()
    }


def as_text(filters: Filters) -> str:
    """Return the filters as one parameter of a case's address; `from_case` reads it."""
    return urlencode(in_address(filters))


def tags(filters: Filters) -> list[Tag]:
    """Return what is chosen, each with the address of the queue without it."""
    address = in_address(filters)
    return [
        Tag(NAMES[name], in_words(name, value), _without(address, name))
        for name, value in filters.chosen.items()
        if name != "whose"
    ]


def _without(address: dict[str, str], name: str) -> str:
    rest: Any = {other: value for other, value in address.items() if other != name}
    return url_for("queue.show_queue", **(rest or {"view": 0}))


def in_words(name: str, value: Any) -> Message | str:
    """Return what a filter's value is called."""
    if name in YES_NO:
        return YES_NO[name][bool(value)]
    if name == "older_than":
        return _("%(days)s days ago", days=value)
    if name == "marketplace":
        return str(marketplace_name(value))
    if name == "language":
        return language_name(value)
    if name == "country":
        return place_name(value)
    if name == "subject":
        return PLURAL[value]
    return label(name, value)


def options(call: PageCall) -> dict[str, list[Option]]:
    """Return what can be chosen, by filter."""
    places = marketplaces.find_marketplaces(call.work)
    countries = {each for row in places for each in countries_of(row.slug, row.country)}
    values: dict[str, list[Any]] = {
        "subject": list(KINDS),
        "whose": list(WHOSE),
        "marketplace": [row.slug for row in places],
        "country": sorted(countries),
        "basis": list(map(str, Basis)),
        "regime": list(map(str, RegimeCode)),
        "language": list(LANGUAGES),
        "older_than": list(AGES),
        "proof": list(map(str, Proof)),
    }
    listed = {name: [(str(v), in_words(name, v)) for v in some] for name, some in values.items()}
    for name in ("answered", "demand"):
        listed[name] = [(str(v).lower(), words) for v, words in YES_NO[name].items()]
    return listed
