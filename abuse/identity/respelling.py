"""Whether two numbers may be one right's that was typed otherwise: a reason to ask, never proof.

`registers` leaves out what is certain to mean nothing; who wants to be unknown adds what is not: a
zero in front, `TM`, a class behind a slash, another kind, no jurisdiction. What this finds is shown
to a person. Nothing is refused and nobody is bound by it.
"""

from __future__ import annotations

import re
from typing import Final

from abuse.identity.keys import bare, narrow, short

# Numbers of fewer digits are shared by rights of many offices.
LEAST: Final = 5
# What people and offices write before a number, and what says no more than that one follows. Other
# letters (G, D, RE, VA) tell one register's numbers from another's, and stay.
_BEFORE = re.compile(
    "^(?:tm|rtm|trademark|mark|application|app|registered|registration|reg|certificate|cert"
    "|number|num|nr|no|us|uk|gb|eu|em|eutm|ctm|rcd|ep|wo|ir|cn|zl|第|商标|商標|注册|註冊|申请|申請"
    "|登记|登記|登録|专利|專利|证|證|[号號]|码|碼)(?=.*[0-9])"
)
# A class or a part behind the number: "/001", "(35)", "第35类", "class 35".
_BEHIND = re.compile(
    r"(?:(?<=[0-9]{5})(?:\s*[/\\\u2044\u2215]\s*[0-9]{1,3}|[\s_\-(\[【]+[0-9]{1,2})"
    r"|[\W_]*(?:class|cl)\W*[0-9]{1,2}|[号號]?\W*第?[0-9]{1,2}[类類])\W*$"
)
_NUMBER = re.compile(r"([^\W\d]*)0*([0-9]+)(\w*)")


def bare_number(stated: str | None) -> str | None:
    """A number without all that may have been added to it; None for what is too short to compare.

    Examples
    --------
    >>> {bare_number(stated) for stated in ("1234567", "01234567", "TM-1234567/001", "CN 1234567")}
    {'1234567'}
    >>> bare_number("G1234567"), bare_number("VA 1-234-567"), bare_number("No. 77")
    ('g1234567', 'va1234567', None)
    """
    text = _BEHIND.sub("", narrow(stated or ""))
    plain = re.sub("(?:[号號]|tm)$", "", bare(text))
    while rest := _BEFORE.match(plain):
        plain = plain[rest.end() :]
    if match := _NUMBER.fullmatch(plain):
        plain = "".join(match.groups())
    return short(plain) if len(re.findall("[0-9]", plain)) >= LEAST else None


def may_be_one(key: str, other: str) -> bool:
    """Whether two keys of rights (`rights.right_key`) with one bare number may mean one right.

    Kind and place agree, or one of the two leaves them open: `other` is no kind in particular.

    Examples
    --------
    >>> may_be_one("trademark|cn|1234567", "other||1234567")
    True
    >>> may_be_one("trademark|cn|1234567", "trademark|us|1234567")
    False
    """
    kind, place, *_ = key.split("|")
    other_kind, other_place, *_ = other.split("|")
    return (kind == other_kind or "other" in (kind, other_kind)) and (
        place == other_place or "" in (place, other_place)
    )
