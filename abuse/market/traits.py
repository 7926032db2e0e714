"""What differs from market to market: base rates, gaps in the record, how well abuse hides."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.draw import Draw

DEFAULT_SIZE = 3000
# Share of notices that led to a takedown on one marketplace in 2024/25, by the kind of right.
_TAKEDOWN = {"trademark": 0.73, "design": 0.73, "copyright": 0.55, "patent": 0.34}


@dataclass(frozen=True)
class Traits:
    """A market's habits. Shares lie in [0, 1], delays are medians in days.

    size : complaints as a multiple of `DEFAULT_SIZE`
    abundance : abusers as a multiple of what is usual
    takedown : chance that a well-founded claim leads to a takedown, by kind of right
    false_takedown : the same for a false trade mark claim; other kinds in proportion
    answer_true, answer_false : chance that the seller answers a takedown
    missing : share of claims whose outcome nobody recorded
    wrong : share of answered false claims that are decided wrongly
    graded : share of adverse outcomes whose merit a person graded
    camouflage : share of an abuser's complaints that are well-founded
    hidden_ring : chance that a ring shares nothing but its behaviour
    """

    size: float
    abundance: float
    takedown: dict[str, float]
    false_takedown: float
    answer_true: float
    answer_false: float
    missing: float
    wrong: float
    graded: float
    camouflage: float
    hidden_ring: float
    days_to_decide: float

    @classmethod
    def of(cls, seed: int, complaints: int) -> Traits:
        draw = Draw(seed, "traits")
        shift = draw.uniform(-0.06, 0.06)
        return cls(
            size=complaints / DEFAULT_SIZE,
            abundance=draw.uniform(0.5, 1.6),
            takedown={kind: rate + shift for kind, rate in _TAKEDOWN.items()},
            false_takedown=draw.uniform(0.35, 0.6),
            answer_true=draw.uniform(0.03, 0.08),
            answer_false=draw.uniform(0.45, 0.75),
            missing=draw.uniform(0.06, 0.25),
            wrong=draw.uniform(0.05, 0.2),
            graded=draw.uniform(0.3, 0.6),
            camouflage=draw.uniform(0.0, 0.35),
            hidden_ring=0.25,
            days_to_decide=draw.uniform(1.2, 4.0),
        )

    def volume(self, draw: Draw, low: int, high: int) -> int:
        """Complaints of one filer: fewer in a small market, never more in a large one."""
        factor = min(1.0, max(self.size, 0.35))
        return max(2, round(draw.between(low, high) * factor))

    def abusers(self, draw: Draw, low: int, high: int) -> int:
        """How many filers of one pattern there are, at least one."""
        return max(1, round(draw.between(low, high) * self.size * self.abundance))

    def innocents(self, draw: Draw, low: int, high: int) -> int:
        """How many look-alikes of one kind there are, at least one."""
        return max(1, round(draw.between(low, high) * self.size))
