"""The words of a scan, English and Simplified Chinese, made from figures.

`english` and `chinese` hold the sentences, `english_case` and `chinese_case` the paragraph about a
filer, `figures` writes numbers and dates. Whoever finds gives figures; nothing here measures or
judges.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from abuse.words import chinese, chinese_case, english, english_case
from abuse.words.case import Case
from abuse.words.figures import Numbers

FOLDER: Final = Path(__file__).parent
Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


def finding(detector: str, numbers: Numbers, language: Language = "en") -> str:
    """What a finding says, with a word on the others' clean record where that holds.

    Examples
    --------
    >>> record = {"accounts": 5, "share": 0.6, "bad": 30, "claims": 1200, "own_bad": 1}
    >>> finding("ring_record", record)[:45]
    'It acts with 4 other accounts, and about 60 %'
    >>> finding("ring_record", record, "zh")[:11]
    '它与另外 4 个账户协'
    """
    if language == "zh":
        # "Under 0.1%" begins with a word, before which Chinese leaves no space.
        said = chinese.FINDINGS[detector](numbers).replace(" 不到", "不到")
        clean = chinese.others_clean
    else:
        said, clean = english.FINDINGS[detector](numbers) + " ", english.others_clean
    return (said + clean(numbers) if "others_claims" in numbers else said).strip()


def relief(kind: str, numbers: Numbers, language: Language = "en") -> str:
    """What speaks for a filer.

    Examples
    --------
    >>> relief("founded", {"claims": 2}), relief("founded", {"claims": 2}, "zh")
    ('A person graded 2 claims founded.', '2 个投诉项经人工评定为有根据。')
    """
    said = chinese.RELIEFS if language == "zh" else english.RELIEFS
    return said[kind](numbers)


def standing(case: Case) -> list[str]:
    """Why a filer stands at its level and what hangs on what, in English."""
    return english_case.standing(case)


def paragraph(case: Case, language: Language = "en") -> str:
    """A filer's case as one paragraph; its sentences must be in the same language."""
    return chinese_case.paragraph(case) if language == "zh" else english_case.paragraph(case)


def parts(case: Case, language: Language = "en") -> dict[str, str]:
    """The paragraph in pieces: `who` since when, `why` this level, what hangs on what (`rests`).

    What speaks against and for the filer stands in its findings and reliefs.
    """
    told = chinese_case.parts(case) if language == "zh" else english_case.parts(case)
    return dict(zip(("who", "why", "rests"), told, strict=True))
