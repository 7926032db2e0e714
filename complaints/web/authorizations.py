"""Authorizations: a holder offers one, an agent accepts it or states its own, either revokes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from complaints.kit import confirming, countries
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.authority import authorizations as authorization_queries
from complaints.queries.authority import rights
from complaints.rules.kinds import RightKind
from complaints.rules.sellers.marketplaces import ALL
from complaints.schemas.authority.authorizations import AuthorizationIn, OfferIn, RevocationIn
from complaints.services.authority import authorizations
from complaints.words import message as _

pages = Blueprint("permissions", __name__, url_prefix="/authorizations")
MOST = 200


@page(pages, "GET", "/", who=FILERS)
def show_authorizations(call: PageCall) -> Answer:
    """List the authorizations that the account received and those that it gave."""
    rows = authorization_queries.find_authorizations(
        call.work, filer_id=None, after=None, limit=MOST
    )
    views = authorization_queries.authorization_views(call.session, rows[:MOST])
    mine = call.actor.filer_id
    return call.render(
        "web/authorizations/list.html",
        given=[view for view in views if view.authorization.filer_id != mine],
        received=[view for view in views if view.authorization.filer_id == mine],
        today=call.now.date(),
        number=mine,
    )


@page(pages, "GET", "/offer", who=FILERS)
def ask_offer(call: PageCall) -> Answer:
    """Ask whom to authorize, for what, how long."""
    rows = rights.find_rights(call.work, kind=None, filer_id=None, after=None, limit=MOST)
    return call.render("web/authorizations/offer.html", rights=rows[:MOST], **_choices())


@page(pages, "POST", "/offer", who=FILERS, again=ask_offer)
def give_authorization(call: PageCall) -> Answer:
    """Authorize an agent."""
    sent: dict[str, Any] = call.form(OfferIn)
    authorizations.offer(call.work, agent=sent.pop("agent"), terms=sent, vault=call.context.vault)
    message = _("We have told the agent. The authorization applies once the agent accepts it.")
    return call.redirect("permissions.show_authorizations", message=message)


@page(pages, "GET", "/state", who=FILERS)
def ask_stated_authorization(call: PageCall) -> Answer:
    """Ask an agent for an authorization that it has on paper."""
    return call.render("web/authorizations/state.html", **_choices())


@page(pages, "POST", "/state", who=FILERS, again=ask_stated_authorization)
def register_authorization(call: PageCall) -> Answer:
    """Register an authorization that the account has on paper."""
    sent: dict[str, Any] = call.form(AuthorizationIn)
    authorizations.register(
        call.work,
        rights_holder=sent.pop("rights_holder"),
        terms=sent,
        filer=None,
        vault=call.context.vault,
    )
    return call.redirect(
        "permissions.show_authorizations", message=_("You have added the authorization.")
    )


@page(pages, "POST", "/<id:authorization_id>/accept", who=FILERS)
def accept_authorization(call: PageCall, authorization_id: int) -> Answer:
    """Accept an authorization that a holder offers."""
    authorizations.accept(call.work, authorization_id, vault=call.context.vault)
    message = _("Accepted. You can file for this holder within its terms.")
    return call.redirect("permissions.show_authorizations", message=message)


@page(pages, "GET", "/<id:authorization_id>/revoke", who=FILERS)
def ask_revoke(call: PageCall, authorization_id: int) -> Answer:
    """Ask on which day the authorization ends."""
    row = authorization_queries.get_authorization(call.work, authorization_id)
    return call.render(
        "web/authorizations/revoke.html", view=authorization_queries.view(call.session, row)
    )


@page(pages, "POST", "/<id:authorization_id>/revoke", who=FILERS, again=ask_revoke)
def revoke_authorization(call: PageCall, authorization_id: int) -> Answer:
    """End an authorization."""
    sent = call.form(RevocationIn)
    if not confirming.is_confirmed():
        return ask_revoke(call, authorization_id)
    authorizations.revoke(call.work, authorization_id, on=sent.get("revoked_on"))
    return call.redirect(
        "permissions.show_authorizations", message=_("The authorization is revoked.")
    )


def _choices() -> dict[str, Any]:
    return {
        "kinds": list(RightKind),
        "countries": countries.countries(),
        "marketplaces": sorted((marketplace.slug, marketplace.name) for marketplace in ALL),
    }
