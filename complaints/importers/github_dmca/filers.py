"""Who files a notice, for whom, and as what.

The staff's slug names the rights holder, its agent, the work, or nothing at all
("source-code"). A slug without meaning never pools strangers: such a filer is known by the
words of its authority, else by its own site, else by its file alone. Spellings of one name are
one filer; names are never merged otherwise.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from complaints.importers.github_dmca import agents
from complaints.importers.github_dmca.names import FileName, alias_key
from complaints.importers.github_dmca.questions import Letter
from complaints.importers.github_dmca.redaction import clean
from complaints.importers.github_dmca.works import Work

FilerKind = Literal["rights_holder", "agent", "individual"]

_GENERIC_WORDS = """
source code sources company companies project projects software proprietary internal private
website websites app apps application assignment assignments homework student personal
repository repo script scripts course product products portfolio work works video videos bot
server client content business corporate organization commercial system user theme font fonts
data file files material materials school university web site api backend frontend game games
mobile employee copyright copyrighted document documents image images photo music book books
the my our confidential plugin plugins firm employer startup sourcecode companycode
projectcode myproject myprojects myapp coursework school classwork exam exams individual
unknown anonymous developer freelance program programming webapp config configuration database
credentials keys key secret secrets text article blog post tutorial research paper thesis
design ui library tool tools package module modules infringement takedown dmca notice github
redacted lab
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_STAFF = re.compile(
    r"\bemploy(?:ee|ed|er)|\bI\s+work\s+(?:for|at|as)|\bwork(?:ing|s)\s+(?:for|at)\b|\b(?:CEO|CTO"
    r"|CFO|COO|founder|co-?founder|director|president|manager|officer|partner|head\s+of|engineer"
    r"|counsel|lead|staff)\b|\bour\s+(?:company|own)|\bwe\s+(?:are|own)\b|\bowner\s+of\b"
    r"|\bI\s+am\s+the\b|\bcompany\s+I\b|\bmy\s+company\b|\bin-?house\b",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"\bour\s+clients?\b|\bmy\s+clients?\b|\bclients?'|\blaw\s+(?:firm|office)|\battorneys?\b"
    r"|\blawyers?\b|\bthird[\s-]party\b|\bagen(?:t|cy)\b|\bpower\s+of\s+attorney\b"
    r"|\bbrand\s+protection\b|\bcontracted\s+by\b|\brepresent(?:s|ing|ative)?\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:company|Inc|LLC|Ltd|Limited|GmbH|Corp(?:oration)?|B\.?V|S\.?A|AG|AB|Pty|university"
    r"|we|our|team|organi[sz]ation|studio)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|my|me|myself)\b")


@dataclass(frozen=True, slots=True)
class Filer:
    """`reference` is stable over imports. `holder` is empty where the filer files for itself or
    the letter does not say for whom; `kind` is what this one notice says."""

    reference: str
    name: str
    kind: FilerKind
    holder: str


def identify(name: FileName, letter: Letter, work: Work) -> Filer:
    """Return the filer of a notice, from its file's name and its answers."""
    text = "\n".join(letter.answers.get(key, "") for key in ("owner", "authority"))
    text = text if text.strip() else letter.text[:4000]
    agent = agents.firm_named(name, text if letter.answers else letter.text)
    if agent:
        initials = "".join(word[0] for word in agent.split()).casefold()
        itself = name.key == alias_key(agent) or (
            len(initials) > 2 and name.key.startswith(initials)
        )
        holder = agents.client(text) if itself else _title_of(name)
        return Filer(alias_key(agent), agent, "agent", "" if is_placeholder(name.slug) else holder)
    kind = _kind(letter, text)
    if is_placeholder(name.slug):
        reference = _own_reference(name, letter, work)
        return Filer(reference, f"{_title_of(name)} ({name.date.isoformat()})", kind, "")
    title = _title_of(name)
    return Filer(name.key or name.stem.lower(), title, kind, title if kind == "agent" else "")


def is_placeholder(slug: str) -> bool:
    """Whether a slug names no one: every word of it is a common noun, as in `source-code`."""
    words = [word for word in re.split(r"[-_ ]+", slug.casefold()) if word]
    return all(word in _GENERIC or word.isdigit() for word in words)


def _own_reference(name: FileName, letter: Letter, work: Work) -> str:
    authority = clean(letter.answers.get("authority", ""))
    letters = alias_key(authority)
    if len(letters) >= 100:
        return "words:" + hashlib.sha256(letters.encode()).hexdigest()[:16]
    return f"site:{work.domain}" if work.domain else f"file:{name.stem.lower()}"


def _kind(letter: Letter, text: str) -> FilerKind:
    role = letter.answers.get("owner", "")
    authority = letter.answers.get("authority", "")
    if role:
        if re.search(r"authori[sz]ed|behalf|agent|represent", role, re.IGNORECASE):
            for_others = _FOR_OTHERS.search(role + authority) is not None
            own_staff = _STAFF.search(role + " " + authority) is not None
            return "agent" if for_others or not own_staff else "rights_holder"
        person = _FIRST_PERSON.search(authority) and not _COMPANY.search(role + " " + authority)
        return "individual" if person else "rights_holder"
    return (
        "agent" if re.search(r"\b(?:our|my) clients?\b", text, re.IGNORECASE) else "rights_holder"
    )


def _title_of(name: FileName) -> str:
    return re.sub(r"[-_ ]+", " ", name.slug).strip()[:300] or name.stem
