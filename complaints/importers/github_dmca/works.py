"""The work that a notice claims: a short title, where it is published, and what the filer says.

Redaction marks are taken out, and so are mail addresses and telephone numbers that the
publisher left in. No whole letter is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

import ada_url

from complaints.importers.github_dmca.addresses import find_addresses
from complaints.importers.github_dmca.questions import Letter
from complaints.importers.github_dmca.redaction import clean

TITLE = 200
# A title is the first sentence; what is further down is not looked at.
_ENOUGH = 3_000
STATEMENT = 20_000
LETTER_STATEMENT = 1_000
_URL = re.compile(
    r"""(?:https?://|(?<![\w@./-])www\.)[^\s<>"'”’\\^`{}|\[\]()，。、；）（]+""", re.IGNORECASE
)
_ABOUT_WORK = re.compile(
    r"original|copyright(?:ed)? (?:work|material|content)|\bour (?:work|product|software|code|book)"
    r"|copyrights? (?:in|to|of)|owner of|developed by|author of|proprietary",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:original|copyrighted|infringed)\s+works?(?:\s+infringed)?[*_ ]*:[ \t]*(\S[^\n]{2,300})",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"good.faith belief|penalty of perjury|have read and understand|fair use|dear |to whom it may"
    r"|hello|^hi\b|512|digital millennium|my name is|exclusive right|official notification"
    r"|copyright agent|^re:|^subject|sent via|please provide|authori[sz]ed to act",
    re.IGNORECASE,
)
# Hosts where anything may be published: they say nothing about who publishes.
_SHARED_HOSTS = re.compile(
    r"(?:^|\.)(?:github\.(?:com|io)|githubusercontent\.com|gitlab\.com|bitbucket\.org|google\.com"
    r"|goo\.gl|youtube\.com|youtu\.be|amazon\.[a-z.]+|unity3?d?\.com|apple\.com|imdb\.com|bit\.ly"
    r"|wikipedia\.org|dropbox\.com|facebook\.com|twitter\.com|codecanyon\.net|themeforest\.net"
    r"|envato\.com|sellfy\.com|gumroad\.com|odoo\.com|npmjs\.(?:com|org)|medium\.com|imgur\.com"
    r"|linkedin\.com|instagram\.com|discord\.(?:gg|com)|wordpress\.(?:com|org)|archive\.org"
    r"|itch\.io|steampowered\.com|spigotmc\.org|creativemarket\.com|myfonts\.com|udemy\.com"
    r"|lumendatabase\.org|microsoft\.com|mozilla\.org|copyright\.gov|cornell\.edu|prnt\.sc"
    r"|gyazo\.com|blogspot\.com|weebly\.com|wixsite\.com|reddit\.com|vimeo\.com|pixiv\.net"
    r"|nicovideo\.jp|bowlroll\.net|curseforge\.com|mcmarket\.org|assetstore\.[\w.]+|tinyurl\.com)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Work:
    """`title` and `url` may be empty. `domain` is the host of the work where it is the filer's
    own, not a market or a shared host."""

    title: str
    url: str
    domain: str
    statement: str


def describe(letter: Letter, accused: Collection[str]) -> Work:
    """The work of a notice. `accused` holds the listing ids, which are no place of the work."""
    description = letter.answers.get("work", "")
    authority = letter.answers.get("authority", "")
    if description or authority:
        places = description + "\n" + letter.answers.get("work_url", "")
        statement = clean(f"{description[:STATEMENT]}\n\n{authority}")[:STATEMENT]
        title = _title(description) or _title(authority)
    else:
        places = "\n".join(_sentences_about_work(letter.text))
        statement = clean(places)[:LETTER_STATEMENT]
        label = _LABEL.search(letter.text)
        title = _title(label[1] if label else places) or _title(_opening(letter.text))
    url = _place(places, accused)
    return Work(title, url, _own_domain(url), statement.strip())


def _title(text: str) -> str:
    flat = re.sub(r"\s+", " ", _URL.sub("", clean(text[:_ENOUGH]))).strip(" -*:>#.,;\"'")
    flat = re.sub(r"[(\[]\W*[)\]] ?", "", flat)
    flat = re.sub(r"^(?:[\W\d]+|\(?[a-z]\)\s)(?=\w)", "", flat) if flat[:1].isascii() else flat
    flat = re.sub(r"^(?:Q|A|Answer)\s*:\s*", "", flat)
    first = re.match(r".{12,}?[.!?](?=\s|$)", flat)
    title = re.sub(r",?\s+(?:\w+\s+)?(?:at|here)\W*$", "", first[0] if first else flat)
    if len(title) > TITLE:
        title = title[:TITLE].rsplit(" ", 1)[0] + "…"
    return title if sum(char.isalpha() for char in title) >= 3 else ""


def _sentences_about_work(text: str) -> list[str]:
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    kept: list[str] = []
    for index, part in enumerate(paragraphs):
        if _ABOUT_WORK.search(part) and not _BOILERPLATE.search(part):
            kept.append(part)
            # "Original work:" and then, in a paragraph of its own, where it is.
            if part.rstrip().endswith(":") and index + 1 < len(paragraphs):
                kept.append(paragraphs[index + 1])
    return kept[:3]


def _opening(text: str) -> str:
    for part in re.split(r"\n\s*\n", text):
        if len(part.strip()) > 30 and not _BOILERPLATE.search(part):
            return part
    return ""


def _place(text: str, accused: Collection[str]) -> str:
    for match in _URL.finditer(text):
        raw = match[0].rstrip(".,;:!?*_")
        if any(one.listing_id in accused for one in find_addresses(raw)):
            continue
        if re.search(r"(?:docs|help)\.github|github\.com/github/|lumendatabase", raw):
            continue
        url = _sound(raw)
        if url:
            return url
    return ""


def _sound(raw: str) -> str:
    try:
        url = str(ada_url.URL(raw if "://" in raw else f"http://{raw}").href)
    except ValueError:
        return ""
    return url if url.isascii() and "@" not in url and "." in url and len(url) <= 1000 else ""


def _own_domain(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "" if not host or _SHARED_HOSTS.search(host) else host
