"""Our own pages of accounts: the account itself with its sessions, and where signing in leads."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask import session as cookie

from complaints.http import identity
from complaints.kit import confirming, endings, navigation
from complaints.kit.confirming import Question
from complaints.kit.pages import ANYONE, FILERS, OWNERS, STAFF, Answer, PageCall, page
from complaints.models import Account
from complaints.queries.logins import accounts as account_queries
from complaints.queries.logins import api_keys
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.schemas.logins.accounts import LanguageIn, MailIn
from complaints.services.logins import access, sessions, sign_ups
from complaints.services.mailing import mail_choices
from complaints.web.accounts import choices, known_browsers
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("accounts", __name__)

MAIL_HINTS = {
    ByMail.AT_ONCE: _("An email for each letter, as soon as it is written."),
    ByMail.DAILY: _("One email in the morning with the subjects, and links to the letters."),
    ByMail.NONE: _("You read them here, under “My letters”."),
}


@page(pages, "GET", "/account", who=OWNERS)
def show_account(call: PageCall) -> Answer:
    """Show the account: its second factor, its passkeys, where it is signed in."""
    assert call.me is not None
    account = call.session.get_one(Account, call.me.account_id)
    return call.render(
        "web/accounts/show.html",
        account=account,
        mail=_choices_of_mail(call),
        factor_text=choices.factor_text(account.second_factor),
        has_keys=bool(api_keys.usable_of(call.session, account, now=call.now)),
        open_sessions=account_queries.open_sessions(
            call.session, account.id, call.me.role, now=call.now
        ),
    )


def _choices_of_mail(call: PageCall) -> list[tuple[ByMail, Message, Message]]:
    if call.actor.filer_id is not None:
        return [(each, label("by_mail", each), MAIL_HINTS[each]) for each in ByMail]
    hints = {
        ByMail.AT_ONCE: _("When a case is assigned to you, or a colleague asks you about one."),
        ByMail.NONE: _("You see them in your queue."),
    }
    return [(each, label("by_mail", each), hint) for each, hint in hints.items()]


@page(pages, "POST", "/account/language", who=OWNERS, again=show_account)
def choose_language(call: PageCall) -> Answer:
    """Keep the language of the account's pages and letters."""
    assert call.me is not None
    language = call.form(LanguageIn)["language"]
    sign_ups.choose_language(call.session, call.me.account_id, language)
    # The address sets the cookie too, which comes before the account's choice.
    return call.redirect("accounts.show_account", lang=str(language))


@page(pages, "POST", "/account/mail", who=FILERS | STAFF, again=show_account)
def choose_mail(call: PageCall) -> Answer:
    """Keep how often letters that can wait come by mail."""
    assert call.me is not None
    choice = ByMail(call.form(MailIn)["by_mail"])
    mail_choices.choose(call.work, call.me.account_id, choice)
    return call.redirect("accounts.show_account", message=_("We have saved how you get letters."))


@page(pages, "POST", "/account/sessions/<id:session_id>/end", who=OWNERS)
def end_session(call: PageCall, session_id: int) -> Answer:
    """End one session of the account."""
    assert call.me is not None
    sessions.end_session(call.session, call.me.account_id, session_id, now=call.now)
    if session_id == call.me.session_id:
        return call.redirect("security.login")
    known_browsers.remember(call.me.account_id, now=call.now)
    return call.redirect("accounts.show_account", message=_("The session is ended."))


def _asks(call: PageCall) -> Question:
    assert call.me is not None
    account = call.session.get_one(Account, call.me.account_id)
    return Question(
        title=_("End all other sessions and all API keys"),
        says=[
            _("These end at once, because somebody else may have them:"),
            *endings.sentences(call.session, account, now=call.now, but=call.me.session_id),
        ],
        button=_("End them all"),
        keep=url_for("accounts.show_account"),
    )


@page(pages, "POST", "/account/sessions/end-others", who=OWNERS)
@confirming.asks(_asks)
def end_other_sessions(call: PageCall) -> Answer:
    """End all sessions of the account but this one, and all keys of its owner. This one goes on
    here alone, whoever has a copy of its cookie."""
    assert call.me is not None
    account = call.session.get_one(Account, call.me.account_id)
    token = sessions.renew_token(call.session, call.me.session_id)
    access.end_sessions_and_keys(call.work, account, but=token)
    if confirming.is_confirmed():
        # Before the question is answered all of this is taken back, which a cookie is not.
        cookie[identity.TOKEN] = token
    known_browsers.remember(call.me.account_id, now=call.now)
    return call.redirect(
        "accounts.show_account", message=_("All other sessions and all API keys are ended.")
    )


@page(pages, "GET", "/account/start", who=OWNERS)
def start(call: PageCall) -> Answer:
    """Redirect somebody who has just signed in to where their work begins."""
    return redirect(navigation.links("main")[0].url)


@page(pages, "GET", "/sign-up/done", who=ANYONE)
def signed_up(call: PageCall) -> Answer:
    """Say that a letter is on its way, whether or not the address had an account before."""
    return call.render("web/accounts/signed_up.html")
