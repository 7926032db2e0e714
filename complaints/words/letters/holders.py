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
