"""Letters between rights holders and those who file for them."""

from __future__ import annotations

from complaints.words import message as _
from complaints.words.letters import Letter


def somebody_files(by: str, reference: str, *, page: str) -> Letter:
    """Tell an account that somebody else files in its name or on its right, without a contact."""
    opening = _(
        "%(by)s filed complaint %(reference)s by your right or for a rights holder of your name. "
        "If you authorized it, say so once and you will not be asked again. If not, tell us: "
        "%(page)s",
        by=by,
        reference=reference,
        page=page,
    )
    return Letter(_("%(by)s files complaints in your name or on your right", by=by), (opening,))


def somebody_unnamed(*, page: str) -> Letter:
    """Tell an account that has proven nothing that somebody files there who has proven more."""
    opening = _(
        "Another account filed a complaint by the number of your right or for a rights holder of "
        "your name. It has shown us more about the right than you have, so we do not tell you who "
        "it is. Send us your certificate and you will read it: %(page)s",
        page=page,
    )
    return Letter(_("Somebody files complaints in your name or on your right"), (opening,))


def proof_asked(*, page: str, rights: str) -> Letter:
    """Ask an account that denied another's authority to prove its own right first."""
    opening = _(
        "You told us that another account does not act for you: %(page)s. We keep your answer. "
        "Before anything changes for that account, show that the right is yours.",
        page=page,
    )
    what = _(
        "Add the certificate or the extract of the register to your right: %(rights)s. Once a "
        "person has compared it, your answer is followed without your asking again.",
        rights=rights,
    )
    return Letter(_("Please prove your right, so that your answer counts"), (opening, what))


def denial_settled(*, for_denier: bool, page: str) -> Letter:
    """Tell an account how a person settled its denial."""
    outcome = (
        _("that account is asked for its authority, and nothing is taken down on its complaints.")
        if for_denier
        else _("that account may file: what it showed us holds beside what you did.")
    )
    opening = _(
        "You told us that another account does not act for you: %(page)s. A person has compared "
        "the papers of both sides. The decision: %(outcome)s",
        page=page,
        outcome=outcome,
    )
    return Letter(_("We have decided about the account that you do not know"), (opening,))


def authorization_offered(by: str, *, page: str) -> Letter:
    """Tell an agent that a rights holder authorizes it, which counts once it is accepted."""
    opening = _(
        "%(by)s has authorized you. Read its scope and dates and accept it before you file: "
        "%(page)s",
        by=by,
        page=page,
    )
    return Letter(_("%(by)s authorizes you to file for it", by=by), (opening,))


def authorization_ended(by: str) -> Letter:
    """Tell an agent that a rights holder has revoked its authorization."""
    opening = _(
        "%(by)s has revoked its authorization. File nothing more for it; what you filed stays.",
        by=by,
    )
    return Letter(_("%(by)s has revoked your authorization", by=by), (opening,))
