"""The first three steps of a new account, each with what it brings and whether it is done.

The home page shows them until all are done.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from complaints.kit.pages import PageCall
from complaints.models import Account, Filer
from complaints.queries.authority import rights
from complaints.queries.filing import complaints
from complaints.queries.filing.complaint_filters import Filters
from complaints.rules.kinds import FilerKind, Proof
from complaints.words import Message
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, what it brings, where it is done. `button` says what the link does."""

    title: Message
    brings: Message
    button: Message
    url: str
    is_done: bool


def onboarding_steps(call: PageCall) -> list[Step]:
    """Return the steps in their order; none once all are done."""
    first = [_right(call), _complaint(call), _second_factor(call)]
    return [] if all(step.is_done for step in first) else first


def _right(call: PageCall) -> Step:
    mine = rights.find_rights(call.work, kind=None, filer_id=None, after=None, limit=50)
    filer = call.session.get_one(Filer, call.actor.filer_id)
    title = _("Add your right, with the document that proves it")
    if filer.kind == FilerKind.AGENT:
        title = _("Add the right that you act for, with the documents that prove it")
    if mine and all(right.proof == Proof.STATED for right in mine):
        return Step(
            _("Prove your right: add the certificate"),
            _(
                "We then decide your complaints without asking you about the right, and tell you "
                "when somebody else files complaints about it."
            ),
            _("Add the certificate"),
            url_for("my_rights.show_right", right_id=mine[0].id),
            is_done=False,
        )
    return Step(
        title,
        _(
            "You enter a trade mark, copyright, patent or design once and use it in every "
            "complaint. With its certificate we decide without asking you about the right."
        ),
        _("Add a right"),
        url_for("my_rights.new"),
        is_done=bool(mine),
    )


def _complaint(call: PageCall) -> Step:
    return Step(
        _("File your first complaint"),
        _(
            "You report up to 300 listings at once. We decide about each of them, and write to you "
            "with the reason."
        ),
        _("File a complaint"),
        url_for("filing.begin"),
        is_done=bool(complaints.find_complaints(call.work, Filters(), before=None, limit=1)),
    )


def _second_factor(call: PageCall) -> Step:
    assert call.me is not None
    account = call.session.get_one(Account, call.me.account_id)
    return Step(
        _("Set up a second factor for signing in"),
        _(
            "Besides your password you then enter a code, so nobody can file complaints in "
            "your name with a stolen password. On the same page you choose how often our "
            "letters come by email."
        ),
        _("Set it up"),
        url_for("accounts.show_account"),
        is_done=account.second_factor is not None or bool(account.passkeys),
    )
