"""The kind of a letter, where its file's name does not say it or is wrong.

The name counts unless the text contradicts it plainly.
"""

from __future__ import annotations

import re

from complaints.importers.github_dmca.names import Kind
from complaints.importers.github_dmca.questions import Letter

_COUNTERS = re.compile(
    r"counter|mistake\s+or\s+misidentification|consent\s+to\s+the\s+jurisdiction|\brestor"
    r"|\breinstat|dispute",
    re.IGNORECASE,
)
_ACCUSES = re.compile(
    r"infring|exclusive\s+right|take\s*down|without\s+(?:my|our)\s+permission", re.IGNORECASE
)
_WITHDRAWS_OWN = re.compile(
    r"\b(?:we|I)\b[^.]{0,100}\b(?:issued|sent|filed|submitted)\b[^.]{0,60}\b(?:claim|notice|takedown"
    r"|request)\b[^.]{0,80}\b(?:mistake|error)",
    re.IGNORECASE,
)
_RETRACTS = re.compile(
    r"\b(?:retract|withdraw|rescind|revoke)\w*\s+(?:\w+\s+){0,4}(?:notice|take-?\s?down|request"
    r"|claim|complaint|DMCA)",
    re.IGNORECASE,
)
_CIRCUMVENTS = re.compile(
    r"§\s*1201\b|\bsection\s+1201\b|U\.?S\.?C\.?\s+§*\s*1201\b|anti-?circumvention"
    r"|circumvent\w*\s+(?:[\w-]+\s+){0,5}(?:technolog\w+|technical|protection|measures?|DRM|access)",
    re.IGNORECASE,
)


def kind_of_letter(named: Kind, letter: Letter) -> Kind:
    """The kind of a letter: as its file is named, save the plain contradictions."""
    if named == "counter_notice":
        if _WITHDRAWS_OWN.search(letter.text[:1500]):
            return "retraction"
        if not _COUNTERS.search(letter.text) and _ACCUSES.search(letter.text):
            return "notice"
    if named == "notice":
        if letter.form == "counterform":
            return "counter_notice"
        if letter.form == "letter" and _retracts(letter.text):
            return "retraction"
    return named


def _retracts(text: str) -> bool:
    return _RETRACTS.search(text[:500]) is not None and "good faith belief" not in text


def claims_circumvention(letter: Letter) -> bool:
    """Whether the filer claims that a protection measure is circumvented.

    Since 2021 the form asks; before that, and in letters, the words of the statute tell.
    """
    answer = letter.answers.get("tpm")
    if answer is not None:
        return re.match(r"\W*yes\b", answer, re.IGNORECASE) is not None
    return _CIRCUMVENTS.search(letter.text) is not None
