"""Near-identical statements: groups of texts that are one text with small changes.

MinHash over word shingles, banded so that only likely pairs are compared. It sees texts and whose
they are, so that what one owner says again and again counts for nothing; who may share words is
decided where links are made.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from datasketch import MinHash
from scipy import sparse
from scipy.sparse import csgraph

from abuse.arrays import Ints, distinct

Hashes = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint32]

_PERMUTATIONS = 64
_ROWS = 4
_WORDS_READ = 200
_LOW = np.uint64((1 << 32) - 1)
# Chinese and Japanese are written without spaces: their characters stand for words.
_SIGN = r"([\p{Han}\p{Hiragana}\p{Katakana}])"
_NO_WORD = r"[^\p{L}\p{N}]+"


def groups(
    texts: Sequence[str] | pa.StringArray, owners: Ints, similarity: float, words: int
) -> Ints:
    """Give each text the number of its group, -1 where it can tell nothing.

    Parameters
    ----------
    texts : sequence of str
        Distinct for each owner; several owners may have the same.
    owners : int array
        Whose text it is. A text that no other owner comes near belongs to no group.
    similarity : float
        Least estimated Jaccard similarity of shingles of two texts in one group.
    words : int
        A text of fewer words belongs to no group; two characters count as a word.

    Returns
    -------
    int array
        The position of the first text of the group.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents; Leskovec, Rajaraman and Ullman
    (2014), Mining of Massive Datasets, chapter 3, for the bands.

    Examples
    --------
    >>> a = "these goods bear our mark without leave and deceive buyers who trust us"
    >>> other = "a quite different and very much shorter sentence"
    >>> groups([a, a + " dearly", other], np.array([0, 1, 2]), 0.7, 5)
    array([ 0,  0, -1])
    >>> groups([a, a + " dearly"], np.array([0, 0]), 0.7, 5)
    array([-1, -1])
    """
    group = np.full(len(texts), -1, np.int64)
    if not len(texts):
        return group
    shingles, row = _shingles(pa.array(texts, pa.string()), words)
    known = _shared(shingles, row, owners, similarity)
    if len(known):
        kept = np.isin(row, known)
        starts = np.flatnonzero(np.diff(row[kept], prepend=-1))
        group[known] = known[_joined(signatures(shingles[kept], starts), similarity)]
    return group


def _shingles(texts: pa.StringArray, words: int) -> tuple[Hashes, Ints]:
    """Distinct 32-bit shingles of three words, and the text of each, by text."""
    plain = pc.utf8_lower(texts)
    plain = pc.replace_substring_regex(plain, pattern=_SIGN, replacement=r" \1 ")
    plain = pc.utf8_trim_whitespace(
        pc.replace_substring_regex(plain, pattern=_NO_WORD, replacement=" ")
    )
    split = pc.list_slice(pc.split_pattern(plain, " "), 0, _WORDS_READ)
    text = pc.list_parent_indices(split).to_numpy().astype(np.int64)
    coded = pc.list_flatten(split).dictionary_encode()
    vocabulary = coded.dictionary.to_pylist()
    hashed = np.array([zlib.crc32(word.encode()) for word in vocabulary], np.uint64)
    signs = [len(word) == 1 and ord(word) > 0x2E80 for word in vocabulary]
    weight = np.where(np.array(signs, bool), 0.5, 1.0)
    token = coded.indices.to_numpy()
    length = np.bincount(text, weights=weight[token], minlength=len(texts))
    starts = np.flatnonzero(text[2:] == text[:-2]) if len(text) > 2 else np.empty(0, np.int64)
    starts = starts[length[text[starts]] >= words]
    word = hashed[token]
    mixed = word[starts] * np.uint64(31) + word[starts + 1]
    mixed = ((mixed & _LOW) * np.uint64(0x9E3779B1) + word[starts + 2]) & _LOW
    pairs = distinct((text[starts] << 32) | mixed.astype(np.int64))
    return pairs.astype(np.uint64) & _LOW, pairs >> 32


def _shared(shingles: Hashes, row: Ints, owners: Ints, similarity: float) -> Ints:
    """Texts that share enough shingles with other owners' texts; only these can have a near one."""
    order = np.argsort(shingles, kind="stable")
    starts = np.flatnonzero(np.diff(shingles[order], prepend=np.uint64(1 << 40)))
    if not len(starts):
        return np.empty(0, np.int64)
    owner = owners[row[order]]
    many = np.minimum.reduceat(owner, starts) < np.maximum.reduceat(owner, starts)
    common = np.empty(len(order), bool)
    common[order] = np.repeat(many, np.diff(np.r_[starts, len(order)]))
    shared = np.bincount(row, weights=common)
    enough: Ints = np.flatnonzero((shared > 0) & (shared >= similarity * np.bincount(row)))
    return enough


def signatures(shingles: Hashes, starts: Ints) -> Signatures:
    """MinHash signatures, one row a text; `starts` is where each text's shingles begin.

    The values are those of `datasketch.MinHash` with seed 1, computed for all texts at once.
    """
    a, b = MinHash(num_perm=_PERMUTATIONS, seed=1, scheme="affine32").permutations
    mixed = shingles.astype(np.uint32)
    # The finaliser of MurmurHash3: without it an affine permutation keeps neighbours together.
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        mixed ^= mixed >> np.uint32(shift)
        mixed *= np.uint32(factor)
    mixed ^= mixed >> np.uint32(16)
    out = np.empty((len(starts), _PERMUTATIONS), np.uint32)
    for column in range(_PERMUTATIONS):
        out[:, column] = np.minimum.reduceat(mixed * a[column] + b[column], starts)
    return out


def _joined(signature: Signatures, similarity: float) -> Ints:
    """The first text of each text's group; in a crowded band each is compared with the first."""
    n = len(signature)
    pairs = []
    for start in range(0, _PERMUTATIONS, _ROWS):
        band = np.zeros(n, np.uint64)
        for column in range(start, start + _ROWS):
            band = (band ^ signature[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            band ^= band >> np.uint64(29)
        _, first, bucket = np.unique(band, return_index=True, return_inverse=True)
        other = np.flatnonzero(first[bucket] != np.arange(n))
        pairs.append(np.stack([first[bucket[other]], other]))
    a, b = np.unique(np.concatenate(pairs, axis=1), axis=1)
    near = np.mean(signature[a] == signature[b], axis=1) >= similarity
    graph = sparse.coo_array((np.ones(near.sum()), (a[near], b[near])), shape=(n, n))
    _, group = csgraph.connected_components(graph, directed=False)
    _, first = np.unique(group, return_index=True)
    named: Ints = first[group]
    return named
