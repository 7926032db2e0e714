"""How registers write their numbers: one spelling of each, whoever copied it from wherever.

Only what is certain counts as one: zeros that an office pads with, a country's code before its own
number, the code of a publication behind it, the check digit that follows from the others. Whatever
a letter or a digit might mean beside that keeps two numbers apart, because a filer whose right is
taken for another's can be accused of what it did not do. Sources: the offices' own pages, and WIPO
Standards ST.3 (codes of offices), ST.6 and ST.16 (numbers and kinds of patent documents).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from abuse.identity.keys import bare, narrow

# Codes that an office itself, or everybody, uses for the place where its rights hold.
_SAME_PLACE: Final = {
    ("trademark", "em"): "eu", ("design", "em"): "eu", ("patent", "ep"): "eu",
}  # fmt: skip
# What an office, or everybody, writes before its numbers, as it stands behind "No.".
_PREFIX: Final = (
    "(?:us|uk|gb|eu|em|eutm|ctm|rcd|ep|wo|ir|cn|zl|de|d|des|re|pp|g|w|va|vau|tx|txu|pa|pau|sr|sru)?"
)
# "No. 7", "第7号": words that say that a number follows, or that one ended. Serial numbers of the
# United States have eight digits; with fewer, the word tells them from registrations.
_BEFORE = re.compile(
    rf"(?:reg(?:istration)?|patent|number|no|nr)+(?={_PREFIX}[0-9])"
    r"|serial(?:number|no|nr)?(?=[0-9]{8}$)"
    r"|(?:商标|商標)?(?:注册|註冊)(?:证|證)?(?:[号號]|(?=第))"
    r"|(?:商标|商標|登记|登記|专利|專利)[号號]"
    r"|(?:商標登録|登録|特許)(?:番号|(?=第))|第"
)
_BEHIND = re.compile(r"(?<=[0-9a-z])[号號]$")
_WEIGHTS: Final = {8: (2, 3, 4, 5, 6, 7, 8, 9), 12: (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)}
_SIMPLIFIED: Final = str.maketrans(
    "國滬粵蘇陝贛遼寧雲貴閩魯瓊晉軟記號", "国沪粤苏陕赣辽宁云贵闽鲁琼晋软记号"
)


def place_of(kind: str, jurisdiction: str | None) -> str:
    """Where a right holds, in one spelling; empty where nobody says it.

    Examples
    --------
    >>> place_of("trademark", "UK"), place_of("patent", "EP"), place_of("patent", None)
    ('gb', 'eu', '')
    """
    place = bare(jurisdiction or "")
    return "gb" if place == "uk" else _SAME_PLACE.get((kind, place), place)


@lru_cache(maxsize=100_000)
def number_of(kind: str, jurisdiction: str | None, number: str | None) -> str:
    """A right's number as its register would find it; empty for what holds no number.

    Parameters
    ----------
    kind : str
        ``trademark, copyright, patent, design`` or ``other``.
    jurisdiction : str, optional
        ISO 3166-1 alpha-2, EU or WO. What an office pads or prefixes counts for its own alone.
    number : str, optional
        As it was stated. "n/a", "pending" and zeros alone are none; nor is "pending 2024" where
        the office's own form of a number is known.

    Examples
    --------
    >>> number_of("patent", "CN", "ZL 2020 1 0123456.2"), number_of("patent", "CN", "202010123456")
    ('2020101234562', '2020101234562')
    >>> number_of("copyright", "CN", "国作登字-２０１９-F-00123456")
    '国作登字2019f123456'
    >>> number_of("trademark", "US", "pending 2024"), number_of("trademark", "BR", "0123")
    ('', '0123')
    """
    if number is None or not is_number(number):
        return ""
    plain = _BEHIND.sub("", _without_words(bare(number)))
    place = place_of(kind, jurisdiction)
    office = _OFFICES.get((kind, place)) or _without_code(kind, place)
    return _mark(office, plain, number) if kind == "trademark" else office(plain, number)


def is_number(stated: str | None) -> bool:
    """Whether what stands for a number is one: it has a digit that is not zero.

    Examples
    --------
    >>> [is_number(stated) for stated in ("No. 7", "pending", "0000", None)]
    [True, False, False, False]
    """
    return stated is not None and re.search("[1-9]", narrow(stated)) is not None


def check_digit(body: str) -> str:
    """The digit that a Chinese patent number's 8 or 12 others lead to; ten is x (ZC 0006-2003).

    Examples
    --------
    >>> check_digit("88201465"), check_digit("202010123456")
    ('x', '2')
    """
    rest = sum(int(d) * w for d, w in zip(body, _WEIGHTS[len(body)], strict=True)) % 11
    return "x" if rest == 10 else str(rest)


def _without_words(plain: str) -> str:
    while match := _BEFORE.match(plain):
        plain = plain[match.end() :]
    return plain


def _mark(office: Callable[[str, str], str], plain: str, stated: str) -> str:
    """A mark's number, parted from what may be its classes before or behind.

    "123456-35" may be a mark and its class, or a mark of eight digits: it is neither for sure. So
    are last groups of one or two digits, whatever parts them, since thousands go in threes.
    """
    text = narrow(stated)
    before = re.match(r"[(\[【] *([0-9]{1,2}) *[)\]】]", text.lstrip())
    behind = re.search(r"(?<=[0-9])[a-z]?((?:[\W_]+[0-9]{1,2})+)[\W_]*[号號]?[\W_]*$", text)
    first = before[1] if before else ""
    last = re.findall("[0-9]+", behind[1]) if behind else []
    mark = office(plain.removeprefix(first).removesuffix("".join(last)), stated)
    return "-".join([f"({first}){mark}" if first else mark, *last]) if mark else ""


def _without_code(kind: str, place: str) -> Callable[[str, str], str]:
    """The rule of an office whose forms are not known: its country's code before digits goes."""
    # Works have no office that everybody writes a country's code for.
    code = place if kind in ("trademark", "patent", "design") else ""

    def rule(plain: str, _: str) -> str:
        rest = plain.removeprefix(code)
        return rest if rest[:1].isdecimal() else plain

    return rule


