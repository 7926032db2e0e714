"""Words before an address that tell the filer's own work from what the filer accuses.

An address in a list shares the verdict of the list's first one. The nearest cue before an
address wins; without any cue it counts as accused.
"""

from __future__ import annotations

import re

from complaints.importers.github_dmca.addresses import Address

_WINDOW = 140
_THING = (
    r"(?:git(?:hub)?\s+)?(?:repo(?:sitor(?:y|ies))?s?|account|organi[sz]ation|page|profile"
    r"|github|project\s+page)"
)
# Called the filer's own, if the words stand close enough before the address.
_OWN = re.compile(
    rf"""\b(?:
      (?:our|my|their|his|client'?s?|company'?s?)\s+(?:\w+\s+)?original
    | original(?:ly)?\s+(?:copyright\w*\s+)?(?:work|content|code|source|software|project|material
        |author|creator|game|mod|plugin|app|library|theme|font|book|product|file|version|url
        |link|location|posted|published|hosted|available|release\w*)s?\b
    | originals?\s*(?:[:=(-]|is\b|at\b|here\b|can\b)
    | (?:copyright(?:ed)?|protected)\s+works?\s+(?:is|are|can\s+be|may\s+be)\s
        (?:\w+\s+){{0,2}}(?:at|here|on|in)
    )(?=.{{0,90}}$)
    |
    \b(?:
      (?:our|my)\s+(?:own\s+|official\s+|public\s+|private\s+|personal\s+|company\s+)?{_THING}
    | (?:official|legitimate)\s+(?:\w+\s+)?{_THING}
    | belongs?\s+to\s+(?:me|us)
    )(?=.{{0,35}}$)
    |
    \b(?:copied|stolen|taken|derived|ripped|cloned|forked|plagiari[sz]ed|(?:fork|copy|clone)\s+of)
    \s+(?:from\s+)?(?:(?:the|our|my)\s+)?(?:repo(?:sitory)?|project|here)?\W*$
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ACCUSED = re.compile(
    r"""\b(?:
      infring\w* | un(?:-|\s)?authori[sz]ed\w* | violat\w+ | tak(?:e|en|ing)\s*-?down | remov\w+
    | illegal\w* | pirat\w+ | offend\w* | disabl\w+ | delet\w+ | leak\w* | without\s+permission
    | copied\s+(?:to|in|into|on|at|by) | (?:exact\s+)?(?:copy|copies)\s+(?:is|are|at|can|on)
    | stolen\s+(?:cop\w+|code|content|work|at|here|:) | forks?\s*(?::|$|are|at|include|list)
    | reported | complain\w* | alleged\w* | re-?upload\w* | re-?post\w* | uploaded | posted\s+by
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LOCATES = re.compile(r"\b(?:at|here|located|urls?|links?)\W*$", re.IGNORECASE)
# Only list furniture between two addresses: bullets, numbers, brackets, "and", redactions.
_LIST = re.compile(
    r"(?:[\s\d\W_]|\band\b|\bor\b|\[private\]|\[invalid\]|\b[a-h]\b|\brepo(?:sitory)?\b"
    r"|\bhttps?\b|\burls?\b|\blinks?\b)*",
    re.IGNORECASE,
)


def own(text: str, addresses: list[Address]) -> list[bool]:
    """For each address of a text, whether it is called the filer's own work there."""
    verdicts: list[bool] = []
    reached = 0
    for address in addresses:
        lead = text[reached : address.start]
        # "a copy of <own work>:" ends what is the filer's and opens the list of the accused.
        if verdicts and _LIST.fullmatch(lead) and not (verdicts[-1] and ":" in lead):
            verdicts.append(verdicts[-1])
        else:
            verdicts.append(_called_own(lead[-_WINDOW:]))
        reached = max(reached, address.end)
    return verdicts


def _called_own(lead: str) -> bool:
    # A paragraph's end closes what was said before, unless it led on with a colon.
    paragraph = re.split(r"(?<![:\s])[ \t*_]*\n\s*\n", lead)[-1]
    mine = _last(_OWN, paragraph)
    accused = _last(_ACCUSED, paragraph)
    if mine < 0 or mine < accused:
        return False
    # "infringing upon the original work: ..." goes on to accuse; "... work at: ..." does not.
    close = accused >= 0 and mine - accused <= 30
    return not close or _LOCATES.search(paragraph) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    last = -1
    for match in pattern.finditer(text):
        last = match.start()
    return last
