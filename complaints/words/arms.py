"""What of a case's dossier is withheld from its filer, and with which ground."""

from __future__ import annotations

from typing import Final

from complaints.words import Message
from complaints.words import message as _

WITHHELD: Final[dict[str, Message]] = {
    "staff": _(
        "The names of those who took a part. You read “reviewer A”, “reviewer B”: the same letter "
        "is the same person. Ground: their safety."
    ),
    "others": _(
        "Who other accounts are, and what they filed, also where we count them together with "
        "yours. Ground: their rights."
    ),
    "sellers": _(
        "Whether sellers reported that they were asked for something, and which. Ground: so that "
        "nobody is afraid to report."
    ),
    "methods": _(
        "How a program compares accounts. You read the kinds of these findings. Ground: so that "
        "the comparison goes on working."
    ),
}
