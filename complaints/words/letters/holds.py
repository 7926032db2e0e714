"""Letters about who files: to a filer whose complaints are held while somebody looks."""

from __future__ import annotations

from typing import Final

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.pages import NOTHING_TO_DO, read_on

CHECKING: Final = _("We are checking who files through your account")


def party_checked(complaints: int, *, until: Message, rights: str, page: str) -> Letter:
    """Tell a filer that somebody looks at who files, and by when. Never says why, nor whom the
    account looks like: that is another's."""
    return Letter(
        CHECKING,
        (_("A member of staff is checking who files through this account."),),
        why=(
            _(
                "We check some accounts before we act on their complaints. We are not "
                "accusing you of anything."
            ),
        ),
        means=(
            _(
                "Until then no listing is taken down because of %(complaints)s. After that your "
                "complaints are decided like any other, and nothing of what you filed is lost.",
                complaints=counted(
                    "%(num)s complaint of yours", "%(num)s open complaints of yours", complaints
                ),
            ),
        ),
        can=(
            _(
                "You do not have to do anything. If you want to help, add a document to "
                "your right that shows who you are, such as the certificate, or an "
                "extract from the register with your name: %(rights)s",
                rights=rights,
            ),
        ),
        by_when=(_by_when(until),),
        where=(read_on(page),),
    )


def register_checked(reference: str, *, until: Message, rights: str, page: str) -> Letter:
    """Tell a filer whom a register alone names that somebody looks at who files, and by when, and
    what proves more. Never says who else stands on the right."""
    return Letter(
        CHECKING,
        (
            _(
                "A member of staff is checking who files through this account, because of your "
                "complaint %(reference)s.",
                reference=reference,
            ),
        ),
        why=(
            _(
                "You say that you are the rights holder named in the register, and "
                "somebody else has proved that it is this rights holder. Anybody can "
                "read the register, so its entry does not show who you are. We are not "
                "accusing you of anything."
            ),
        ),
        means=(
            _(
                "Until then no listing is taken down because of this complaint. After that it is "
                "decided like any other, and nothing of what you filed is lost."
            ),
        ),
        can=(
            _(
                "You do not have to do anything. If you do not want to be asked again, "
                "add the certificate to your right, or let us send a code to the email "
                "address in the register: %(rights)s",
                rights=rights,
            ),
        ),
        by_when=(_by_when(until),),
        where=(read_on(page),),
    )


def _by_when(until: Message) -> Message:
    return _("The check takes until %(until)s at the latest.", until=until)


def check_over(*, page: str) -> Letter:
    """Tell a filer that the look is over before its time, and its complaints go on."""
    return Letter(
        _("The check of who files through your account is over"),
        (_("A member of staff has finished checking who files through your account."),),
        means=(_("We now decide the complaints of yours that waited for it like any other."),),
        can=(NOTHING_TO_DO,),
        where=(read_on(page),),
    )
