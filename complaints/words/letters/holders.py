"""Letters between rights holders and those who file for them."""

from __future__ import annotations

from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import act_on, read_on


def somebody_files(by: str, reference: str, *, page: str) -> Letter:
    """Tell an account that somebody else files in its name or on its right, without a contact."""
    return Letter(
        _("%(by)s files complaints in your name or on your right", by=by),
        (_("%(by)s has filed complaint %(reference)s.", by=by, reference=reference),),
        why=(
            _("It names your right, or a rights holder of your name, and you may not know of it."),
        ),
        means=(_("Until you answer, the complaint is dealt with on what its filer has shown us."),),
        can=(
            _(
                "If you have authorized it, say so once and you will not be asked again. If you "
                "have not, tell us."
            ),
        ),
        where=(act_on(page),),
    )


def somebody_unnamed(*, page: str) -> Letter:
    """Tell an account that has proven nothing that somebody files there who has proven more."""
    return Letter(
        _("Somebody files complaints in your name or on your right"),
        (
            _(
                "Another account has filed a complaint by the number of your right, or for a "
                "rights holder of your name."
            ),
        ),
        why=(
            _(
                "You may not know of it. It has shown us more about the right than you have, so we "
                "do not tell you who it is."
            ),
        ),
        means=(_("The complaint is dealt with on what its filer has shown us."),),
        can=(_("Send us your certificate. Then you can read who it is, and answer."),),
        where=(act_on(page),),
    )


def proof_asked(*, page: str, rights: str) -> Letter:
    """Ask an account that denied another's authority to prove its own right first."""
    return Letter(
        _("Please prove your right, so that your answer counts"),
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
                "Until then its complaints are decided like any other. Once a person has compared "
                "your document, we act on your answer, and you do not have to ask again."
            ),
        ),
        can=(_("Add the certificate or the extract of the register to your right."),),
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
        _("What you showed us proves more than what it showed us.")
        if for_denier
        else _("What it showed us counts as well as what you showed us.")
    )
    return Letter(
        _("We have decided about the account that you do not know"),
        (
            _(
                "You told us that another account does not act for you. A person has compared the "
                "documents of both sides and has decided."
            ),
        ),
        why=(why,),
        means=(means,),
        can=(_("You do not have to do anything. If this is wrong, send us more that shows it."),),
        where=(read_on(page),),
    )


def authorization_offered(by: str, *, page: str) -> Letter:
    """Tell an agent that a rights holder authorizes it, which counts once it is accepted."""
    return Letter(
        _("%(by)s authorizes you to file for it", by=by),
        (_("%(by)s has authorized you to file complaints for it.", by=by),),
        means=(_("It counts once you accept it. Until then you cannot file on it."),),
        can=(_("Read for what and for how long it is, and accept it before you file."),),
        where=(act_on(page),),
    )


def authorization_ended(by: str, *, page: str) -> Letter:
    """Tell an agent that a rights holder has revoked its authorization."""
    return Letter(
        _("%(by)s has revoked your authorization", by=by),
        (_("%(by)s has revoked your authorization to file complaints for it.", by=by),),
        means=(_("You cannot file for it any more. What you have filed stays."),),
        can=(_("You do not have to do anything. If this is an error, ask the rights holder."),),
        where=(read_on(page),),
    )
