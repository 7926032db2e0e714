"""Outcomes: a share of unfounded claims beyond that of honest filers, judged two-way.

Looks at how claims ended, the filer's own and others' at the same stores. Claims without an outcome
say nothing here.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.findings import Finding
from abuse.outcomes.influence import causes
from abuse.outcomes.peers import UNGRADED, Record, worse_than_peers
from abuse.outcomes.posterior import UnfoundedRates
from abuse.outcomes.records import adverse_claims, refusals
from abuse.policy import Policy
from abuse.record.view import MERIT, View
from abuse.structure.links import unfounded_rates


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose record is likelier among filers of unfounded claims than among honest ones.

    Parameters
    ----------
    view : View
    policy : Policy

    Returns
    -------
    list of Finding

    Notes
    -----
    A finding needs outcomes that speak against the filer in several complaints; of one or two it
    orders filers by their thin records and reaches no level, or *watch* where both were large. It
    counts for more if the trimmed beta-binomial funnel of refusals or the two-way record passes a
    false-discovery limit. It may wrong a careless filer that stands by its claims: alone it never
    reaches a boycott review.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, funnel plots; Benjamini and
    Hochberg (1995); Efron and Tibshirani (2002), Empirical Bayes methods and false discovery
    rates, Genet. Epidemiol. 23, 70-86; Kumar et al. (2018), REV2, WSDM.
    """
    if not view.n_claims:
        return []
    rates, rec = unfounded_rates(view, policy), refusals(view)
    sure = worse_than_peers(rec.p)
    against = adverse_cases(view)
    flagged = np.flatnonzero((against >= policy.unfounded_few_complaints) & (rates.evidence > 0))
    apart = adverse_causes(view)
    return [
        _finding(
            view,
            policy,
            rates,
            rec,
            f,
            bool(sure[f]),
            record_ceiling(policy, int(against[f]), apart[f]),
        )
        for f in flagged.tolist()
    ]


def record_ceiling(policy: Policy, complaints: int, apart: float) -> str | None:
    """The ceiling of a record of so few complaints that ended against its filer."""
    if complaints >= policy.unfounded_min_complaints:
        return None
    # Few complaints with many listings lead to *watch*: a filer that hides bad claims in them is
    # seen, and one that made a large mistake twice is not warned.
    return "watch" if apart >= policy.unfounded_min_complaints else "none"


def adverse_cases(view: View) -> Ints:
    """Complaints of each filer with a claim that ended against it."""
    bad = view.complaint_unlisted > 0
    bad[view.complaint[adverse_claims(view)]] = True
    counts: Ints = np.bincount(view.complaint_filer[bad], minlength=view.n_filers)
    return counts


def adverse_causes(view: View) -> Floats:
    """How many separate causes each filer's lost claims have, as `causes` counts them."""
    lost = view.complaint_unlisted + np.bincount(
        view.complaint[adverse_claims(view)], minlength=view.n_complaints
    )
    return causes(view.complaint_filer, lost, view.n_filers)


def _finding(
    view: View,
    policy: Policy,
    rates: UnfoundedRates,
    rec: Record,
    filer: int,
    sure: bool,
    ceiling: str | None,
) -> Finding:
    mine = view.claims_by_filer[filer]
    bad = mine[adverse_claims(view)[mine]]
    bad = bad[np.argsort(-rates.verdicts.log_odds[bad], kind="stable")]
    unnamed = view.complaints_by_filer[filer]
    unnamed = unnamed[view.complaint_unlisted[unnamed] > 0]
    n_bad = len(bad) + int(view.complaint_unlisted[unnamed].sum())
    ended = int((rates.verdicts.outcome[mine] > 0).sum()) + int(
        view.complaint_unlisted[unnamed].sum()
    )
    manifest = int((view.merit[mine] == MERIT["manifestly_unfounded"]).sum())
    share, low, high = (float(v[filer]) for v in (rates.share, rates.low, rates.high))
    honest = rates.honest.of(filer)
    usual = honest[0] / sum(honest)
    peer = min(float(rec.peer_rate[filer] / UNGRADED), 1.0)
    others = rates.store[mine]
    first = str(view.filed[mine].min().astype("M8[D]"))
    evidence = float(rates.evidence[filer])
    own = min(max(float(rates.alone[filer]), 0.0), evidence)
    stores, answers = rates.acts[:, filer].tolist()
    return Finding(
        filer=filer,
        detector="unfounded_share",
        family="outcomes",
        strength=share,
        log_odds=evidence,
        numbers={
            "share": round(share, 4), "share_low": round(low, 4), "share_high": round(high, 4),
            "honest_share": round(usual, 4), "bad": n_bad, "claims": ended, "since": first,
            "peer_refused_share": round(peer, 4), "p": float(f"{float(rec.p[filer]):.3g}"),
            "passes_false_discovery": int(sure), "manifestly_unfounded": manifest,
            "others_failed": int((others > 0.1).sum()), "others_held": int((others < -0.1).sum()),
            "evidence": round(evidence, 3),
            "honest_weight": round(sum(honest), 3), "over_dispersion": round(rec.rho, 4),
        },
        complaints=tuple(dict.fromkeys((*view.complaints_of(bad), *unnamed.tolist()))),
        least=policy.unfounded_min_complaints,
        ceiling=ceiling,
        outside=1 - own / evidence,
        acts={"filings": stores, "answers": answers},
    )  # fmt: skip
