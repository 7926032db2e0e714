"""What differs from market to market: size, base rates, gaps in the record, how well abuse hides.

What people sell, hold and buy is in `tastes`.
"""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.draw import Draw

USUAL_SIZE = 3000
# A market whose size is not given has from so many complaints to so many.
_SIZES = (1500, 6000)
# Share of notices that led to a takedown on one marketplace in 2024/25, by the kind of right.
_TAKEDOWN = {"trademark": 0.73, "design": 0.73, "copyright": 0.55, "patent": 0.34}


@dataclass(frozen=True)
class Traits:
    """A market's habits. Shares lie in [0, 1], delays are medians in days.

    size : complaints as a multiple of `USUAL_SIZE`
    abuse : share of all complaints that abusers file
    takedown : chance that a well-founded claim leads to a takedown, by basis
    false_takedown : the same for a false trade mark claim; other bases in proportion
    heard_first : chance that the seller is asked before the decision
    answer_true, answer_false : chance that a seller answers, times its diligence
    missing : share of claims whose outcome nobody recorded
    wrong : share of answered false claims that are decided wrongly
    graded : share of adverse outcomes whose merit a person graded
    mistaken : share of grades given to the wrong side
    harsh : chance that an honest error is graded manifestly unfounded
    sure : the same for a false claim made in bad faith
    camouflage : no abuser files a larger share of well-founded complaints
    hidden_ring : chance that a ring shares nothing but its behaviour
    slow_ring : chance that a ring takes its time
    late : share of decisions that take months
    crowding : how far victims of copies look at the popular shops first
    """

    size: float
    abuse: float
    takedown: dict[str, float]
    false_takedown: float
    heard_first: float
    answer_true: float
    answer_false: float
    missing: float
    wrong: float
    graded: float
    mistaken: float
    harsh: float
    sure: float
    camouflage: float
    hidden_ring: float
    slow_ring: float
    days_to_decide: float
    late: float
    crowding: float

    @classmethod
    def of(cls, seed: int, complaints: int) -> Traits:
        draw = Draw(seed, "traits")
        return cls(
            size=complaints / USUAL_SIZE,
            abuse=draw.uniform(0.055, 0.245),
            takedown=_rates(draw),
            false_takedown=draw.uniform(0.2, FALSE_TAKEDOWN_MOST),
            heard_first=draw.uniform(0.0, 0.5),
            answer_true=draw.uniform(0.02, 0.1),
            answer_false=draw.uniform(0.3, 0.8),
            missing=draw.uniform(0.05, 0.4),
            wrong=draw.uniform(0.05, 0.25),
            graded=draw.uniform(0.05, 0.6),
            mistaken=draw.uniform(0.03, 0.12),
            harsh=draw.uniform(0.02, 0.1),
            sure=draw.uniform(0.2, 0.65),
            camouflage=draw.uniform(0.25, 0.6),
            hidden_ring=0.5,
            slow_ring=0.4,
            days_to_decide=draw.uniform(1.0, 9.0),
            late=draw.uniform(0.02, 0.2),
            crowding=draw.uniform(0.0, 0.7),
        )

    def volume(self, draw: Draw, low: int, high: int) -> int:
        """Complaints of one filer: fewer in a small market, never more in a large one."""
        factor = min(1.0, max(self.size, 0.35))
        return max(2, round(draw.between(low, high) * factor))

    def innocents(self, draw: Draw, low: int, high: int) -> int:
        """How many look-alikes of one kind there are, at least one."""
        return max(1, round(draw.between(low, high) * self.size))

    def hide(self, draw: Draw) -> float:
        """The share of an abuser's complaints that are well-founded: often none."""
        return 0.0 if draw.chance(0.35) else draw.uniform(0.04, self.camouflage)


# Of false claims that nobody answers, no larger share is taken down.
FALSE_TAKEDOWN_MOST = 0.6


def usual_size(seed: int) -> int:
    """How many complaints a market has where nobody says."""
    low, high = _SIZES
    ratio: float = (high / low) ** Draw(seed, "size").unit()
    return round(low * ratio)


def _rates(draw: Draw) -> dict[str, float]:
    """Takedown rates by basis: the published ones, as far off as platforms differ."""
    shift = draw.uniform(-0.06, 0.06)
    rates = {
        kind: rate + shift + draw.uniform(-0.05, 0.05) for kind, rate in sorted(_TAKEDOWN.items())
    }
    # A fake is plainer to see than a mark too near.
    rates["counterfeit"] = rates["trademark"] + draw.uniform(0.0, 0.08)
    rates["trademark"] -= draw.uniform(0.0, 0.08)
    rates["unauthorised_channel"] = rates["trademark"] * draw.uniform(0.35, 0.7)
    return rates