def _unless_words(plain: str) -> str:
    """What fits no form of its office; words with a year or a page ("pending 2024") are none."""
    words = plain.isascii() and re.search("[a-z]{2}", plain) is not None
    return "" if words and len(re.findall("[0-9]", plain)) < 5 else plain


def _joined(*patterns: str) -> Callable[[str, str], str]:
    """A rule that puts a number together from the groups of the first pattern that fits.

    Zeros before digits go where a group's name begins with `n`. What fits none stays as it is,
    unless it is words.
    """
    compiled = [re.compile(pattern) for pattern in patterns]

    def rule(plain: str, _: str) -> str:
        for pattern in compiled:
            if match := pattern.fullmatch(plain):
                parts = match.groupdict(default="").items()
                return "".join(
                    text.lstrip("0") if name.startswith("n") else text for name, text in parts
                )
        return _unless_words(plain)

    return rule


_american_patent_of = _joined(
    r"(?:us)?(?P<kind>re|pp)?(?P<n>[0-9]{1,8})(?:[abc][0-9]?)?",
    r"(?:us)?(?P<published>20[0-9]{9})(?:a[0-9])?",
    r"(?:us)?(?P<letter>d)(?P<n>[0-9]{5,8})(?:s[0-9]?)?",
)


def _american_patent(plain: str, stated: str) -> str:
    # Two digits, a slash and six are an application, whose number means another thing granted.
    if application := re.search("(?<![0-9])([0-9]{1,2})-([0-9]{6})$", _dashed(stated)):
        return f"app{application[1]}{application[2]}"
    # A reissue is told by RE before its number or E behind, a plant patent by PP or P.
    plain = re.sub("^(?:us)?(?:re)?([0-9]+)e[0-9]?$", r"re\1", plain)
    plain = re.sub("^(?:us)?(?:pp)?([0-9]+)p[0-9]?$", r"pp\1", plain)
    return _american_patent_of(plain, stated)


def _chinese_mark(plain: str, _: str) -> str:
    return _unless_words(re.sub(r"^cn(?=g?[0-9])|[号號]?第[0-9]{1,2}[类類]$", "", plain))


def _chinese_patent(plain: str, _: str) -> str:
    plain = re.sub(r"^(?:cn)?(?:zl)?(?=[0-9])", "", plain)
    # Twelve digits that begin with a year and a known kind: the check digit was left out.
    if re.fullmatch(r"20[0-9]{2}[12389][0-9]{7}", plain):
        return plain + check_digit(plain)
    return _unless_words(plain)


_chinese_copyright_of = _joined(
    r"(?P<office>.?作登字)(?P<year>[0-9]{4})(?P<letter>[a-z])(?P<n>[0-9]{1,8})",
    r"(?P<year>[0-9]{4})(?P<letter>sr)(?P<n>[0-9]{6,7})",
)


def _chinese_copyright(plain: str, stated: str) -> str:
    return _chinese_copyright_of(plain.translate(_SIMPLIFIED), stated)


def _european_design(plain: str, stated: str) -> str:
    plain = re.sub(r"^(?:rcd|em|eu)(?=[0-9])", "", plain)
    whole = re.fullmatch(r"([0-9]{9})([0-9]{4})", plain)
    split = re.fullmatch(r"(?:rcd|em|eu)?([0-9]{1,9})-([0-9]{1,4})", _dashed(stated))
    match = whole or split
    return f"{int(match[1])}-{int(match[2])}" if match else _unless_words(plain)


def _dashed(stated: str) -> str:
    """The number with its dashes and slashes, each as one dash, and nothing else between."""
    dashed = re.sub(r"[/\\_\u2010-\u2015\u2044\u2212\u2215]", "-", narrow(stated))
    return re.sub(r"[^\w-]+|[号號]$", "", dashed)


# (kind, place): a rule that takes the bare number, and the number as stated.
_OFFICES: Final[dict[tuple[str, str], Callable[[str, str], str]]] = {
    ("trademark", "us"): _joined(r"(?:us)?(?P<n>[0-9]{1,7})", r"(?:us)?(?P<serial>[0-9]{8})"),
    ("trademark", "eu"): _joined(r"(?:eutm|ctm|em|eu)?(?P<n>[0-9]{1,9})"),
    ("trademark", "gb"): _joined(r"(?:uk|gb)?(?P<n>[0-9]{1,11})(?P<letter>[a-z]?)"),
    ("trademark", "wo"): _joined(r"(?:wo|ir)?(?P<n>[0-9]{1,7})(?P<letter>[a-z]?)"),
    ("trademark", "cn"): _chinese_mark,
    ("design", "us"): _joined(r"(?:us)?(?P<letter>d)(?:es)?(?P<n>[0-9]{5,8})(?:s[0-9]?)?"),
    ("design", "eu"): _european_design,
    ("design", "cn"): _chinese_patent,
    ("patent", "us"): _american_patent,
    ("patent", "eu"): _joined(r"(?:ep)?(?P<n>[0-9]{1,7})(?:[abc][0-9]?)?"),
    ("patent", "cn"): _chinese_patent,
    ("copyright", "us"): _joined(r"(?P<prefix>[a-z]{1,3})(?P<n>[0-9]{1,10})"),
    ("copyright", "cn"): _chinese_copyright,
}
