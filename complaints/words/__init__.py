"""What people read, in every language: messages and their translations.

    from complaints.words import message as _

    raise Refusal("held", _("Ask %(name)s to give it back.", name=person.name))

A message is made where its facts are known and put into words at the door, by `say`. English is
what the code says; any other language is one folder here, and one in `abuse/words` for what the
detector finds. Below the doors nobody asks for a language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.support import NullTranslations

from abuse import words as findings
from abuse.words.folders import languages_in, read_folder
from abuse.words.message import (
    Catalogue,
    Country,
    Fact,
    Figure,
    Listed,
    Message,
    Score,
    Share,
    counted,
    in_context,
    message,
)

ENGLISH: Final = "en"
FOLDERS: Final = (Path(__file__).parent, findings.FOLDER)
# The codes of the languages, English first. A language that is added here is offered everywhere.
LANGUAGES: Final[list[str]] = list(languages_in(FOLDERS))
# Those that were read so far; one that is put here needs no folder.
CATALOGUES: Final[dict[str, Catalogue]] = {ENGLISH: Catalogue(ENGLISH, NullTranslations())}
_TAGS: Final = {"zh": "zh-Hans"}


def catalogue(language: str) -> Catalogue:
    """Return a language by its code; what it lacks stays English."""
    if language not in CATALOGUES:
        CATALOGUES[language] = _read(language)
    return CATALOGUES[language]


def _read(language: str) -> Catalogue:
    ours, theirs = (read_folder(folder / language) for folder in FOLDERS)
    ours.add_fallback(theirs)
    return Catalogue(language, ours)


def say(fact: Fact, language: str = ENGLISH) -> str:
    """Return a message, or one fact, in a language, one of `LANGUAGES`."""
    return catalogue(language).fact(fact)


def tag(language: str) -> str:
    """Return a language's tag in HTML (BCP 47), with the script where the language has several.

    >>> tag("zh"), tag("en")
    ('zh-Hans', 'en')
    """
    return _TAGS.get(language, language)


def language_name(language: str) -> str:
    """Return what a language calls itself.

    >>> name_of("zh"), name_of("en")
    ('简体中文', 'English')
    """
    names = catalogue(language).locale.languages
    return str(names.get(tag(language).replace("-", "_")) or names[language])
