"""Near-identical texts: groups, whose they are, and the signatures against datasketch's own."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
from datasketch import MinHash

from abuse.linking.texts import _shingles, groups, signatures

BASE = " ".join(f"word{i}" for i in range(60))
NEAR = BASE.replace("word30", "other")
ELSE = " ".join(f"else{i}" for i in range(60))


def test_near_identical_texts_of_two_owners_meet_and_others_do_not() -> None:
    texts = [BASE, NEAR, ELSE, "short", BASE.upper() + "!"]
    assert groups(texts, np.arange(5), 0.8, 10).tolist() == [0, 0, -1, -1, 0]


def test_what_one_owner_says_again_and_again_is_its_own() -> None:
    assert groups([BASE, NEAR, ELSE], np.array([4, 4, 9]), 0.8, 10).tolist() == [-1, -1, -1]
    assert groups([BASE, NEAR, BASE], np.array([4, 4, 9]), 0.8, 10).tolist() == [0, 0, 0]


def test_chinese_texts_are_read_by_character() -> None:
    one = "本公司为上述商标的合法权利人,该链接销售的商品未经授权,侵犯了本公司的注册商标专用权"
    texts = [one, one + "。请删除", "完全不同的一段话" * 5]
    assert groups(texts, np.arange(3), 0.7, 10).tolist() == [0, 0, -1]


def test_a_text_of_too_few_words_tells_nothing() -> None:
    texts = ["please remove these copies", "please remove these copies"]
    assert groups(texts, np.arange(2), 0.8, 5).tolist() == [-1, -1]
    assert groups(texts, np.arange(2), 0.8, 4).tolist() == [0, 0]
    assert groups(["侵权商品请删除"] * 2, np.arange(2), 0.8, 4).tolist() == [-1, -1]
    assert groups([], np.empty(0, np.int64), 0.8, 5).tolist() == []


def test_signatures_are_those_of_datasketch() -> None:
    shingles, row = _shingles(pa.array([BASE, NEAR, ELSE]), 5)
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    signature = signatures(shingles, starts)
    for text in range(3):
        oracle = MinHash(num_perm=64, seed=1, hashfunc=int)
        oracle.update_batch(shingles[row == text].astype(int).tolist())
        assert signature[text].tolist() == oracle.hashvalues.tolist()


def test_the_groups_are_those_of_all_pairs() -> None:
    draw = random.Random(3)
    texts = []
    for family in range(12):
        words = [f"f{family}w{i}" for i in range(80)]
        for _ in range(6):
            changed = list(words)
            for _ in range(draw.randrange(3)):
                changed[draw.randrange(80)] = "other"
            texts.append(" ".join(changed))
    draw.shuffle(texts)
    found = groups(texts, np.arange(len(texts)), 0.6, 10)
    for a, one in enumerate(texts):
        for b, two in enumerate(texts):
            assert (found[a] == found[b]) == (family_of(one) == family_of(two))


def family_of(text: str) -> str:
    """The family that a text's words name."""
    return next(word for word in text.split() if word != "other").split("w")[0]
