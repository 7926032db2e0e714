"""What a claim's own outcome says of it: the log-odds that it was unfounded.

A refusal alone says little where most claims of a right are refused, and a takedown that nobody
answered says little too. How much each outcome says is learnt from the market itself, starting from
published rates. It reads outcomes and grades and nothing else; whose claim it is does not matter
here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.outcomes.influence import claim_influence
from abuse.outcomes.sellers import witness
from abuse.outcomes.shares import UNFOUNDED
from abuse.record.view import MERIT, STATE, View

OUTCOMES: Final = (
    "open", "taken down", "refused", "reinstated", "stood", "dropped when answered",
    "withdrawn before", "gone", "answered",
)  # fmt: skip
_O = {name: code for code, name in enumerate(OUTCOMES)}
# Takedowns among notices of one marketplace, 2024/25, by right; for other rights their mean.
_TAKEDOWN: Final = {"trademark": 0.73, "design": 0.73, "copyright": 0.55, "patent": 0.34}
_OTHER: Final = 0.6
# Chances that start the count, of a founded and of an unfounded claim: a takedown (as a part of the
# founded one's), then an answer to it; after the answer to stand, to be reinstated, to be dropped
# (the rest is pending); to be withdrawn by oneself; to find nothing on sale.
_FOUNDED: Final = (1.0, 0.07, (0.65, 0.20, 0.10), 0.03, 0.06)
_UNFOUNDED: Final = (0.7, 0.50, (0.20, 0.40, 0.30), 0.06, 0.04)
# What these weigh, in claims: a small market leans on them, a large one speaks for itself.
_PUBLISHED: Final = 300.0
# What a person's grade says, one in twelve of which is taken to be mistaken.
_GRADE: Final = {"founded": -2.4, "unfounded": 2.4, "manifestly_unfounded": 3.4}
# A takedown tells something only once the seller has had this long to answer it.
_TIME_TO_ANSWER: Final = np.timedelta64(21, "D")
_ROUNDS = 3
# Rounds until a filer's share and the chances of its claims agree. With fewer rounds a filer all of
# whose claims are refused would pass for honest, and would teach that well-founded claims are
# refused.
_SHARE_ROUNDS = 10


# What became of claims that the seller answered; their listing had been taken down.
_FATES: Final = ("reinstated", "stood", "dropped when answered", "answered")
_ANSWERED: Final = [_O[name] for name in _FATES]


@dataclass(frozen=True)
class Verdicts:
    """One entry a claim.

    Attributes
    ----------
    outcome : ints
        Index into `OUTCOMES`.
    log_odds : floats
        Natural log of P(outcome and grade | unfounded) / P(same | founded); 0 where nothing is
        known.
    undecided : floats
        The part of it that rests on a seller's word alone: an answer that nobody has decided.
    stratum : ints, one entry a complaint
        Its right and basis, as a row of `unnamed`.
    unnamed : floats, one entry a stratum
        What a refusal says of which no claim is named: by published rates alone, because a record
        that names no refused claim cannot teach how often well-founded ones are refused.
    """

    outcome: Ints
    log_odds: Floats
    undecided: Floats
    stratum: Ints
    unnamed: Floats


def outcome_of(view: View) -> Ints:
    """Index into `OUTCOMES` of each claim."""
    out = np.zeros(view.n_claims, np.int64)
    quiet = view.upheld & ~view.answered
    out[quiet & (view.as_of - view.removed_at > _TIME_TO_ANSWER)] = _O["taken down"]
    out[view.upheld & view.answered] = _O["stood"]
    out[view.state == STATE["rejected"]] = _O["refused"]
    out[view.state == STATE["reinstated"]] = _O["reinstated"]
    out[view.withdrawn] = _O["withdrawn before"]
    out[view.withdrawn_after_answer] = _O["dropped when answered"]
    out[view.state == STATE["moot"]] = _O["gone"]
    out[view.state == STATE["countered"]] = _O["answered"]
    return out


def read_verdicts(view: View) -> Verdicts:
    """Learn what each outcome says by right and basis, and say it of each claim.

    Parameters
    ----------
    view : View

    Notes
    -----
    Dawid and Skene's estimation of error rates by expectation and maximisation, with the desk and
    each seller as observers, each filer with a share of unfounded claims of its own, and few rounds
    from an informed start, so that the two classes cannot change places. An outcome is read in
    steps: what the desk did, whether the seller answered (`abuse.outcomes.sellers` says what that
    seller's answers are worth), what came of the answer. Each step is held to its order: a takedown
    and an answer that failed never speak against the filer, a refusal and a reinstatement never for
    it, and one party moves no rate by much (`abuse.outcomes.influence`). It may wrong filers of a
    kind of right whose well-founded claims are refused much more often than published rates say,
    until the market has shown so.

    References
    ----------
    Dawid and Skene (1979), Maximum likelihood estimation of observer error-rates using the EM
    algorithm, J. R. Statist. Soc. C 28, 20-28; Barlow et al. (1972), Statistical inference under
    order restrictions.
    """
    outcome = outcome_of(view)
    kind, stratum = view.complaint_kind + 1, view.complaint_stratum
    kind_of = np.zeros(int(stratum.max(initial=-1)) + 1, np.int64)
    kind_of[stratum] = kind
    start = _start(view.right_kinds)
    tables = [rates[kind_of] for rates in start]
    unnamed = np.log(tables[1] / tables[0])[:, _O["refused"]]
    known = np.flatnonzero(outcome)
    cell = stratum[view.complaint[known]] * len(OUTCOMES) + outcome[known]
    weight = claim_influence(view, known)
    reading = _Reading(view, outcome, stratum[view.complaint], _grades(view))
    for _ in range(_ROUNDS):
        bad = reading.bad(tables)[known]
        tables = [
            _learnt(first, _PUBLISHED, kind_of, cell, part * weight)
            for first, part in zip(start, (1 - bad, bad), strict=True)
        ]
    # Claims named beside refused ones that are not passed the same desk.
    passed = (outcome == 0) & (view.complaint_unlisted[view.complaint] > 0)
    outcome = np.where(passed, _O["taken down"], outcome)
    reading = replace(reading, outcome=outcome)
    log_odds, undecided = reading.log_odds(tables)
    return Verdicts(outcome, log_odds, undecided, stratum, unnamed)


@dataclass(frozen=True)
class _Reading:
    """What is known of each claim, to be read by tables of chances (founded, unfounded)."""

    view: View
    outcome: Ints
    stratum: Ints
    grade: Floats

    def bad(self, tables: list[Floats]) -> Floats:
        """Chance that each claim is unfounded, its seller's answer heard."""
        log_odds, _ = self.log_odds(tables)
        return _expected(self.view, log_odds, self.outcome > 0, UNFOUNDED)

    def log_odds(self, tables: list[Floats]) -> tuple[Floats, Floats]:
        """What outcome and grade say, and the part of it that is an answer which nobody decided."""
        by_desk, rates = _by_desk(*tables)
        known = by_desk[self.stratum, self.outcome] + self.grade
        answered = np.isin(self.outcome, _ANSWERED)
        down = answered | (self.outcome == _O["taken down"])
        bad = _expected(self.view, known, self.outcome > 0, UNFOUNDED)
        said = witness(self.view, answered, down, bad, rates, self.stratum)
        first = by_desk[self.stratum, _O["taken down"]]
        log_odds = np.where(self.outcome == _O["taken down"], known + said.silent, known)
        borne_out = np.isin(self.outcome, [_O["reinstated"], _O["dropped when answered"]])
        log_odds = np.where(borne_out, log_odds + said.answered, log_odds)
        # A listing that was put back is no success of the filer's, however little the seller's
        # answers say.
        lost = np.maximum(log_odds, self.grade)
        log_odds = np.where(self.outcome == _O["reinstated"], lost, log_odds)
        # An answer that failed was heard: the takedown says no less than one that nobody contested.
        heard = np.minimum(known + said.answered, first + self.grade)
        log_odds = np.where(self.outcome == _O["stood"], heard, log_odds)
        undecided = np.where(self.outcome == _O["answered"], said.answered * said.borne_out, 0.0)
        return log_odds + undecided, undecided


def _by_desk(founded: Floats, unfounded: Floats) -> tuple[Floats, tuple[Floats, Floats]]:
    """Log-odds of each outcome but for the answer itself, and how often claims are answered.

    Of an answered claim: what the takedown says and what came after the answer.
    """
    answered = [table[:, _ANSWERED].sum(axis=1) for table in (founded, unfounded)]
    silent = [table[:, _O["taken down"]] for table in (founded, unfounded)]
    down = [one + other for one, other in zip(answered, silent, strict=True)]
    ratio = np.log(unfounded / founded)
    first = np.minimum(np.log(down[1] / down[0]), 0.0)
    after = ratio[:, _ANSWERED] - np.log(answered[1] / answered[0])[:, None]
    ratio[:, _ANSWERED] = after
    for name in ("reinstated", "dropped when answered", "refused"):
        ratio[:, _O[name]] = np.maximum(ratio[:, _O[name]], 0.0)
    ratio[:, _O["stood"]] = np.minimum(ratio[:, _O["stood"]], 0.0)
    # Who takes a claim back unasked has seen its error: that is not held against it.
    ratio[:, [_O["open"], _O["withdrawn before"], _O["taken down"], _O["answered"]]] = 0.0
    ratio[:, [*_ANSWERED, _O["taken down"]]] += first[:, None]
    return ratio, (answered[0] / down[0], answered[1] / down[1])


def _start(kinds: list[str]) -> tuple[Floats, Floats]:
    """Chances of each outcome (but `open`) by kind of right, 0 if not known: founded, unfounded."""
    rates = np.array([_OTHER] + [_TAKEDOWN.get(kind, _OTHER) for kind in kinds])
    both = []
    for part, answer, (stands, back, dropped), regret, gone in (_FOUNDED, _UNFOUNDED):
        down = rates * part
        rest = 1 - regret - gone
        columns = [
            np.ones(len(rates)), down * (1 - answer) * rest, (1 - down) * rest,
            down * answer * back * rest, down * answer * stands * rest,
            down * answer * dropped * rest, np.full(len(rates), regret),
            np.full(len(rates), gone), down * answer * (1 - stands - back - dropped) * rest,
        ]  # fmt: skip
        both.append(np.stack(columns, axis=1))
    return both[0], both[1]


def _grades(view: View) -> Floats:
    weights = np.zeros(len(MERIT))
    for name, weight in _GRADE.items():
        weights[MERIT[name]] = weight
    return weights[view.merit]


def _expected(view: View, odds: Floats, known: Bools, prior: float) -> Floats:
    """Chance that each claim is unfounded, given its filer's share of such claims."""
    base = np.log(prior / (1 - prior))
    rows = np.flatnonzero(known)
    filer, given = view.filer[rows], odds[rows]
    n = np.bincount(filer, minlength=view.n_filers)
    own = np.bincount(filer, weights=_chance(given + base), minlength=view.n_filers)
    for _ in range(_SHARE_ROUNDS):
        # The filer's own share, leaning on the prior with the weight of six claims.
        share = ((own + 6 * prior) / (n + 6)).clip(0.01, 0.95)
        odds_of_share = np.log(share / (1 - share))
        own = np.bincount(filer, weights=_chance(given + odds_of_share[filer]), minlength=len(n))
    return _chance(odds + odds_of_share[view.filer])


def _chance(odds: Floats) -> Floats:
    """The chance with these log-odds, in their place: nothing asks for so much memory so often."""
    np.negative(odds, out=odds)
    np.exp(odds, out=odds)
    odds += 1
    return np.divide(1, odds, out=odds)


def _learnt(start: Floats, lean: float, kind_of: Ints, cell: Ints, weight: Floats) -> Floats:
    """Chances by stratum: it leans on the others of its right, and these on what is published.

    `cell` is stratum and outcome of each claim, as one code.
    """
    size = len(kind_of), start.shape[1]
    seen = np.bincount(cell, weights=weight, minlength=size[0] * size[1]).reshape(size)
    by_kind = np.zeros(start.shape)
    np.add.at(by_kind, kind_of, seen)
    others = _shares(lean * start[kind_of] + by_kind[kind_of] - seen)
    return _shares(lean * others + seen)


def _shares(counts: Floats) -> Floats:
    """Chances of the outcomes of each row; `open` has none."""
    counts[:, 0] = 0.0
    share: Floats = counts / counts.sum(axis=1, keepdims=True)
    share[:, 0] = 1.0
    return share
