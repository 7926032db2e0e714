"""Mitigating factors: what speaks for a filer, and how much each takes off its score.

The counterpart of the detectors: it reads the same facts and accuses nobody. `abuse.words` says
each factor in a sentence for the reviewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Figures, Finding, MitigatingFactor
from abuse.linking.principals import principals
from abuse.outcomes.peers import Record
from abuse.outcomes.posterior import UnfoundedRates, likelihoods_of
from abuse.outcomes.records import adverse_claims, grades, refusals
from abuse.outcomes.shares import weigh
from abuse.policy import Policy
from abuse.record.view import MERIT, View
from abuse.structure.links import unfounded_rates
from abuse.targets.rhythm import campaigns


def mitigating_factors(view: View, policy: Policy, filers: list[int]) -> list[MitigatingFactor]:
    """Return the mitigating factors of some filers, in the order of the filers."""
    if not view.n_claims or not filers:
        return []
    rec = refusals(view, policy)
    factors: list[MitigatingFactor] = []
    before_sales, rates = campaigns(view, policy), unfounded_rates(view, policy)
    for filer in filers:
        claims, bad = int(rec.claims[filer]), int(rec.bad[filer])
        gain = -float(rates.evidence[filer])
        if claims >= 5 and gain > 0 and rec.excess_log_odds[filer] < 0:
            peer = min(float(rec.peer_rate[filer]) / policy.weight_ungraded, 1.0)
            record: Figures = {
                "upheld": claims - bad,
                "claims": claims,
                "peer_share": round(1 - peer, 4),
            }
            factors.append(MitigatingFactor(filer, "upheld", record, -gain))
        factors += _targets(view, rates, policy, filer)
        factors += _grades(view, grades(view, policy), policy, filer)
        factors += _conduct(view, filer)
        if filer in before_sales:
            count, begun, sale = before_sales[filer]
            window = policy.burst_window_days
            season: Figures = {
                "complaints": count,
                "window_days": window,
                "from": begun,
                "sale": sale,
            }
            factors.append(MitigatingFactor(filer, "before_sale", season))
    return factors


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
        if own or not len(claims) or _evidence(view, policy, filer, rest, claims) > 0:
            continue
        ended = int((unfounded_rates(view, policy).verdicts.outcome[claims] > 0).sum())
        numbers: Figures = {"claims": ended, "lost": int(adverse_claims(view)[claims].sum())}
        factors.append(MitigatingFactor(filer, "other_clients", numbers, ceiling=named[0].ceiling))
    return factors


def _evidence(view: View, policy: Policy, filer: int, lines: Ints, claims: Ints) -> float:
    """The evidence of some of a filer's complaints alone: the log Bayes factor of its record."""
    rates, some = unfounded_rates(view, policy), np.array([filer])
    odds = rates.verdicts.log_odds[claims] + rates.store[claims]
    likelihood = likelihoods_of(view, rates.verdicts, some, lines, claims, odds)
    return float(weigh(likelihood, rates.guilty, rates.honest.density(some))[0])


def _targets(
    view: View, rates: UnfoundedRates, policy: Policy, filer: int
) -> list[MitigatingFactor]:
    """Targets like those of founded claims, where the evidence is strong enough to count."""
    gain = float(rates.by_target[filer])
    if gain > -policy.targets_min_mitigation:
        return []
    mine = view.claims_by_filer[filer]
    known = mine[~np.isnan(rates.targets.known_days[mine])]
    young = int((~rates.targets.established[known]).sum())
    numbers: Figures = {"young": young, "claims": len(known), "evidence": round(gain, 3)}
    return [MitigatingFactor(filer, "targets", numbers, gain)]


def _grades(view: View, rec: Record, policy: Policy, filer: int) -> list[MitigatingFactor]:
    """Lost claims that people graded and found to be no more than errors."""
    graded, bad = int(rec.claims[filer]), int(rec.bad[filer])
    if graded < policy.manifest_clean or bad:
        return []
    mine = view.claims_by_filer[filer]
    lost = mine[adverse_claims(view)[mine]]
    unnamed = int(view.complaint_unlisted[view.complaints_by_filer[filer]].sum())
    errors = int((view.merit[lost] > 0).sum())
    # Art. 23 of the DSA is about notices that are manifestly unfounded, frequently. What was won,
    # and few of what was lost, say nothing of the rest: the ceiling is for errors that were seen.
    seen = errors >= policy.manifest_clean_review and 2 * errors >= len(lost) + unnamed
    weight = min(float(rec.evidence[filer]), 0.0)
    ceiling = "warning" if seen else None
    return [MitigatingFactor(filer, "grades", {"graded": graded}, weight, ceiling)]


def _conduct(view: View, filer: int) -> list[MitigatingFactor]:
    mine = view.claims_by_filer[filer]
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
