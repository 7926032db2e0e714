"""Mitigating factors: what speaks for a filer, and how much each takes off its score.

The counterpart of the detectors: it reads the same facts and accuses nobody. `abuse.words` says
each factor in a sentence for the reviewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.findings import Figures, Finding, MitigatingFactor
from abuse.linking.principals import principals
from abuse.outcomes.peers import UNGRADED, Record, record_of
from abuse.outcomes.posterior import likelihoods_of
from abuse.outcomes.records import adverse_claims, graded, grades, pending, refusals, refused
from abuse.outcomes.shares import weigh
from abuse.policy import Policy
from abuse.record.view import MERIT, View
from abuse.structure.links import unfounded_rates

# What targets like those of founded claims must say, in log-odds, to be counted in a filer's
# favour.
_TARGETS: Final = 0.3


@dataclass(frozen=True)
class _Stretch:
    """What speaks for a filer: its complaints and claims of a stretch of time, and their records.

    Attributes
    ----------
    refusals, grades : Record
    spot : int
        The filer's place in both.
    """

    filer: int
    lines: Ints
    claims: Ints
    refusals: Record
    grades: Record
    spot: int
    is_whole: bool


def mitigating_factors(
    view: View,
    policy: Policy,
    filers: Sequence[int],
    turned: Mapping[int, np.datetime64] | None = None,
) -> list[MitigatingFactor]:
    """Return the mitigating factors of some filers, in the order of the filers.

    `turned` says since when the claims of some of them are not what they were: for these only what
    they filed since then speaks.
    """
    if not view.n_claims or not filers:
        return []
    factors: list[MitigatingFactor] = []
    turned = turned or {}
    waits = pending(view)
    for filer in filers:
        if waits[filer]:
            factors.append(MitigatingFactor(filer, "pending", {}))
        stretch = _since(view, filer, turned[filer]) if filer in turned else _stretch(view, filer)
        factors += _upheld(view, policy, stretch)
        factors += _targets(view, policy, stretch)
        factors += _grades(view, policy, stretch)
        factors += _conduct(view, stretch)
    return factors


def _stretch(view: View, filer: int) -> _Stretch:
    """All that a filer filed."""
    lines, claims = view.complaints_by_filer[filer], view.claims_by_filer[filer]
    return _Stretch(filer, lines, claims, refusals(view), grades(view), filer, is_whole=True)


def _since(view: View, filer: int, day: np.datetime64) -> _Stretch:
    """What a filer filed from a day on."""
    whole = _stretch(view, filer)
    lines = whole.lines[view.complaint_filed[whole.lines] >= day]
    claims = whole.claims[view.filed[whole.claims] >= day]
    return _Stretch(
        filer, lines, claims,
        record_of(refusals(view), refused(view), filer, lines),
        record_of(grades(view), graded(view), filer, lines),
        0, is_whole=False,
    )  # fmt: skip


def _upheld(view: View, policy: Policy, stretch: _Stretch) -> list[MitigatingFactor]:
    rec, spot = stretch.refusals, stretch.spot
    claims, bad = int(rec.claims[spot]), int(rec.bad[spot])
    gain = -_record_evidence(view, policy, stretch)
    if claims < 5 or gain <= 0 or rec.excess_log_odds[spot] >= 0:
        return []
    peer = min(float(rec.peer_rate[spot]) / UNGRADED, 1.0)
    record: Figures = {
        "upheld": claims - bad, "claims": claims, "peer_share": round(1 - peer, 4),
    }  # fmt: skip
    return [MitigatingFactor(stretch.filer, "upheld", record, -gain)]


def _record_evidence(view: View, policy: Policy, stretch: _Stretch) -> float:
    """The log Bayes factor of the stretch's record, from outcomes alone."""
    rates = unfounded_rates(view, policy)
    if stretch.is_whole:
        return float(rates.evidence[stretch.filer])
    return _evidence(view, policy, stretch.filer, stretch.lines, stretch.claims, rates.known)


