"""What the console asks before somebody's access, a letter, an address, a view or the policy in
force changes for good (`kit/confirming.py`)."""

from __future__ import annotations

from flask import request, url_for

from complaints.kit import endings
from complaints.kit.confirming import Question
from complaints.kit.pages import PageCall
from complaints.queries.logins import accounts, people
from complaints.queries.mailing import letters
from complaints.queries.sellers import stores
from complaints.queries.staff import saved_views
from complaints.schemas.logins.accounts import AddressIn
from complaints.schemas.logins.keys import KeyRevocation
from complaints.words import message as _


def key(call: PageCall) -> Question:
    """Ask before somebody's key ends."""
    return Question(
        _("Revoke the key %(prefix)s", prefix=call.form(KeyRevocation)["prefix"]),
        [_("Programs that use this key can then no longer act for its owner.")],
        _("Revoke the key"),
        url_for("all_keys.show_keys"),
    )


def approval(call: PageCall, person_id: int) -> Question:
    """Ask before an administrator approves what another one did for a person."""
    member = people.get_member(call.session, person_id)
    claimed = _(
        "This person asks for access with a work account. Check first that you know who it is. A "
        "second administrator approves it after you."
    )
    given = _(
        "You say that another administrator was right to give this person access. Check first that "
        "you know who it is."
    )
    return Question(
        _("Approve the access of %(name)s", name=member.person.name),
        [claimed if any(each.is_claimed for each in member.waiting) else given],
        _("Approve the access"),
        url_for("staff.show_staff"),
        _("You can end the access later, but not take back that you approved it."),
    )


def refusal(call: PageCall, person_id: int) -> Question:
    """Ask before somebody is not let in."""
    name = people.get_member(call.session, person_id).person.name
    return Question(
        _("Refuse the access of %(name)s", name=name),
        [_("The invitation ends. The email address can be invited again.")],
        _("Refuse the access"),
        url_for("staff.show_staff"),
    )


def reset_approval(call: PageCall) -> Question:
    """Ask before an administrator approves that a second factor was removed."""
    return Question(
        _(
            "Approve that the second factor of %(email)s was removed",
            email=call.form(AddressIn)["email"],
        ),
        [_("You say that another administrator was right to remove it.")],
        _("Approve it"),
        url_for("staff.show_staff"),
    )


def reset(call: PageCall) -> Question:
    """Ask before a second factor is removed, and with it what somebody else may have."""
    account = accounts.get_account(call.session, call.form(AddressIn)["email"])
    ending = endings.sentences(call.session, account, now=call.now)
    return Question(
        _("Remove the second factor of %(email)s", email=account.email),
        [
            _("Its authenticator app, passkeys, recovery codes and work account stop working."),
            _("It is signed out everywhere. Its owner sets up a new one at the next sign-in."),
            *([_("These end at once, because somebody else may have them:")] if ending else []),
            *ending,
        ],
        _("Remove the second factor"),
        url_for("staff.lost"),
    )


def taking_out(call: PageCall, letter_id: int) -> Question:
    """Ask before a letter, or the code for its link, is shown once to be delivered by hand."""
    letter = letters.get_letter(call.work, letter_id)
    name = letters.addressees(call.session, [letter])[letter.id]
    return Question(
        _("Print the code for %(name)s", name=name)
        if request.path.endswith("/code")
        else _("Print the letter to %(name)s", name=name),
        [
            _("It is shown to you once. Print it and deliver it on paper."),
            _("Whoever prints it takes no further part in this case."),
        ],
        _("Show it"),
        url_for("letter_pages.show_letter", letter_id=letter_id),
    )


def resending(call: PageCall, letter_id: int) -> Question:
    """Ask before a letter's links end and it goes out again."""
    letter = letters.get_letter(call.work, letter_id)
    name = letters.addressees(call.session, [letter])[letter.id]
    return Question(
        _("Send the letter to %(name)s again", name=name),
        [_("The link in the first letter stops working. The letter goes out with a new link.")],
        _("Send it again"),
        url_for("letter_pages.show_letter", letter_id=letter_id),
    )


def inbox(call: PageCall, store_id: int) -> Question:
    """Ask before the address of a store is removed."""
    store = stores.get_store(call.work, store_id).store
    return Question(
        _("Remove the email address of %(name)s", name=store.name or store.reference),
        [_("Letters to this store no longer go to it.")],
        _("Remove the address"),
        url_for("store_pages.show_store", store_id=store_id),
    )


def view(call: PageCall, view_id: int) -> Question:
    """Ask before a saved view is deleted."""
    row = saved_views.get_saved_view(call.work, view_id).row
    says = (
        _("Only you have this view.")
        if row.shared == "own"
        else _("Colleagues who use this view lose it too.")
    )
    return Question(
        _("Delete the view “%(name)s”", name=row.name),
        [says],
        _("Delete the view"),
        url_for("views.show_saved_view", view_id=view_id),
    )


def policy(call: PageCall, draft_id: int, step: str) -> Question | None:
    """Ask before a draft is put in force; its other steps can be taken back."""
    if step != "put":
        return None
    return Question(
        _("Put this draft in force"),
        [
            _("It replaces the policy in force at once, for every decision that comes after."),
            _("What was decided before stays as it is."),
        ],
        _("Put it in force"),
        url_for("policy_drafts.show_policy_draft", draft_id=draft_id),
        _("You cannot undo this. Another draft can replace it later."),
    )
