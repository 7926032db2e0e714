"""How well copies of a paper are told from other certificates on its form.

    python -m tests.bench.near_papers

Prints the rows of the table in docs/near-papers.md.
"""

from __future__ import annotations

import random
import sys
import time
from itertools import combinations

from complaints.papers import likeness
from complaints.papers.likeness import Look
from tests.papers.certificates import certificate, copies, png

PAPERS, PAIRS = 16, 30

SIZES = {"number": "16 points", "day": "14 points", "until": "10 points"}
DAYS = ("20{}1年11月12日", "2011年11月1{}日")
FRAMES = {"number": ("12{}45670", "1234567{}"), "day": DAYS, "until": DAYS}


def main() -> None:
    began = time.perf_counter()
    papers = [certificate(seed) for seed in range(PAPERS)]
    looks = [_look(png(page)) for page in papers]
    for way in copies(papers[0]):
        copied = [_look(copies(page)[way]) for page in papers[: PAPERS // 2]]
        _say(f"copy, {way}", list(zip(looks, copied, strict=False)))
    _say("another certificate on the form", list(combinations(looks, 2)))
    draw = random.Random(1)
    for what, said in SIZES.items():
        _say(f"one digit differs, {said}", [_near(draw, what) for _ in range(PAIRS)])
    _out(f"{time.perf_counter() - began:.0f} s")


def _near(draw: random.Random, what: str) -> tuple[Look, Look]:
    """Two certificates that differ in one digit, the second come again in one way or another."""
    seed, digits = draw.randrange(10**6), draw.sample("0123456789", 2)
    frame = draw.choice(FRAMES[what])
    one, other = (certificate(seed, **{what: frame.format(digit)}) for digit in digits)
    way = draw.choice(sorted(copies(other)))
    return _look(png(one)), _look(copies(other)[way])


def _look(data: bytes) -> Look:
    seen = likeness.features_of(data, "image/png")
    assert seen is not None
    return seen


def _say(what: str, pairs: list[tuple[Look, Look]]) -> None:
    far = [likeness.distance(one.hash, other.hash) for one, other in pairs]
    near = [pair for pair, bits in zip(pairs, far, strict=True) if bits <= likeness.HASH_NEAR]
    linked = sum(likeness.are_same(*pair) for pair in near)
    _out(f"| {what} | {len(pairs)} | {min(far)} to {max(far)} | {len(near)} | {linked} |")


def _out(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
