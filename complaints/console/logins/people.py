"""The staff: administrators invite members, end access, reset a lost second factor, and approve
what another administrator did alone."""

from __future__ import annotations

from flask import Blueprint, request

from complaints.console import asking_access
from complaints.kit import confirming, navigation
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import ADMINISTRATORS, Answer, PageCall, page
from complaints.queries.logins import accounts, grants
from complaints.queries.logins import people as people_queries
from complaints.queries.logins.grants import OpenGrant
from complaints.queries.staff import teamwork as teamwork_queries
from complaints.rules.actors import PersonRole
from complaints.rules.kinds import GrantKind
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.logins.accounts import AddressIn, MemberIn
from complaints.schemas.staff.teamwork import PlaceIn
from complaints.services.logins import access, approvals, people, sign_ups
from complaints.services.staff import teamwork
from complaints.words import message as _

pages = Blueprint("staff", __name__, url_prefix="/console/people")


@page(
    pages,
    "GET",
    "",
    who=ADMINISTRATORS,
    menu=MenuPlace("records", 110, "people", _("Staff and access")),
)
def show_staff(call: PageCall) -> Answer:
    """List the staff, and what waits for a second approval; invite another."""
    roles = [(str(role), navigation.role_text(role)) for role in PersonRole]
    waiting, ties = grants.list_open(call.session), grants.ties(call.session)
    return call.render(
        "console/logins/people.html",
        staff=people_queries.list_staff(call.session),
        roles=roles,
        open_grants=waiting,
        # Of what the reader did, or somebody with whom the reader counts as one, others approve.
        not_to_approve={
            each.grant.id
            for each in waiting
            if call.actor.person_id in ties.with_tied([each.grant.granted_by])
        },
        unadmitted={each.person.id for each in waiting if each.person and _is_new(each)},
    )


def _is_new(waiting: OpenGrant) -> bool:
    return waiting.kind == GrantKind.ADMITTED


@page(pages, "POST", "/invite", who=ADMINISTRATORS, again=show_staff, bars=NO_CASE)
def invite(call: PageCall) -> Answer:
    """Invite somebody: once another administrator approves it, a letter's link sets the
    password."""
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
        "%(name)s waits for the approval of a second administrator, or of an operator's command. "
        "Then the letter with the link goes out.",
        name=sent["name"],
    )
    return call.redirect("staff.show_staff", message=message)


@page(pages, "GET", "/<id:person_id>/end", who=ADMINISTRATORS)
def ask_end(call: PageCall, person_id: int) -> Answer:
    """Ask once more before a person's access ends."""
    member = people_queries.get_member(call.session, person_id)
    return call.render("console/logins/end_access.html", member=member)


@page(pages, "POST", "/<id:person_id>/end", who=ADMINISTRATORS, again=ask_end, bars=NO_CASE)
def end_access(call: PageCall, person_id: int) -> Answer:
    """End a person's access."""
    person = access.end(call.work, person_id)
    message = _("%(name)s no longer has access.", name=person.name)
    return call.redirect("staff.show_staff", message=message)


@page(pages, "GET", "/<id:person_id>/place", who=ADMINISTRATORS)
def show_place(call: PageCall, person_id: int) -> Answer:
    """Show a person's team and languages, to change them."""
    return call.render(
        "console/logins/place.html",
        member=people_queries.get_member(call.session, person_id),
        teams=teamwork_queries.teams(call.session),
    )


@page(pages, "POST", "/<id:person_id>/place", who=ADMINISTRATORS, again=show_place, bars=NO_CASE)
def place_person(call: PageCall, person_id: int) -> Answer:
    """Set a person's team and languages."""
    sent = call.form(PlaceIn)
    person = teamwork.place(
        call.work, person_id, team=sent.get("team"), languages=sent["languages"]
    )
    message = _("Team and languages of %(name)s are set.", name=person.name)
    return call.redirect("staff.show_staff", message=message)


@page(
    pages,
    "POST",
    "/<id:person_id>/restore",
    who=ADMINISTRATORS,
    again=show_staff,
    bars=NO_CASE,
)
def restore_access(call: PageCall, person_id: int) -> Answer:
    """Give a person access again."""
    person = access.restore(call.work, person_id)
    message = _(
        "%(name)s has access again, without the earlier keys. Until a second administrator "
        "approves it, the two of you count as one person.",
        name=person.name,
    )
    return call.redirect("staff.show_staff", message=message)


@page(
    pages,
    "POST",
    "/<id:person_id>/approve",
    who=ADMINISTRATORS,
    again=show_staff,
    bars=NO_CASE,
)
@confirming.asks(asking_access.approval)
def approve_person(call: PageCall, person_id: int) -> Answer:
    """Approve what another administrator did alone for a person."""
    person = approvals.approve(call.work, person_id, vault=call.context.vault)
    message = (
        _("Approved: %(name)s.", name=person.name)
        if person.active
        else _("%(name)s waits for the approval of a second administrator.", name=person.name)
    )
    return call.redirect("staff.show_staff", message=message)


@page(
    pages,
    "POST",
    "/<id:person_id>/refuse",
    who=ADMINISTRATORS,
    again=show_staff,
    bars=NO_CASE,
)
@confirming.asks(asking_access.refusal)
def refuse_person(call: PageCall, person_id: int) -> Answer:
    """Refuse to let a person in."""
    person = approvals.refuse(call.work, person_id)
    return call.redirect(
        "staff.show_staff", message=_("%(name)s does not get access.", name=person.name)
    )


@page(pages, "POST", "/approve-reset", who=ADMINISTRATORS, again=show_staff, bars=NO_CASE)
@confirming.asks(asking_access.reset_approval)
def approve_reset(call: PageCall) -> Answer:
    """Approve that another administrator took the second factor off a filer's log-in."""
    account = accounts.get_account(call.session, call.form(AddressIn)["email"])
    approvals.approve_log_in(call.work, account)
    return call.redirect("staff.show_staff", message=_("Approved: %(name)s.", name=account.email))


@page(pages, "GET", "/second-factor", who=ADMINISTRATORS)
def lost(call: PageCall) -> Answer:
    """Ask for the email address of the account whose second factor is lost."""
    return call.render("console/logins/second_factor.html", email=request.args.get("email", ""))


@page(pages, "POST", "/second-factor", who=ADMINISTRATORS, again=lost, bars=NO_CASE)
@confirming.asks(asking_access.reset)
def reset_second_factor(call: PageCall) -> Answer:
    """Remove the second factor of an account whose owner lost it."""
    account = accounts.get_account(call.session, call.form(AddressIn)["email"])
    access.reset_second_factor(call.work, account, vault=call.context.vault)
    message = _(
        "The second factor of %(email)s is removed. Until a second administrator approves it, the "
        "two of you count as one person.",
        email=account.email,
    )
    return call.redirect("staff.show_staff", message=message)