def other_clients(
    view: View, policy: Policy, by_filer: Mapping[int, Sequence[Finding]]
) -> list[MitigatingFactor]:
    """Return, of agencies with a bad client, what their other clients' complaints say for them.

    Where the rest of an agency's record is like that of honest filers, and all that is found of it
    rests for the most part on this client's complaints, it is the client that is to be looked at:
    the agency is held to the finding's ceiling.
    """
    who = principals(view)
    factors = []
    for filer, findings in by_filer.items():
        named = [finding for finding in findings if finding.detector == "client_record"]
        if not named:
            continue
        theirs = np.isin(who.client, np.unique(who.client[list(named[0].complaints)]))
        lines, mine = view.complaints_by_filer[filer], view.claims_by_filer[filer]
        rest, claims = lines[~theirs[lines]], mine[~theirs[view.complaint[mine]]]
        own = any(2 * theirs[list(f.complaints)].sum() <= len(f.complaints) for f in findings)
        odds = unfounded_rates(view, policy).known
        if own or not len(claims) or _evidence(view, policy, filer, rest, claims, odds) > 0:
            continue
        ended = int((unfounded_rates(view, policy).verdicts.outcome[claims] > 0).sum())
        numbers: Figures = {"claims": ended, "lost": int(adverse_claims(view)[claims].sum())}
        factors.append(MitigatingFactor(filer, "other_clients", numbers, ceiling=named[0].ceiling))
    return factors


def _evidence(
    view: View, policy: Policy, filer: int, lines: Ints, claims: Ints, odds: Floats
) -> float:
    """The evidence of some of a filer's complaints alone: the log Bayes factor of its record.

    `odds` are the log-odds of all claims of the market.
    """
    rates, some = unfounded_rates(view, policy), np.array([filer])
    likelihood = likelihoods_of(view, rates.verdicts, some, lines, claims, odds[claims])
    return float(weigh(likelihood, rates.guilty, rates.honest.density(some))[0])


def _targets(view: View, policy: Policy, stretch: _Stretch) -> list[MitigatingFactor]:
    """Targets like those of founded claims, where the evidence is strong enough to count."""
    rates, filer, mine = unfounded_rates(view, policy), stretch.filer, stretch.claims
    gain = float(rates.by_target[filer])
    if not stretch.is_whole:
        whole, outcomes = (
            _evidence(view, policy, filer, stretch.lines, mine, odds)
            for odds in (rates.odds, rates.known)
        )
        gain = whole - outcomes
    if gain > -_TARGETS:
        return []
    known = mine[~np.isnan(rates.targets.known_days[mine])]
    young = int((~rates.targets.established[known]).sum())
    numbers: Figures = {"young": young, "claims": len(known), "evidence": round(gain, 3)}
    return [MitigatingFactor(filer, "targets", numbers, gain)]


def _grades(view: View, policy: Policy, stretch: _Stretch) -> list[MitigatingFactor]:
    """Lost claims that people graded and found to be no more than errors."""
    rec, spot, mine = stretch.grades, stretch.spot, stretch.claims
    count, bad = int(rec.claims[spot]), int(rec.bad[spot])
    if count < policy.manifest_clean or bad:
        return []
    lost = mine[adverse_claims(view)[mine]]
    unnamed = int(view.complaint_unlisted[stretch.lines].sum())
    errors = int((view.merit[lost] > 0).sum())
    # Art. 23 of the DSA is about notices that are manifestly unfounded, frequently. What was won,
    # and few of what was lost, say nothing of the rest: the ceiling is for errors that were seen.
    seen = errors >= policy.manifest_clean_review and 2 * errors >= len(lost) + unnamed
    weight = min(float(rec.evidence[spot]), 0.0)
    ceiling = "warning" if seen else None
    return [MitigatingFactor(stretch.filer, "grades", {"graded": count}, weight, ceiling)]


def _conduct(view: View, stretch: _Stretch) -> list[MitigatingFactor]:
    filer, mine = stretch.filer, stretch.claims
    factors = []
    # Once the listing is down, a withdrawal may have been bargained for.
    early = mine[view.withdrawn[mine] & ~view.answered[mine] & np.isnat(view.removed_at[mine])]
    if len(early):
        factors.append(MitigatingFactor(filer, "early_withdrawals", {"claims": len(early)}))
    stood = mine[view.answered[mine] & view.upheld[mine]]
    answered = mine[view.answered[mine]]
    # Where most claims that sellers answered did not stand, the rest does not speak for the filer.
    if len(stood) and 2 * len(stood) >= len(answered):
        numbers = {"stood": len(stood), "answered": len(answered)}
        weight = -0.5 if len(stood) >= 3 else 0.0
        factors.append(MitigatingFactor(filer, "stood", numbers, weight))
    founded = int((view.merit[mine] == MERIT["founded"]).sum())
    if founded:
        factors.append(MitigatingFactor(filer, "founded", {"claims": founded}))
    if not len(mine):  # complaints of which nothing was processed
        return factors
    years = (view.as_of - view.filed[mine].min()).astype("m8[D]").astype(int) / 365.25
    if years >= 2:
        factors.append(MitigatingFactor(filer, "years", {"years": round(float(years))}))
    return factors
