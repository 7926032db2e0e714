"""Authority: a new account speaks for a holder that others speak for, and shows another face.

It can speak at the first complaint, and leads to a check of authority before a takedown, never to a
boycott: its ceiling is *watch*. What looks wrong is said in `abuse.authority`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from abuse.authority import SIGNS, Claimant, Doubt, Standing, doubt
from abuse.columns import times
from abuse.findings import Finding
from abuse.policy import Policy
from abuse.view import Bools, Ints, View
from abuse.voices import Mailboxes, Voices, voices

_MOST_PARTNERS = 12


@dataclass(frozen=True)
class _Doubted:
    """A newcomer's row of `Voices`, what looks wrong, and the rows of those who came before."""

    row: int
    doubt: Doubt
    known: Ints


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag new accounts that file for a known holder from a face that is not the holder's.

    Known through other accounts, which began earlier and whose claims were mostly upheld; new when
    the account first names the holder soon after its own first complaint or registration.

    Notes
    -----
    Whom it may wrong: see `abuse.authority.doubt`. A holder that changes its agency is spared where
    the new one writes from its own domain; a brand that nobody else files for is never asked.
    """
    if not view.n_cases:
        return []
    heard = voices(view)
    boxes = Mailboxes(view, policy)
    worst: dict[int, _Doubted] = {}
    starts = np.flatnonzero(np.diff(heard.key, prepend=-1))
    new = _is_new(view, policy, heard)
    for rows in np.split(np.arange(len(heard.key)), starts[1:]):
        if len(rows) < 2 or not new[rows].any():
            continue
        for found in _doubts(policy, heard, boxes, rows, new):
            filer = int(heard.filer[found.row])
            if filer not in worst or found.doubt.log_odds > worst[filer].doubt.log_odds:
                worst[filer] = found
    return [_finding(view, heard, worst[filer]) for filer in sorted(worst)]


def _is_new(view: View, policy: Policy, heard: Voices) -> Bools:
    """Whether each row's account was new when it first named this holder or number."""
    began = np.array([view.case_filed[cases[0]] for cases in view.cases_by_filer], "M8[us]")
    registered = times(view.table.filers, "registered_at")
    began = np.where(registered < began, registered, began)
    within: Bools = heard.first - began[heard.filer] <= np.timedelta64(
        policy.impostor_new_days, "D"
    )
    return within


def _doubts(
    policy: Policy, heard: Voices, boxes: Mailboxes, rows: Ints, new: Bools
) -> Iterator[_Doubted]:
    """What looks wrong about the newcomers to one holder or number."""
    by_name = bool(heard.key[rows[0]] >= heard.numbered)
    bearers = heard.own[rows].sum() if by_name else len({heard.name[i] for i in rows.tolist()})
    if bearers > policy.impostor_most_names:
        return
    vouch = np.ones(len(rows), bool)  # who is doubted vouches for nobody who comes after
    for spot in np.flatnonzero(new[rows]).tolist():
        row = rows[spot]
        before = heard.first[row] - np.timedelta64(policy.impostor_known_days, "D")
        known = rows[vouch & (heard.first[rows] <= before)]
        if not _is_known(policy, heard, known):
            continue
        names = {heard.name[i] for i in known.tolist()} - {""}
        own = heard.filer[known[heard.own[known]]].tolist()
        others = heard.filer[known[~heard.own[known]]].tolist()
        standing = Standing(
            own=frozenset().union(*(boxes.domains[filer] for filer in own)),
            agents=frozenset().union(*(boxes.domains[filer] for filer in others)),
            free_mail=any(f in boxes.free and not boxes.domains[f] for f in own or others),
            accounts=frozenset(heard.account[i] for i in known.tolist()) - {""},
            names=frozenset() if by_name else frozenset(names),
        )
        filer = int(heard.filer[row])
        claimant = Claimant(
            domains=frozenset(boxes.domains[filer]),
            free_mail=filer in boxes.free and not boxes.domains[filer],
            account=heard.account[row],
            name=heard.name[row],
            for_another=not heard.own[row],
            papers=bool(heard.papers[row]),
        )
        found = doubt(claimant, standing, policy)
        if found:
            vouch[spot] = False
            yield _Doubted(int(row), found, known)


def _is_known(policy: Policy, heard: Voices, known: Ints) -> bool:
    """Whether those who came before have a history, and one that mostly held."""
    upheld, refused = int(heard.upheld[known].sum()), int(heard.refused[known].sum())
    return (
        int(heard.cases[known].sum()) >= policy.impostor_known_complaints
        and upheld >= policy.impostor_known_upheld
        and upheld >= policy.impostor_known_share * (upheld + refused)
    )


def _finding(view: View, heard: Voices, found: _Doubted) -> Finding:
    row, known = found.row, found.known
    filer, key = int(heard.filer[row]), heard.key[row]
    mine = view.cases_by_filer[filer]
    mine = mine[(heard.case_keys[:, mine] == key).any(axis=0)]
    began = view.case_filed[view.cases_by_filer[filer][0]]
    upheld, refused = int(heard.upheld[known].sum()), int(heard.refused[known].sum())
    complaints = int(heard.cases[known].sum())
    days = int((heard.first[row] - heard.first[known].min()) // np.timedelta64(1, "D"))
    rank = sorted(known.tolist(), key=lambda i: (-heard.cases[i], heard.first[i], heard.filer[i]))
    whose = "holder" if key >= heard.numbered else "right"
    return Finding(
        filer=filer,
        detector="impostor",
        family="authority",
        strength=float(np.clip(found.doubt.log_odds / 4, 0, 1)),
        log_odds=found.doubt.log_odds,
        numbers={
            "complaints_for_it": len(mine), "other_accounts": len(known),
            "known_complaints": complaints, "known_upheld": upheld, "known_refused": refused,
            "known_days": days, "known_by": whose,
            "account_days": int((heard.first[row] - began) // np.timedelta64(1, "D")),
            **{sign: int(sign in found.doubt.signs) for sign in SIGNS},
            **({"resembles": found.doubt.resembles} if found.doubt.resembles else {}),
        },
        complaints=tuple(mine.tolist())[:200],
        partners=tuple(int(heard.filer[i]) for i in rank[:_MOST_PARTNERS]),
        ceiling="watch",
    )  # fmt: skip
