"""The words of a scan, as messages: templates and facts, put into words by `say`.

    say(finding("ring_record", numbers), "zh")

Whoever finds gives numbers; nothing here measures or judges, and nothing above the door asks for a
language. English is what the code says; any other language is a folder of .po files here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from abuse.words.case import AblationLine, Case, FindingLine
from abuse.words.findings import finding
from abuse.words.folders import languages_in, read_folder
from abuse.words.message import ENGLISH, Catalogue, Message
from abuse.words.mitigation import mitigating

FOLDER: Final = Path(__file__).parent
# The codes of the languages, English first.
LANGUAGES: Final = languages_in([FOLDER])


@cache
def language(code: str) -> Catalogue:
    """Return a language by its code, one of `LANGUAGES`; what it lacks stays English."""
    return ENGLISH if code == ENGLISH.language else Catalogue(code, read_folder(FOLDER / code))


def say(message: Message, code: str = ENGLISH.language) -> str:
    """Return the message in a language, one of `LANGUAGES`.

    Examples
    --------
    >>> say(mitigating("founded", {"claims": 2})), say(mitigating("founded", {"claims": 2}), "zh")
    ('A person graded 2 claims founded.', '2 个投诉项经人工评定为有根据。')
    """
    return language(code).say(message)


__all__ = [
    "ENGLISH",
    "FOLDER",
    "LANGUAGES",
    "AblationLine",
    "Case",
    "Catalogue",
    "FindingLine",
    "Message",
    "finding",
    "language",
    "mitigating",
    "say",
]
