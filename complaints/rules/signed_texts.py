"""A text that somebody signs: word for word, with its version, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.kinds import Language


@dataclass(frozen=True, slots=True)
class SignedText:
    """One text. `code` and `version` name it for ever."""

    code: str
    version: str
    law: str
    law_zh: str
    english: str
    chinese: str

    def text(self, language: str) -> str:
        return self.chinese if language == Language.CHINESE else self.english

    def source(self, language: str) -> str:
        return self.law_zh if language == Language.CHINESE else self.law
