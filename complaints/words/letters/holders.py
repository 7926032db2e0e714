"""Letters between rights holders and those who file for them."""

from __future__ import annotations

from datetime import datetime

from complaints.words import message as _
from complaints.words.days import at
from complaints.words.letters import Letter
from complaints.words.letters.pages import NOTHING_TO_DO, act_on, read_on


def somebody_files(by: str, reference: str, *, page: str) -> Letter:
    """Tell an account that somebody else files in its name or on its right, without a contact."""
    return Letter(
        _("%(by)s files complaints in your name or about your right", by=by),
        (_("%(by)s has filed complaint %(reference)s.", by=by, reference=reference),),
        why=(
            _("It names your right, or a rights holder with your name. You may not know about it."),
        ),
        means=(_("Until you answer, we go by what the account that filed it has shown us."),),
        can=(_("Tell us whether you have authorized it. If you have, we will not ask you again."),),
        where=(act_on(page),),
    )


def somebody_unnamed(*, page: str) -> Letter:
    """Tell an account that has proven nothing that somebody files there who has proven more."""
    return Letter(
        _("Somebody files complaints in your name or about your right"),
        (
            _(
                "Another account has filed a complaint that gives the number of your right, or "
                "names a rights holder with your name."
            ),
        ),
        why=(
            _(
                "You may not know about it. That account has given us more proof of the right "
                "than you have, so we do not tell you who it is."
            ),
        ),
        means=(_("We go by what the account that filed the complaint has shown us."),),
        can=(_("Send us your certificate. You can then see who it is, and answer."),),
        where=(act_on(page),),
    )


def agent_stopped(agent: str, *, ends_at: datetime, page: str) -> Letter:
    """Tell a client that the agent which files for it is under a boycott, without its reasons."""
    return Letter(
        _("%(agent)s, which files complaints for you, is stopped for a time", agent=agent),
        (
            _(
                "Until %(end)s we do not process all complaints of %(agent)s as usual. We decided "
                "this about that account, not about you.",
                end=at(ends_at),
                agent=agent,
            ),
        ),
        why=(
            _(
                "You are its client, so the complaints that it files for you may have to "
                "wait. We cannot tell you more."
            ),
        ),
        means=(_("Your rights are as they were. What it filed for you is kept."),),
        can=(_("If a complaint cannot wait, file it yourself, or let somebody else file it."),),
        where=(act_on(page),),
    )


def agent_back(agent: str, *, page: str) -> Letter:
    """Tell a client that the boycott of the agent which files for it was lifted before its time."""
    return Letter(
        _("%(agent)s, which files complaints for you, is no longer stopped", agent=agent),
        (_("We process complaints of %(agent)s as usual again.", agent=agent),),
        why=(_("We told you that it was stopped for a time. That has been lifted."),),
        means=(_("It can file for you as before. You do not have to file again what it filed."),),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )


def proof_asked(*, page: str, rights: str) -> Letter:
    """Ask an account that denied another's authority to prove its own right first."""
    return Letter(
        _("Prove your right, so that your answer counts"),
        (
            _(
                "You told us that another account does not act for you. We keep your answer: "
                "%(page)s",
                page=page,
            ),
        ),
        why=(
            _(
                "Anybody can say that a right is theirs. So we ask you to show it before anything "
                "changes for the other account."
            ),
        ),
        means=(
            _(
                "Until then we decide its complaints like any other. Once our staff have checked "
                "your document, we act on your answer. You do not have to send your answer again."
            ),
        ),
        can=(_("Add the certificate, or an extract from the register, to your right."),),
        where=(act_on(rights),),
    )


def denial_settled(*, for_denier: bool, page: str) -> Letter:
    """Tell an account how a person settled its denial."""
    means = (
        _(
            "We ask that account to show that it may file, and until then no listing is taken down "
            "because of its complaints."
        )
        if for_denier
        else _("That account may file. Its complaints are decided like any other.")
    )
    why = (
        _("Your documents prove more than those of the other account.")
        if for_denier
        else _("The documents of the other account prove as much as yours.")
    )
    return Letter(
        _("We have decided about the account that you say does not act for you"),
        (
            _(
                "You told us that another account does not act for you. Our staff have compared "
                "the documents of both sides and have decided."
            ),
        ),
        why=(why,),
        means=(means,),
        can=(
            _(
                "You do not have to do anything. If you think that this is wrong, send "
                "us more proof."
            ),
        ),
        where=(read_on(page),),
    )


def authorization_offered(by: str, *, page: str) -> Letter:
    """Tell an agent that a rights holder authorizes it, which counts once it is accepted."""
    return Letter(
        _("%(by)s authorizes you to file for it", by=by),
        (_("%(by)s has authorized you to file complaints for it.", by=by),),
        means=(
            _("It applies once you accept it. Until then you cannot file complaints under it."),
        ),
        can=(_("Read what it covers and how long it lasts, and accept it before you file."),),
        where=(act_on(page),),
    )


def authorization_ended(by: str, *, page: str) -> Letter:
    """Tell an agent that a rights holder has revoked its authorization."""
    return Letter(
        _("%(by)s has revoked your authorization", by=by),
        (_("%(by)s has revoked your authorization to file complaints for it.", by=by),),
        means=(
            _(
                "You can no longer file for it. The complaints that you have filed stay "
                "as they are."
            ),
        ),
        can=(
            _(
                "You do not have to do anything. If you think that this is a mistake, "
                "ask the rights "
                "holder."
            ),
        ),
        where=(read_on(page),),
    )
