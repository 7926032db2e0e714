"""Near-identical statements: groups of texts that are one text with small changes.

MinHash over word shingles, banded so that only likely pairs are compared. It sees texts, not who
wrote them; who may share words is decided where links are made.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

_PERMUTATIONS = 64
_ROWS = 4
_SHINGLE = 3
_WORDS_READ = 400


def groups(texts: list[str], similarity: float, words: int) -> npt.NDArray[np.int64]:
    """Give each text the number of its group, -1 where it is too short to tell anything.

    Parameters
    ----------
    texts : list of str
        Distinct texts.
    similarity : float
        Least estimated Jaccard similarity of shingles of two texts in one group.
    words : int
        A text of fewer words belongs to no group.

    Returns
    -------
    int array
        The position of the first text of the group.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents.

    Examples
    --------
    >>> a = "these goods bear our mark without leave and deceive buyers who trust us"
    >>> groups([a, a + " dearly", "a quite different and very much shorter sentence"], 0.7, 5)
    array([0, 0, 2])
    """
    shingles = [_shingles(text, words) for text in texts]
    known = [i for i, hashes in enumerate(shingles) if hashes is not None]
    parent = list(range(len(texts)))
    signature = np.zeros((len(texts), _PERMUTATIONS), np.uint64)
    seed = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=_identity)
    for i, hashes in enumerate(shingles):
        if hashes is None:
            continue
        one = seed.copy()
        one.update_batch(hashes)
        signature[i] = one.hashvalues
    for a, b in _candidates(signature, known):
        if np.mean(signature[a] == signature[b]) >= similarity:
            _join(parent, a, b)
    found = np.full(len(texts), -1, np.int64)
    for i in known:
        found[i] = _root(parent, i)
    return found


def _identity(value: int) -> int:
    return value


def _shingles(text: str, words: int) -> list[int] | None:
    tokens = re.findall(r"\w+", text.casefold())[:_WORDS_READ]
    # Chinese is written without spaces: its characters stand for words.
    if len(tokens) < words:
        tokens = list("".join(tokens)) if len("".join(tokens)) >= 2 * words else []
        tokens = tokens if any(ord(c) > 0x2E80 for c in tokens) else []
    if not tokens:
        return None
    last = max(len(tokens) - _SHINGLE + 1, 1)
    return sorted({zlib.crc32(" ".join(tokens[i : i + _SHINGLE]).encode()) for i in range(last)})


def _candidates(signature: npt.NDArray[np.uint64], known: list[int]) -> list[tuple[int, int]]:
    """Pairs that agree in a whole band; in a crowded bucket each is compared with the first."""
    pairs: set[tuple[int, int]] = set()
    for start in range(0, _PERMUTATIONS, _ROWS):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for i in known:
            buckets[signature[i, start : start + _ROWS].tobytes()].append(i)
        for bucket in buckets.values():
            pairs.update((bucket[0], other) for other in bucket[1:])
    return sorted(pairs)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _join(parent: list[int], a: int, b: int) -> None:
    a, b = _root(parent, a), _root(parent, b)
    parent[max(a, b)] = min(a, b)
