"""What staff look at, as the filer reads it: a kind of evidence each, and how it answers and mends.

Methods and other accounts are not named: what is withheld is said by its kind.
"""

from __future__ import annotations

from typing import Final

from complaints.words import Message
from complaints.words import message as _

WHAT: Final[dict[str, Message]] = {
    "outcomes": _("How your complaints ended: refused, found unfounded, or withdrawn."),
    "conduct": _("How you file, and what you do once a seller has answered."),
    "structure": _("What your account has in common with other accounts."),
    "authority": _("Whether you may file for the rights that you name."),
}
CAN: Final[dict[str, Message]] = {
    "outcomes": _(
        "Compare your figures with your peers' on this page. Withdraw the complaints that were "
        "mistakes before the seller has to answer."
    ),
    "conduct": _(
        "Look at each listing before you file. Where a seller answers, read the answer, and say "
        "why you stand by your complaint or withdraw it."
    ),
    "structure": _(
        "If one firm has several accounts, or an agency files for you, tell us who stands behind "
        "your account and for whom you file."
    ),
    "authority": _(
        "Send us the registration, the contract or the power of attorney for each right."
    ),
}
