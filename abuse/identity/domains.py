"""Does one domain imitate another? Look-alike letters, another ending, an added word, a slip.

Pure comparisons of two domains. It judges nobody: whether a resemblance means anything depends on
who uses the domain for what.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Final

from publicsuffixlist import PublicSuffixList

# Letters that are read as another (a part of Unicode's table of confusables, UTS 39): those of
# Cyrillic and Greek, and the digits. As there, i, l and 1 are one.
_SEEN_AS: Final = {
    ord(letter): seen
    for seen, letters in {
        "a": "аα4", "b": "вβ8", "c": "с", "d": "ԁ", "e": "еε3", "h": "һн", "j": "ј", "k": "кκ",
        "l": "ӏłιіıi1|", "m": "м", "o": "оο0", "p": "рρ", "q": "ԛ", "s": "ѕ5", "t": "тτ7",
        "u": "υ", "v": "ν", "w": "ԝω", "x": "хχ", "y": "уγ",
    }.items()
    for letter in letters
}  # fmt: skip
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# Words that a firm, or who imitates it, adds to a name.
_ADDED: Final = re.compile(
    "(?:official|protection|enforcement|copyright|trademarks?|global|group|legal|brands?|online|"
    "rights?|support|notices?|shop|store|team|mail|corp|law|ltd|inc|ipr?|cn|hk|us|uk|eu|[0-9])+"
)
# A shorter label resembles too many others.
_SHORTEST: Final = 5
_MOST_SLIPS: Final = 2


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # reads the list that comes inside the package; no network


@lru_cache(maxsize=100_000)
def site_of(host: str) -> str | None:
    """The part of a host that somebody registered; None for an ending that many share.

    Sites that give each customer a subdomain (myshopify.com, github.io) are such endings.

    Examples
    --------
    >>> site_of("shop.velora.co.uk"), site_of("velora.myshopify.com"), site_of("co.uk")
    ('velora.co.uk', 'velora.myshopify.com', None)
    """
    registered: str | None = _suffixes().privatesuffix(host)
    return registered


def registrable(domain: str) -> str:
    """The part of a domain that somebody registered: one owner's, whatever stands before it.

    Examples
    --------
    >>> registrable("mail.legal.velora.co.uk"), registrable("velora.example")
    ('velora.co.uk', 'velora.example')
    """
    bare = domain.casefold().strip(".")
    return site_of(bare) or bare


@lru_cache(maxsize=100_000)
def label(domain: str) -> str:
    """The name in a registrable domain, without its ending, as a reader sees it.

    Examples
    --------
    >>> label("mail.velora.co.uk"), label("xn--velr-8na8j.example")
    ('velora', 'velörá')
    """
    name = registrable(domain)
    ending = _suffixes().publicsuffix(name) or ""
    name = name.removesuffix(f".{ending}")
    with suppress(UnicodeError):
        name = name.encode("ascii").decode("idna")
    return unicodedata.normalize("NFC", name.casefold())


def skeleton(name: str) -> str:
    """A name as it looks: accents off, look-alike letters and pairs of letters as one.

    Examples
    --------
    >>> skeleton("vеl0rа"), skeleton("rnodel")  # the first with two Cyrillic letters
    ('velora', 'model')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.translate(_SEEN_AS)
    for pair, seen in _PAIRS:
        plain = plain.replace(pair, seen)
    return plain


