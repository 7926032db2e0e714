"""Where marketplaces sell and stores are, stated by staff: the law of a complaint goes by both."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request

from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.sellers import stores
from complaints.http.languages import say_here
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Marketplace
from complaints.queries.sellers import marketplaces
from complaints.rules.kinds import Basis
from complaints.rules.law.regimes import countries_of, governing
from complaints.rules.staff.door_bars import NO_CASE, saying
from complaints.schemas.law.countries import CountryForm, MarketplaceCountryForm
from complaints.services.law import countries
from complaints.words import message as _
from complaints.words.laws import under

pages = Blueprint("marketplace_pages", __name__, url_prefix="/console")


@dataclass(frozen=True, slots=True)
class MarketplaceRow:
    """A marketplace, where its buyers are, and under which laws works and marks are there."""

    marketplace: Marketplace
    countries: list[str]
    of_works: str
    of_marks: str


@page(
    pages,
    "GET",
    "/marketplaces",
    who=STAFF,
    menu=MenuPlace("sellers", 55, "marketplaces", _("Marketplaces")),
)
def show_marketplaces(call: PageCall) -> Answer:
    """Show the marketplaces that complaints name, and which law leads where."""
    rows = [
        MarketplaceRow(
            each,
            sorted(countries_of(each.slug, each.country)),
            _law(each, Basis.COPYRIGHT),
            _law(each, Basis.TRADEMARK),
        )
        for each in marketplaces.find_marketplaces(call.work)
    ]
    return call.render("console/sellers/marketplaces.html", rows=rows)


@page(pages, "POST", "/marketplaces", who=STAFF, again=show_marketplaces, bars=NO_CASE)
def state_country(call: PageCall) -> Answer:
    """State where a marketplace's buyers are."""
    sent = call.form(MarketplaceCountryForm)
    countries.state_marketplace(call.work, sent["slug"], sent["country"])
    message = _("Complaints that are filed from now on are under the law of this country.")
    return call.redirect("marketplace_pages.show_marketplaces", message=message)


@page(
    pages,
    "POST",
    "/stores/<id:store_id>/country",
    who=STAFF,
    again=stores.show_store,
    bars=saying("store"),
)
def state_of_store(call: PageCall, store_id: int) -> Answer:
    """State in which country who runs a store is established."""
    with below("place"):
        sent = call.form(CountryForm, form=fields_of_form(request.form, "place"))
        countries.state_store(call.work, store_id, sent["country"])
    return call.redirect(
        "store_pages.show_store", store_id=store_id, message=_("The store’s country is stated.")
    )


def _law(row: Marketplace, basis: Basis) -> str:
    law = governing(basis=basis, marketplace=row.slug, country=row.country)
    return say_here(under(law.codes))
