"""Whom people look at beside those whom a scan puts before them: some by how unsure it is of them.

Arrays in, arrays out; who could be drawn, and what becomes of it, is the caller's.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Floats, Ints


def doubt_chances(score: Floats, number: int) -> Floats:
    """Each filer's chance to be drawn, in proportion to how unsure its score is.

    Parameters
    ----------
    score : float array
        Probabilities of abuse. Of 0 and of 1 a scan is sure: such a filer is not drawn.
    number : int
        How many are to be drawn, which the chances sum to; all of whom a scan is unsure where
        they are not more.

    Returns
    -------
    float array
        From 0 to 1.

    Notes
    -----
    How unsure a score p is, is the variance p(1 - p) of what it says; where a chance would be above
    1 that filer is drawn for certain, and the others share what is left.

    References
    ----------
    Lewis and Gale (1994), A sequential algorithm for training text classifiers, SIGIR.

    Examples
    --------
    >>> doubt_chances(np.array([0.5, 0.1, 0.1, 0.0]), 1).round(3).tolist()
    [0.581, 0.209, 0.209, 0.0]
    >>> doubt_chances(np.array([0.5, 0.01, 0.01]), 2).tolist()
    [1.0, 0.5, 0.5]
    """
    doubt = score * (1 - score)
    sure = np.zeros(len(score), bool)
    while True:
        left = np.where(sure, 0.0, doubt)
        total = left.sum()
        if total <= 0:
            return sure.astype(np.float64)
        chance: Floats = np.where(sure, 1.0, (number - sure.sum()) * left / total)
        above = (chance > 1) & ~sure
        if not above.any():
            return chance
        sure |= above


def draw_by_chance(chance: Floats, start: float) -> Ints:
    """Draw so that each is drawn with its own chance: the places of the drawn.

    Parameters
    ----------
    chance : float array
        From 0 to 1, in an order that is random itself.
    start : float
        Random, from 0 to below 1.

    References
    ----------
    Madow (1949), On the theory of systematic sampling, II, Ann. Math. Statist. 20, 333-354.

    Examples
    --------
    >>> draw_by_chance(np.array([0.5, 0.5, 1.0]), 0.7).tolist()
    [1, 2]
    """
    # Rounded, so that a sum of chances that makes a whole number is one.
    along = np.round(np.r_[0.0, np.cumsum(chance)], 9)
    drawn: Ints = np.flatnonzero(np.diff(np.ceil(along - start)) > 0)
    return drawn


def chance_of_either(at_random: float, by_doubt: Floats) -> Floats:
    """The chance to be drawn in either of two draws that do not ask each other.

    Its inverse is for how many filers one that was drawn stands (Horvitz and Thompson 1952).

    Examples
    --------
    >>> chance_of_either(0.5, np.array([0.0, 0.5])).tolist()
    [0.5, 0.75]
    """
    chance: Floats = 1 - (1 - at_random) * (1 - by_doubt)
    return chance
