"""Letters to accounts, by kind: one link or one code each.

Subjects name neither the addressee nor the case, as they are read on locked screens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from complaints.words import message as _
from complaints.words.letters import Letter


def confirm(link: str) -> Letter:
    """Lead whoever reads this mailbox to where its account is made."""
    opening = _(
        "Somebody, perhaps you, wants an account at Clean Hands with this address. Enter a name "
        "and choose a password here. The link works for two days:"
    )
    last = _(
        "If it was not you, you do not have to do anything: there is no account until somebody "
        "who reads this email makes it."
    )
    return Letter(_("Confirm your email address"), (opening, link, last))


def notice(link: str) -> Letter:
    """Lead whoever reads this mailbox to the form of a notice without an account."""
    opening = _(
        "Somebody, perhaps you, wants to report a listing to us from this address, without an "
        "account. Write the notice here. The link works once, within two days:"
    )
    last = _(
        "If it was not you, you do not have to do anything: nothing is filed until somebody who "
        "reads this email writes it."
    )
    return Letter(_("Write your notice"), (opening, link, last))


def notice_known(link: str) -> Letter:
    """Tell the owner of an address that it signs in to file a notice."""
    opening = _(
        "Somebody, perhaps you, wants to report a listing to us from this address. It has an "
        "account, so sign in and file there. If you forgot the password, choose a new one on the "
        "same page:"
    )
    staff = _(
        "If it is an account of our staff, use another address: with this one nobody can file."
    )
    last = _("If it was not you, you do not have to do anything: nothing has changed.")
    return Letter(_("Sign in to file a notice"), (opening, link, staff, last))


def already(link: str) -> Letter:
    """Tell the owner of an address that somebody tried to sign up with it again."""
    opening = _(
        "Somebody, perhaps you, tried to sign up to Clean Hands with this address. It "
        "already has an account. If you forgot the password, choose a new one here "
        "within one day:"
    )
    last = _("If it was not you, you do not have to do anything: nothing has changed.")
    return Letter(_("You already have an account"), (opening, link, last))


def reset(link: str) -> Letter:
    """Send the link by which a new password is chosen."""
    opening = _("Choose a new password here. The link works once, within one day:")
    last = _(
        "If you did not ask for it, you do not have to do anything: your password stays the same."
    )
    return Letter(_("Choose a new password"), (opening, link, last))


def changed(link: str) -> Letter:
    """Tell an account that its password was changed."""
    opening = _(
        "The password of your account at Clean Hands was changed, and the account was "
        "signed out everywhere else. If it was not you, choose a new password at once:"
    )
    return Letter(_("Your password was changed"), (opening, link))


def recovered(link: str) -> Letter:
    """Tell an account that a new password was set by the link of a letter."""
    opening = _(
        "A new password was set for your account at Clean Hands by the link in our email. Every "
        "session and every API key of before has ended. If it was not you, choose a new password "
        "at once:"
    )
    return Letter(_("Your password was changed"), (opening, link))


def factor_changed(link: str) -> Letter:
    """Tell an account that how its owner signs in was changed, beside the password."""
    opening = _(
        "Your second factor, a passkey or your recovery codes at Clean Hands were changed. If it "
        "was not you, choose a new password at once: that ends every session and every API key."
    )
    return Letter(_("How you sign in was changed"), (opening, link))


def factor_taken_off(link: str) -> Letter:
    """Tell an account that its second factor was taken off because it was said to be lost."""
    opening = _(
        "Your second factor at Clean Hands was taken off, because we were told that it is lost. "
        "Every session and every API key has ended. Sign in and set up a new one. If you did not "
        "ask for this, choose a new password at once:"
    )
    return Letter(_("Your second factor was taken off"), (opening, link))


def code(code: str) -> Letter:
    """Send the code of the second factor."""
    opening = _(
        "Your code to sign in is %(code)s. It works for five minutes. Do not tell it to "
        "anybody: we never ask for it.",
        code=code,
    )
    return Letter(_("Your code to sign in"), (opening,))


def invited(link: str) -> Letter:
    """Invite somebody for whom staff made an account."""
    opening = _(
        "An account was made for you. Choose a password here. The link works once, within one day:"
    )
    last = _(
        "Then sign in with this address. You will be asked to set up a second factor, so "
        "have an authenticator app ready."
    )
    return Letter(_("You are invited to Clean Hands"), (opening, link, last))


def work_linked(link: str) -> Letter:
    """Tell an account that it is signed in to by a work account from now on."""
    opening = _(
        "Your account at Clean Hands was linked with a work account, and opens with that alone. If "
        "it was not you, ask an administrator at once to take it off. You sign in here:"
    )
    return Letter(_("How you sign in was changed"), (opening, link))


def let_in(link: str) -> Letter:
    """Say that a role which somebody claimed with a work account begins."""
    opening = _("You have access to Clean Hands now. Sign in with your work account:")
    return Letter(_("You have access now"), (opening, link))


def filer_invited(link: str) -> Letter:
    """Invite somebody who signs in for a filer that is there already."""
    opening = _(
        "You can now sign in at Clean Hands and file complaints for your company. Choose a "
        "password here. The link works once, within one day:"
    )
    last = _(
        "API keys that were made for the company before its first sign-in stop working then. You "
        "can make new ones on the page of your account."
    )
    return Letter(_("You are invited to Clean Hands"), (opening, link, last))


def draft(link: str) -> Letter:
    """Say that a colleague's draft of the policy waits for a second person."""
    opening = _(
        "A colleague has put a draft of the policy forward. Read whom it would affect, then "
        "put it in force or send it back:"
    )
    return Letter(_("A draft of the policy waits for you"), (opening, link))


def case_given(link: str) -> Letter:
    """Tell a member of staff that a case was assigned."""
    opening = _("A case was assigned to you, or to somebody for whom you stand in. Open it here:")
    return Letter(_("A case was assigned to you"), (opening, link))


def case_asked(link: str) -> Letter:
    """Tell a member of staff that a colleague asks something about a case."""
    opening = _(
        "A colleague asks you about a case, or asks somebody for whom you stand in. The question "
        "and the field for your answer are here:"
    )
    return Letter(_("A colleague asks you about a case"), (opening, link))


def standing_in(link: str) -> Letter:
    """Tell a member of staff that a colleague is away and that they stand in."""
    opening = _(
        "A colleague is away, and you stand in for them: their cases and questions are in your "
        "queue until they are back. See for whom, and until when:"
    )
    return Letter(_("You stand in for a colleague"), (opening, link))


# The kind of letter by which a mailbox is confirmed.
SIGN_UP: Final = "confirm"

# By kind, from the link, or from the code, to the letter.
BY_KIND: Final[Mapping[str, Callable[[str], Letter]]] = {
    "already": already,
    SIGN_UP: confirm,
    "notice": notice,
    "notice_known": notice_known,
    "reset": reset,
    "changed": changed,
    "recovered": recovered,
    "factor_changed": factor_changed,
    "factor_taken_off": factor_taken_off,
    "code": code,
    "invited": invited,
    "let_in": let_in,
    "work_linked": work_linked,
    "filer_invited": filer_invited,
    "draft": draft,
    "case_given": case_given,
    "case_asked": case_asked,
    "stands_in": standing_in,
}
