"""A text that somebody signs: word for word, with its version, in each language it has.

These are no messages: no catalogue is asked, so that no edit of one changes what was signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from complaints.words import ENGLISH


@dataclass(frozen=True, slots=True)
class SignedText:
    """One text. `code` and `version` name it for ever.

    `laws` (where the text comes from) and `wordings` are by language; each has English.
    """

    code: str
    version: str
    laws: Mapping[str, str]
    wordings: Mapping[str, str]

    def read_in(self, language: str) -> str:
        """Return the language in which somebody who asks for `language` reads and signs it."""
        return language if language in self.wordings else ENGLISH

    def text(self, language: str) -> str:
        return self.wordings[self.read_in(language)]

    def source(self, language: str) -> str:
        return self.laws.get(language, self.laws[ENGLISH])