def resemblance(domain: str, known: str, *, letters_per_slip: int = 5) -> str | None:
    """How `domain` resembles `known`: ``letters, ending, word, slip``, or None.

    Parameters
    ----------
    domain, known : str
        As `abuse.identity.attributes.domain_of` gives them (ASCII, an international name in
        punycode).
    letters_per_slip : int
        One letter may be wrong, missing, too many or swapped for so many letters of the name.

    Notes
    -----
    One registrable domain resembles nothing: a subsidiary's mail host is its owner's. Whom it may
    wrong: two brands that differ by a letter; ask only where both claim to be one party.

    Examples
    --------
    >>> resemblance("vel0ra.example", "velora.example")
    'letters'
    >>> resemblance("velora.test", "velora.example"), resemblance("velora-ip.test", "velora.test")
    ('ending', 'word')
    >>> resemblance("vellora.test", "velora.test")
    'slip'
    >>> resemblance("mail.velora.test", "velora.test"), resemblance("acme.test", "velora.test")
    (None, None)
    """
    if registrable(domain) == registrable(known):
        return None
    mine, theirs = label(domain), label(known)
    if mine == theirs:
        return "ending"
    how = misspelling(mine, theirs, letters_per_slip=letters_per_slip)
    longer = is_extended(mine, theirs) or is_extended(skeleton(mine), skeleton(theirs))
    return "word" if longer and how != "letters" else how


def misspelling(name: str, known: str, *, letters_per_slip: int = 5) -> str | None:
    """How `name` comes close to `known` without being it: ``letters, slip``, or None.

    Examples
    --------
    >>> misspelling("vel0ra", "velora"), misspelling("vlora", "velora")
    ('letters', 'slip')
    >>> misspelling("velora", "velora") is misspelling("hq", "hp") is None
    True
    """
    if name == known:
        return None
    seen, real = skeleton(name), skeleton(known)
    if seen == real:
        return "letters"
    allowed = min(len(real) // letters_per_slip, _MOST_SLIPS) if len(real) >= _SHORTEST else 0
    return "slip" if allowed and slips(seen, real, allowed) <= allowed else None


def is_disguised(name: str) -> bool:
    """Whether a name mixes letters that look alike: two scripts, or 0 and 1 among letters.

    Examples
    --------
    >>> is_disguised("vel0ra"), is_disguised("vеlora")  # the second with a Cyrillic letter
    (True, True)
    >>> is_disguised("velora"), is_disguised("studio24"), is_disguised("велора")
    (False, False, False)
    """
    if re.search(r"[a-z][01]+[a-z]", name):
        return True
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"})


def is_extended(name: str, known: str) -> bool:
    """Whether `name` is `known` with words added, with or without hyphens.

    Examples
    --------
    >>> is_extended("velora-legal", "velora"), is_extended("ipvelora", "velora")
    (True, True)
    >>> is_extended("velorama", "velora"), is_extended("my-velora-home", "velora")
    (False, True)
    """
    if known in name.split("-") and len(known) >= _SHORTEST:
        return True
    joined, real = name.replace("-", ""), known.replace("-", "")
    if len(real) < 2 or joined == real:
        return joined == real and len(real) >= _SHORTEST
    before, inside, after = joined.partition(real)
    return bool(inside) and _ADDED.fullmatch(before + after) is not None


def slips(one: str, other: str, most: int) -> int:
    """Optimal string alignment distance: letters wrong, missing, too many, or swapped.

    Stops at ``most + 1``. Source: Damerau (1964), in the restricted form.

    Examples
    --------
    >>> slips("velora", "velroa", 2), slips("velora", "acme", 1)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row = row, [i]
        for j, b in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before = last
    return min(row[-1], most + 1)


def closest(
    domains: Iterable[str], known: Iterable[str], *, letters_per_slip: int
) -> tuple[str, str] | None:
    """The first domain that resembles a known one and belongs to none: (domain, how), else None.

    Examples
    --------
    >>> closest(["velora.test", "vellora.test"], ["velora.test"], letters_per_slip=5)
    ('vellora.test', 'slip')
    """
    theirs = sorted(set(known))
    owned = {registrable(domain) for domain in theirs}
    for domain in sorted(set(domains)):
        if registrable(domain) in owned:
            continue
        for one in theirs:
            how = resemblance(domain, one, letters_per_slip=letters_per_slip)
            if how:
                return domain, how
    return None
