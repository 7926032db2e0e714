"""Outcomes: claims that were founded until some week, and have not been since.

Looks at how the filer's claims ended, in the order in which they were filed. Claims without an
outcome say nothing here.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from abuse.arrays import Bools, Ints, Times
from abuse.detectors.unfounded_share import adverse_cases
from abuse.findings import Finding
from abuse.linking.principals import principals
from abuse.outcomes.posterior import UnfoundedRates
from abuse.outcomes.records import adverse_claims
from abuse.outcomes.turns import BEFORE, find_turns
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import unfounded_rates

# What a turn must come to: honest filers as bad as one in twenty by the Bayes factor are not named.
_LEAST: Final = 3.0
# Complaints that must have been lost since: fewer are one bad list, or a run of bad luck.
_LOST: Final = 8


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers whose record is likelier if they turned than if they were honest throughout.

    Notes
    -----
    Asked of filers with a record to leave behind (`BEFORE` complaints) that lost several complaints
    since (`_LOST`), and told where the turn says more than the same record read as one life does
    (`abuse.detectors.unfounded_share`). Weight: the log Bayes factor, paid for by the number of
    weeks that were looked at. It may wrong who files for months in a field that has become hard, or
    lets somebody careless file for it: alone it never reaches a boycott review.

    References
    ----------
    Smith (1975), Biometrika 62, 407-416; Barry and Hartigan (1993), J. Am. Statist. Ass. 88,
    309-319.
    """
    if not view.n_claims:
        return []
    rates, against = unfounded_rates(view, policy), adverse_cases(view)
    complaints = np.bincount(view.complaint_filer, minlength=view.n_filers)
    asked = np.flatnonzero((against >= _LOST) & (complaints >= BEFORE + _LOST))
    turns = find_turns(view, rates, asked, rates.known)
    likely = (turns.evidence >= _LEAST) & (turns.evidence > rates.evidence[asked])
    filers = asked[likely]
    of_one = _of_one_client(view, filers, turns.week[likely])
    without = find_turns(view, rates, filers, np.where(of_one, 0.0, rates.known))
    own = np.where(of_one, 0.0, rates.verdicts.log_odds - rates.verdicts.undecided)
    alone = find_turns(view, rates, filers, own)
    weighed = zip(
        filers.tolist(),
        turns.week[likely],
        np.minimum(turns.evidence[likely], without.evidence).tolist(),
        alone.evidence.tolist(),
        strict=True,
    )
    findings = [_finding(view, rates, *each) for each in weighed if each[2] >= _LEAST]
    return [finding for finding in findings if len(finding.complaints) >= finding.least]


def _of_one_client(view: View, filers: Ints, weeks: Times) -> Bools:
    """Claims of the client who lost most since each filer's turn, where it files for others too.

    An agency has not turned with one client: that is for `abuse.detectors.client_record` to say.
    """
    client, lost = principals(view).client, adverse_claims(view)
    out = np.zeros(view.n_claims, bool)
    for filer, week in zip(filers.tolist(), weeks, strict=True):
        mine = view.claims_by_filer[filer]
        whose = client[view.complaint[mine]]
        worst = whose[lost[mine] & (view.filed[mine] >= week) & (whose >= 0)]
        if len(worst):
            theirs = whose == np.bincount(worst).argmax()
            out[mine[theirs]] = 2 * theirs.sum() < len(mine)
    return out


def _finding(
    view: View,
    rates: UnfoundedRates,
    filer: int,
    week: np.datetime64,
    evidence: float,
    alone: float,
) -> Finding:
    lines, mine = view.complaints_by_filer[filer], view.claims_by_filer[filer]
    later = view.filed[mine] >= week
    new = lines[view.complaint_filed[lines] >= week]
    bad, claims = _ended(view, rates, mine[later], new)
    before_bad, before = _ended(view, rates, mine[~later], np.setdiff1d(lines, new))
    lost = mine[later & adverse_claims(view)[mine]]
    lost = lost[np.argsort(-rates.verdicts.log_odds[lost], kind="stable")]
    unnamed = new[view.complaint_unlisted[new] > 0]
    outside = 1 - min(max(alone, 0.0), evidence) / evidence
    stores, first = np.unique(view.store[mine[later]], return_index=True)
    honest = rates.honest.of(filer)
    return Finding(
        filer=filer,
        detector="turned",
        family="outcomes",
        strength=bad / max(claims, 1),
        log_odds=evidence,
        numbers={
            "since": str(view.complaint_filed[new].min().astype("M8[D]")), "bad": bad,
            "claims": claims, "before_bad": before_bad, "before_claims": before,
            "evidence": round(evidence, 3), "honest_share": round(honest[0] / sum(honest), 4),
            "honest_weight": round(sum(honest), 3),
        },
        complaints=tuple(dict.fromkeys((*view.complaints_of(lost), *unnamed.tolist()))),
        least=_LOST,
        outside=outside,
        acts={
            "filings": int(rates.speakers[mine[later]][first][stores >= 0].sum()),
            "answers": int((rates.verdicts.undecided[mine[later]] > 0).sum()),
        },
    )  # fmt: skip


def _ended(view: View, rates: UnfoundedRates, claims: Ints, lines: Ints) -> tuple[int, int]:
    """Claims that ended against the filer, and all that ended; unnamed refused ones among both."""
    unnamed = int(view.complaint_unlisted[lines].sum())
    bad = int(adverse_claims(view)[claims].sum())
    return bad + unnamed, int((rates.verdicts.outcome[claims] > 0).sum()) + unnamed
