"""Which new passwords are refused: too short for whom they are, or guessed early by a stranger.

zxcvbn estimates the guesses (Wheeler: zxcvbn, low-budget password strength estimation, USENIX
Security 2016), knowing what a stranger knows: name, address, and the words of this house.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable

from complaints.rules.logins.accounts import AccountRole

SHORTEST = 10
SHORTEST_OF_STAFF = 12
# Of zxcvbn's scores, 0 to 4: from 3 on it takes 10^8 guesses and more.
LEAST_SCORE = 3
# The characters that are judged: with the next ones the time grows, and no score falls.
JUDGED = 72
# What a stranger tries here first, beside the English words that zxcvbn knows: words of this house,
# and what Chinese passwords are made of most.
HOUSE = (
    "cleanhands", "clean-hands", "reviewer", "supervisor", "boycott", "complaint",
    "woaini", "woaini1314", "5201314", "1314520", "147258369", "woai", "aini", "mima", "nihao",
    "zhongguo", "beijing", "shanghai", "taobao", "alibaba", "zhifubao", "baobei", "laopo",
    "laogong", "xiaoming", "zhangwei", "wangwei", "wangfang", "liwei", "wangxiuying", "zhanglei",
    "zhangmin", "密码", "安全", "管理员", "审核员", "我爱你", "我爱", "你好", "中国", "万岁",
    "中华人民共和国", "中华", "人民", "共和国", "床前明月光", "疑是地上霜",
)  # fmt: skip
# With more different signs that can stand for letters, zxcvbn tries so many readings of them that
# one password takes seconds. The rare ones are then read as the common one of the same letter.
MOST_SIGNS = 9
COMMON_SIGNS = str.maketrans("{[<@!|$+", "(((41157")

# zxcvbn keeps what it was given of a person in a table of its own, shared by all threads.
_one_at_a_time = threading.Lock()


def shortest(role: AccountRole | None) -> int:
    """Return the fewest characters of a password for this role; None is somebody who signs up."""
    return SHORTEST_OF_STAFF if role is not None and role.is_staff else SHORTEST


def is_easy(password: str, about: Iterable[str]) -> bool:
    """Say whether a stranger who knows `about`, names and addresses, would guess it early.

    >>> is_easy("Password123!", []), is_easy("kim.lee.2026", ["kim.lee@example.com"])
    (True, True)
    >>> is_easy("correct horse battery", ["kim@example.com"])
    False
    """
    # Loaded where it is used, with its lists of words: a service that starts is given no password.
    from zxcvbn import zxcvbn
    from zxcvbn.matching import L33T_TABLE

    judged = password[:JUDGED]
    signs = {sign for signs in L33T_TABLE.values() for sign in signs}
    if len(signs & set(judged)) > MOST_SIGNS:
        judged = judged.translate(COMMON_SIGNS)
    with _one_at_a_time:
        score: int = zxcvbn(judged, user_inputs=[*_words(about), *HOUSE])["score"]
    return score < LEAST_SCORE


def _words(about: Iterable[str]) -> list[str]:
    """Return names and addresses, mailboxes and the words in both: what is likelier first."""
    texts = [part for text in about for part in (text, text.partition("@")[0])]
    split = [re.split(r"[\W_]+", text) for text in texts]
    joined = ["".join(parts) for parts in split]
    words = [*texts, *joined, *(part for parts in split for part in parts)]
    return [word for word in dict.fromkeys(words) if len(word) > 2]
