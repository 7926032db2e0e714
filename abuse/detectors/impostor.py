"""Authority: a new account speaks for a holder that others speak for, and shows another face.

It can speak at the first complaint, and leads to a check of authority before a takedown, never to a
boycott: its ceiling is *watch*. What looks wrong is said in `abuse.linking.authority`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from abuse.arrays import Bools, Ints
from abuse.findings import Finding
from abuse.linking.authority import SIGNS, Claimant, Doubt, Incumbents, doubt
from abuse.linking.representations import Mailboxes, Representations, mailboxes, representations
from abuse.policy import Policy
from abuse.record.view import View

_MOST_PARTNERS = 12


@dataclass(frozen=True)
class _Doubted:
    """A newcomer's row of `Representations`, its doubts, and the rows of those who came before."""

    row: int
    doubt: Doubt
    known: Ints


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag new accounts that file for a known holder from a face that is not the holder's.

    Known through other accounts, which began earlier and whose claims were mostly upheld; new when
    the account first names the holder soon after its own first complaint or registration.

    Notes
    -----
    Who came first is not thereby the holder: nobody vouches against a newcomer that has the better
    record (`_outranked`), nor against one whose authority a person has verified.
    Whom it may wrong: see `abuse.linking.authority.doubt`. A holder that changes its agency is
    spared where the new one writes from its own domain; a brand that nobody else files for is never
    asked.
    """
    if not view.n_complaints:
        return []
    filings = representations(view)
    boxes = mailboxes(view, policy)
    worst: dict[int, _Doubted] = {}
    starts = np.unique(filings.key, return_index=True)[1]
    new = _is_new(view, policy, filings)
    for rows in np.split(np.arange(len(filings.key)), starts[1:]):
        if len(rows) < 2 or not new[rows].any():
            continue
        for doubted in _doubts(policy, filings, boxes, rows, new):
            filer = int(filings.filer[doubted.row])
            if filer not in worst or doubted.doubt.log_odds > worst[filer].doubt.log_odds:
                worst[filer] = doubted
    return [_finding(view, filings, worst[filer]) for filer in sorted(worst)]


def _is_new(view: View, policy: Policy, filings: Representations) -> Bools:
    """Whether each row's account was new when it first named this holder or number.

    One whose authority a person has verified is a newcomer no more.
    """
    within: Bools = filings.first - view.began[filings.filer] <= np.timedelta64(
        policy.impostor_new_days, "D"
    )
    return within & ~filings.verified


def _doubts(
    policy: Policy, filings: Representations, boxes: Mailboxes, rows: Ints, new: Bools
) -> Iterator[_Doubted]:
    """What looks wrong about the newcomers to one holder or number."""
    by_name = bool(filings.key[rows].min() >= filings.numbered)
    bearers = filings.own[rows].sum() if by_name else len({filings.name[i] for i in rows.tolist()})
    if bearers > policy.impostor_most_names:
        return
    vouch = np.ones(len(rows), bool)  # a doubted account vouches for no later one
    for spot in np.flatnonzero(new[rows]).tolist():
        row = rows[spot]
        before = filings.first[row] - np.timedelta64(policy.impostor_known_days, "D")
        known = rows[vouch & (filings.first[rows] <= before)]
        known = known[~_outranked(policy, filings, known, row)]
        if not _is_known(policy, filings, known):
            continue
        names = {filings.name[i] for i in known.tolist()} - {""}
        own = filings.filer[known[filings.own[known]]].tolist()
        others = filings.filer[known[~filings.own[known]]].tolist()
        theirs, agents = (
            frozenset().union(*(boxes.domains[filer] for filer in some)) for some in (own, others)
        )
        incumbents = Incumbents(
            own=theirs,
            agents=agents,
            free_mail=any(f in boxes.free and not boxes.domains[f] for f in own or others),
            accounts=frozenset(filings.account[i] for i in known.tolist()) - {""},
            names=frozenset() if by_name else frozenset(names),
            # A scan takes everybody's word for what they write from.
            confirmed=theirs | agents,
        )
        filer = int(filings.filer[row])
        mine = frozenset(boxes.domains[filer])
        claimant = Claimant(
            domains=mine,
            free_mail=filer in boxes.free and not boxes.domains[filer],
            account=filings.account[row],
            name=filings.name[row],
            for_another=not filings.own[row],
            papers=bool(filings.papers[row]),
            confirmed=mine,
        )
        doubted = doubt(claimant, incumbents, policy)
        if doubted:
            vouch[spot] = False
            yield _Doubted(int(row), doubted, known)


def _outranked(policy: Policy, filings: Representations, known: Ints, row: int) -> Bools:
    """Which earlier accounts have a worse record than the newcomer, if it has a record.

    The newcomer has a record once most of its decided claims were upheld, or where it shows the
    registration of what it calls its own right. Shares are by the rule of succession (Laplace), by
    which a claim or two upheld do not outrank a long record, and nothing decided is as good as one
    half.
    """
    rows = np.r_[row, known]
    upheld, decided = filings.upheld[rows], filings.upheld[rows] + filings.refused[rows]
    stands = upheld[0] >= policy.impostor_known_upheld and 2 * upheld[0] > decided[0]
    share = (upheld + 1) / (decided + 2)
    worse: Bools = share[1:] < share[0]
    return worse & bool(stands or (filings.own[row] and filings.certificate[row]))


def _is_known(policy: Policy, filings: Representations, known: Ints) -> bool:
    """Whether the earlier accounts filed enough, and most of their decided claims were upheld."""
    upheld, refused = int(filings.upheld[known].sum()), int(filings.refused[known].sum())
    return (
        int(filings.complaints[known].sum()) >= policy.impostor_known_complaints
        and upheld >= policy.impostor_known_upheld
        and upheld >= policy.impostor_known_share * (upheld + refused)
    )


def _finding(view: View, filings: Representations, doubted: _Doubted) -> Finding:
    row, known = doubted.row, doubted.known
    filer, key = int(filings.filer[row]), filings.key[row]
    mine = view.complaints_by_filer[filer]
    mine = mine[(filings.complaint_keys[:, mine] == key).any(axis=0)]
    began = view.complaint_filed[view.complaints_by_filer[filer][0]]
    upheld, refused = int(filings.upheld[known].sum()), int(filings.refused[known].sum())
    complaints = int(filings.complaints[known].sum())
    days = int((filings.first[row] - filings.first[known].min()) // np.timedelta64(1, "D"))
    rank = sorted(
        known.tolist(), key=lambda i: (-filings.complaints[i], filings.first[i], filings.filer[i])
    )
    whose = "holder" if key >= filings.numbered else "right"
    return Finding(
        filer=filer,
        detector="impostor",
        family="authority",
        strength=min(1.0, doubted.doubt.log_odds / 4),
        log_odds=doubted.doubt.log_odds,
        numbers={
            "complaints_for_it": len(mine), "other_accounts": len(known),
            "known_complaints": complaints, "known_upheld": upheld, "known_refused": refused,
            "known_days": days, "known_by": whose,
            "account_days": int((filings.first[row] - began) // np.timedelta64(1, "D")),
            **{sign: int(sign in doubted.doubt.signs) for sign in SIGNS},
            **({"resembles": doubted.doubt.resembles} if doubted.doubt.resembles else {}),
        },
        complaints=tuple(mine.tolist())[:200],
        partners=tuple(int(filings.filer[i]) for i in rank[:_MOST_PARTNERS]),
        ceiling="watch",
    )  # fmt: skip
