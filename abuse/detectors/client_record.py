"""Outcomes: most claims of one of an agency's clients went against it, unlike those of the others.

Whoever files through an honest agency stands in the shade of its record. This says which client to
look at; the agency is not warned for it: the ceiling is *watch*, beside whatever else is found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Ints
from abuse.findings import Finding
from abuse.identity.rights import called
from abuse.linking.principals import Principals, principals
from abuse.outcomes.joint import against_filers, summed
from abuse.outcomes.peers import Record, record_from_sums
from abuse.outcomes.records import adverse_claims
from abuse.policy import Policy
from abuse.record.view import View

_MOST_P = 0.01


@dataclass(frozen=True)
class _Clients:
    """Pairs of an agency and a client: the record of each, and that of the agency's other clients.

    Left out of the others are clients that peers alone would call bad, so that several who do the
    same do not hide each other: `left` counts their claims. `clients` is how many the agency has,
    `row` the pair of each complaint of `decided`.
    """

    filer: Ints
    client: Ints
    record: Record
    others: Record
    left: Ints
    clients: Ints
    decided: Ints
    row: Ints


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag accounts that file for several, for one of whom most claims were lost.

    Notes
    -----
    A client's claims are held against those of the agency's other clients, and against peers of the
    same right and basis; the worse of both is its null. Other clients that peers alone would
    call bad, each of an agency's clients being one more look at it (Bonferroni), are left out,
    unless they hold as many claims as the rest: then it is the agency's record, and another
    detector's. Whom it may wrong: a client of a harder trade than its right and basis say.
    """
    if not view.n_claims:
        return []
    who = principals(view)
    known = _records(view, policy, who)
    mine, others = known.record, known.others
    flagged = np.flatnonzero(
        _bad(policy, mine, 1) & (others.claims > known.left) & (others.share < policy.client_share)
    )
    worst: dict[int, list[int]] = {}
    for pair in sorted(
        flagged.tolist(),
        key=lambda i: (mine.p[i], -mine.complaints_bad[i], who.parties[known.client[i]]),
    ):
        worst.setdefault(int(known.filer[pair]), []).append(pair)
    return [_finding(view, policy, who, known, worst[filer]) for filer in sorted(worst)]


def _bad(policy: Policy, one: Record, looks: Ints | int) -> Bools:
    """Which clients lost most of their claims, in several complaints, and not by chance."""
    bad: Bools = (
        (one.complaints_bad >= policy.client_min_complaints)
        & (one.share >= policy.client_share)
        & (one.p * looks < _MOST_P)
    )
    return bad


def _records(view: View, policy: Policy, who: Principals) -> _Clients:
    decided, columns, rho = against_filers(view)
    client = who.client[decided.complaint]
    some = np.flatnonzero(client >= 0)
    size = max(len(who.parties), 1)
    pair, row = np.unique(
        view.complaint_filer[decided.complaint[some]] * size + client[some], return_inverse=True
    )
    filer = pair // size
    mine = [summed(row, each[some], len(pair)) for each in columns]
    clients = np.bincount(filer, minlength=view.n_filers)[filer]
    fair = ~_bad(policy, record_from_sums(mine, rho), clients)
    rest = [summed(filer, each * fair, view.n_filers)[filer] - each * fair for each in mine]
    left = summed(filer, mine[0] * ~fair, view.n_filers)[filer] - mine[0] * ~fair
    # What an agency's others lose stands beside what its peers lose: the worse of both is the null.
    others = record_from_sums([*rest[:5], mine[5]], rho)
    against = record_from_sums([*mine[:5], np.maximum(mine[5], mine[4] * others.rate)], rho)
    return _Clients(
        filer, pair % size, against, others, left.astype(np.int64), clients,
        decided.complaint[some], row,
    )  # fmt: skip


def _finding(
    view: View, policy: Policy, who: Principals, known: _Clients, pairs: list[int]
) -> Finding:
    """The worst client in figures, the others by name, and the complaints of all of them."""
    pair, mine, others = pairs[0], known.record, known.others
    filer = int(known.filer[pair])
    names = [_called(view, known, each) for each in pairs]
    cases = known.decided[np.isin(known.row, pairs)]
    lost = np.bincount(view.complaint[adverse_claims(view)], minlength=view.n_complaints)
    lost = (lost + view.complaint_unlisted)[cases]
    cases = cases[np.argsort(-lost, kind="stable")][: int((lost > 0).sum())]
    parties = {who.parties[known.client[each]] for each in pairs}
    return Finding(
        filer=filer,
        detector="client_record",
        family="outcomes",
        strength=float(mine.share[pair]),
        log_odds=float(mine.evidence[pair]),
        numbers={
            "client": names[0],
            **({"also": "; ".join(names[1:]), "alike": len(names) - 1} if names[1:] else {}),
            "bad": int(mine.bad[pair]), "claims": int(mine.claims[pair]),
            "share": round(float(mine.share[pair]), 4),
            "complaints": int(mine.complaints_bad[pair]),
            "clients": int(known.clients[pair]),
            "others_lost": int(others.bad[pair]), "others_decided": int(others.claims[pair]),
            "others_share": round(float(others.share[pair]), 4),
            "peer_share": round(float(mine.peer_rate[pair]), 4),
            "p": float(f"{float(mine.p[pair]):.3g}"), "over_dispersion": round(mine.rho, 4),
        },
        complaints=tuple(cases.tolist())[:200],
        partners=tuple(f for f in range(view.n_filers) if f != filer and parties & who.own[f]),
        ceiling="watch",
        bound=True,
        least=policy.client_min_complaints,
    )  # fmt: skip


def _called(view: View, known: _Clients, pair: int) -> str:
    holders = view.complaint_holder[known.decided[known.row == pair]]
    return called(min(view.holders[one] for one in np.unique(holders).tolist()))
