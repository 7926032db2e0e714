"""Staff and their log-ins, for administrators: invite, end access, take off a second factor."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.logins import accounts
from complaints.queries.logins import people as people_queries
from complaints.queries.logins.people import Member
from complaints.rules.actors import PersonRole, Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.logins.accounts import AddressIn, MemberIn, MemberOut, MembersOut
from complaints.services.logins import access, approvals, people, sign_ups

blp = Blueprint("people", __name__, description="Staff and their log-ins")
SECOND = ["second-person-needed", "one-let-in-the-other"]


@endpoint(blp, "GET", "/people", scopes=[Scope.ADMINISTER], answer=MembersOut)
def list_staff(call: Call) -> dict[str, object]:
    """List the staff, those with access first."""
    return {"items": people_queries.list_staff(call.session)}


@endpoint(blp, "POST", "/people", scopes=[Scope.ADMINISTER], body=MemberIn, answer=MemberOut,
          status=201, refuses=["taken"], bars=NO_CASE)  # fmt: skip
def invite(call: Call, body: dict[str, Any]) -> Member:
    """Invite somebody to work here, or counsel. Once a second administrator has approved it, a
    letter's link sets the password; the first sign-in sets the second factor up."""
    person = people.add_person(
        call.work,
        handle=body.get("handle") or people.handle_for(call.session, body["email"]),
        name=body["name"],
        role=PersonRole(body["role"]),
    )
    sign_ups.invite(
        call.work,
        person.id,
        email=body["email"],
        vault=call.context.vault,
        language=body.get("language"),
    )
    return people_queries.get_member(call.session, person.id)


@endpoint(blp, "POST", "/people/<id:person_id>/end", scopes=[Scope.ADMINISTER], answer=MemberOut,
          bars=NO_CASE)  # fmt: skip
def end_access(call: Call, person_id: int) -> Member:
    """End a person's access, pages and keys, at once; the keys for good."""
    access.end(call.work, person_id)
    return people_queries.get_member(call.session, person_id)


@endpoint(blp, "POST", "/people/<id:person_id>/restore", scopes=[Scope.ADMINISTER],
          answer=MemberOut, bars=NO_CASE)  # fmt: skip
def restore_access(call: Call, person_id: int) -> Member:
    """Give a person back the access that was ended; it needs new keys. Until a second administrator
    approves it, you count as one person."""
    access.restore(call.work, person_id)
    return people_queries.get_member(call.session, person_id)


@endpoint(blp, "POST", "/accounts/reset-second-factor", scopes=[Scope.ADMINISTER], body=AddressIn,
          status=204, refuses=["wrong-state"], bars=NO_CASE)  # fmt: skip
def reset_second_factor(call: Call, body: dict[str, Any]) -> None:
    """Take the second factor, passkeys and recovery codes off an account, and end its sessions and
    its owner's keys. Make sure first that it is the owner who asks. Until a second administrator
    approves it, you count as one person with the owner."""
    account = accounts.get_account(call.session, body["email"])
    access.reset_second_factor(call.work, account, vault=call.context.vault)


@endpoint(blp, "POST", "/people/<id:person_id>/approve", scopes=[Scope.ADMINISTER],
          answer=MemberOut, refuses=SECOND, bars=NO_CASE)  # fmt: skip
def approve(call: Call, person_id: int) -> Member:
    """Approve what another administrator did alone for a person: let in, gave access back, took a
    second factor off."""
    approvals.approve(call.work, person_id, vault=call.context.vault)
    return people_queries.get_member(call.session, person_id)


@endpoint(blp, "POST", "/people/<id:person_id>/refuse", scopes=[Scope.ADMINISTER],
          answer=MemberOut, bars=NO_CASE)  # fmt: skip
def refuse(call: Call, person_id: int) -> Member:
    """Refuse to let a person in who waits for a second approval."""
    approvals.refuse(call.work, person_id)
    return people_queries.get_member(call.session, person_id)


@endpoint(blp, "POST", "/accounts/approve-reset", scopes=[Scope.ADMINISTER], body=AddressIn,
          status=204, refuses=[*SECOND, "wrong-state"], bars=NO_CASE)  # fmt: skip
def approve_reset(call: Call, body: dict[str, Any]) -> None:
    """Approve that another administrator took the second factor off this log-in, also a filer's."""
    approvals.approve_log_in(call.work, accounts.get_account(call.session, body["email"]))
