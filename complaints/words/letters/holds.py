"""Letters about who files: to a filer whose complaints are held while somebody looks."""

from __future__ import annotations

from datetime import datetime

from complaints.words import counted
from complaints.words import message as _
from complaints.words.letters import Letter


def party_checked(complaints: int, *, until: datetime) -> Letter:
    """Tell a filer that somebody looks at who files, and by when. Never says why, nor whom the
    account looks like: that is another's."""
    opening = _(
        "Before anything is taken down on %(complaints)s, a member of staff looks at who files "
        "through this account, at the latest by %(until)s. After that your complaints are decided "
        "like any other.",
        complaints=counted(
            "%(num)s complaint of yours", "%(num)s open complaints of yours", complaints
        ),
        until=until,
    )
    what = _(
        "You need do nothing. If you want to help, send us what shows who you are: the extract of "
        "the register that names you, or an identity document. This is no accusation, and nothing "
        "of what you filed is lost."
    )
    return Letter(_("We are checking who files through your account"), (opening, what))


def register_checked(reference: str, *, until: datetime) -> Letter:
    """Tell a filer whom a register alone names that somebody looks at who files, and by when, and
    what proves more. Never says who else stands on the right."""
    opening = _(
        "Before anything is taken down on your complaint %(reference)s, a member of staff looks at "
        "who files through this account, at the latest by %(until)s. After that it is decided like "
        "any other.",
        reference=reference,
        until=until,
    )
    why = _(
        "The register names the holder that you say you are, and somebody else has shown that it "
        "is this holder. Anybody can read the register, so its entry does not show who you are."
    )
    what = _(
        "You need do nothing. To be asked no more, add the certificate of your right on the page "
        "“My rights”, or have a code sent there to the mailbox that the register shows. This is no "
        "accusation, and nothing of what you filed is lost."
    )
    return Letter(_("We are checking who files through your account"), (opening, why, what))


def check_over() -> Letter:
    """Tell a filer that the look is over before its time, and its complaints go on."""
    opening = _(
        "A member of staff has looked at who files through your account. The complaints of yours "
        "that waited for it are decided from now on like any other. You need do nothing."
    )
    return Letter(_("The check of who files through your account is over"), (opening,))
