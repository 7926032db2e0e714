"""Who may speak for a rights holder: what a newcomer shows, held against what is known.

One rule for the scan and for the check at intake. It says what looks wrong and how; it calls nobody
an impostor: what follows is a question to the newcomer, never a refusal of its account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from abuse.domains import closest, is_extended, label, registrable, skeleton
from abuse.policy import Policy

# What an imitation of each kind weighs in log-odds: look-alike letters have no honest reason, a
# slip may be another brand's name.
_IMITATION: Final = {"letters": 3.2, "word": 2.8, "ending": 2.6, "slip": 2.6, "name": 2.4}
_FREE_MAIL: Final = 2.2
_OTHER_NAME: Final = 1.2
_MORE: Final = 0.4

SIGNS: Final = ("look_alike_domain", "free_mail", "name_against_number", "no_papers")


@dataclass(frozen=True)
class Claimant:
    """A new account that files for a holder whom others file for.

    Attributes
    ----------
    domains : frozenset of str
        Of its e-mail and its website, public mailbox providers left out.
    free_mail : bool
        It writes from a public provider, and from no domain of its own.
    name : str
        The holder's name that it gives, as `abuse.names.core`.
    for_another : bool
        It says that the right is somebody else's.
    papers : bool
        It showed an authorization.
    """

    domains: frozenset[str]
    free_mail: bool
    name: str
    for_another: bool
    papers: bool


@dataclass(frozen=True)
class Standing:
    """What is known of the holder through accounts that came before.

    Attributes
    ----------
    own, agents : frozenset of str
        Domains of the holder's own accounts and of those that file for it.
    own_free_mail : bool
        One of its own accounts writes from a public provider.
    names : frozenset of str
        Under which the right's number is known, as `abuse.names.core`.
    """

    own: frozenset[str]
    agents: frozenset[str]
    own_free_mail: bool
    names: frozenset[str]


@dataclass(frozen=True)
class Doubt:
    """What looks wrong: slugs of `SIGNS`, how a domain resembles a known one, and the log-odds."""

    signs: tuple[str, ...]
    resembles: str | None
    log_odds: float


def doubt(claimant: Claimant, standing: Standing, policy: Policy) -> Doubt | None:
    """Say what looks wrong about a newcomer, or None.

    Notes
    -----
    Whom it may wrong: staff of the holder who write from a private mailbox; a holder that moved to
    another domain; a right that changed hands under its number. Each clears itself with one paper.
    Source: notices in a maker's name from look-alike mailboxes of its agent (Bungie v. Minor, 2022).

    Examples
    --------
    >>> maker = Standing(frozenset({"velora.example"}), frozenset(), False, frozenset({"velora"}))
    >>> new = Claimant(frozenset({"velora-legal.example"}), False, "velora", True, False)
    >>> doubt(new, maker, Policy()).signs
    ('look_alike_domain', 'no_papers')
    >>> agent = Claimant(frozenset({"firm.example"}), False, "velora", True, True)
    >>> doubt(agent, maker, Policy()) is None
    True
    """
    known = standing.own | standing.agents
    if {registrable(d) for d in claimant.domains} & {registrable(d) for d in known}:
        return None
    weights: dict[str, float] = {}
    resembles = _imitation(claimant, standing, policy)
    if resembles:
        weights["look_alike_domain"] = _IMITATION[resembles]
    if claimant.free_mail and standing.own and not standing.own_free_mail:
        weights["free_mail"] = _FREE_MAIL
    if claimant.name and standing.names and not _is_among(claimant.name, standing.names):
        weights["name_against_number"] = _OTHER_NAME
    if not weights:
        return None
    if claimant.for_another and not claimant.papers:
        weights["no_papers"] = _MORE
    strongest = max(weights.values())
    total = strongest + _MORE * (len(weights) - 1)
    return Doubt(tuple(weights), resembles, min(total, policy.impostor_cap))


def _imitation(claimant: Claimant, standing: Standing, policy: Policy) -> str | None:
    """How a domain of the claimant imitates a known one, or the holder's name beside its own."""
    found = closest(
        claimant.domains,
        standing.own | standing.agents,
        letters_per_slip=policy.impostor_letters_per_slip,
    )
    if found:
        return found[1]
    if not standing.own or not claimant.name.isascii():
        return None
    name = skeleton(claimant.name)
    shown = (skeleton(label(domain)) for domain in sorted(claimant.domains))
    return "name" if any(one == name or is_extended(one, name) for one in shown) else None


def _is_among(name: str, names: frozenset[str]) -> bool:
    """Whether a name is one of those known, a longer or shorter form, or in another script."""
    return any(
        name in one or one in name or name.isascii() != one.isascii() for one in sorted(names)
    )
