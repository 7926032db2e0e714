"""A text that somebody signs: word for word, with its version, in each of its languages.

These are not messages: they come from no catalogue, so that no edit of one changes what was signed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from complaints.words import ENGLISH


@dataclass(frozen=True, slots=True)
class SignedText:
    """One text. `code` and `version` identify it for ever.

    `laws` (the text's source) and `wordings` are by language; each has English.
    """

    code: str
    version: str
    laws: Mapping[str, str]
    wordings: Mapping[str, str]

    def read_in(self, language: str) -> str:
        """Return the language in which a reader of `language` reads and signs the text."""
        return language if language in self.wordings else ENGLISH

    def text(self, language: str) -> str:
        return self.wordings[self.read_in(language)]

    def source(self, language: str) -> str:
        return self.laws.get(language, self.laws[ENGLISH])


def as_signed(
    texts: Iterable[SignedText], codes: Collection[str], language: str
) -> list[dict[str, str]]:
    """Return those of these texts that were signed, word for word, as an answer keeps them."""
    return [
        {
            "code": text.code,
            "version": text.version,
            "language": text.read_in(language),
            "wording": text.text(language),
        }
        for text in texts
        if text.code in codes
    ]
