"""The staff: administrators invite members, end access, reset a lost second factor."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.kit import navigation
from complaints.kit.navigation import Place
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries import accounts
from complaints.queries import people as people_queries
from complaints.rules.actors import PersonRole
from complaints.schemas.accounts import AddressIn, MemberIn
from complaints.services import access, people, sign_ups
from complaints.words import message as _

pages = Blueprint("staff", __name__, url_prefix="/console/people")


@page(pages, "GET", "", who=ADMINISTRATORS, menu=Place(110, "people", _("Staff and access")))
def show(call: PageCall) -> Answer:
    """List the staff; invite another."""
    roles = [(str(role), navigation.role_text(role)) for role in PersonRole]
    return call.render(
        "console/people.html", staff=people_queries.list_staff(call.session), roles=roles
    )


@page(pages, "POST", "/invite", who=ADMINISTRATORS, again=show)
def invite(call: PageCall) -> Answer:
    """Invite somebody: a letter's link sets the password."""
    sent = call.form(MemberIn)
    person = people.add_person(
        call.work,
        handle=people.handle_for(call.session, sent["email"]),
        name=sent["name"],
        role=PersonRole(sent["role"]),
    )
    sign_ups.invite(
        call.work,
        person.id,
        email=sent["email"],
        vault=call.context.vault,
        language=sent.get("language"),
    )
    message = _(
        "%(name)s is invited. The letter with the link is in the outbox.", name=sent["name"]
    )
    return call.redirect("staff.show", message=message)


@page(pages, "GET", "/<id:person_id>/end", who=ADMINISTRATORS)
def ask_end(call: PageCall, person_id: int) -> Answer:
    """Ask once more before a person's access ends."""
    member = people_queries.get_member(call.session, person_id)
    return call.render("console/end_access.html", member=member)


@page(pages, "POST", "/<id:person_id>/end", who=ADMINISTRATORS, again=ask_end)
def end(call: PageCall, person_id: int) -> Answer:
    """End a person's access."""
    person = access.end(call.work, person_id)
    message = _("%(name)s has no access any more.", name=person.name)
    return call.redirect("staff.show", message=message)


@page(pages, "POST", "/<id:person_id>/restore", who=ADMINISTRATORS)
def restore(call: PageCall, person_id: int) -> Answer:
    """Give a person access again."""
    person = access.restore(call.work, person_id)
    return call.redirect("staff.show", message=_("%(name)s has access again.", name=person.name))


@page(pages, "GET", "/second-factor", who=ADMINISTRATORS)
def lost(call: PageCall) -> Answer:
    """Ask for the e-mail address of the account whose second factor is lost."""
    return call.render("console/second_factor.html", email=request.args.get("email", ""))


@page(pages, "POST", "/second-factor", who=ADMINISTRATORS, again=lost)
def reset_second_factor(call: PageCall) -> Answer:
    """Remove the second factor of an account whose owner lost it."""
    account = accounts.get(call.session, call.form(AddressIn)["email"])
    access.reset_second_factor(call.work, account)
    message = _("The second factor of %(email)s is taken off.", email=account.email)
    return call.redirect("staff.show", message=message)
