"""Who may speak for a rights holder: what a newcomer shows, held against what is known.

One rule for the scan and for the check at intake. It says what looks wrong and how; it calls nobody
an impostor: what follows is a question to the newcomer, never a refusal of its account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from abuse.identity.domains import (
    closest,
    is_disguised,
    is_extended,
    label,
    misspelling,
    registrable,
)
from abuse.policy import Policy

# What each sign weighs in log-odds. Look-alike letters have no honest reason; another ending may
# be another country's office, and so may a name that is known under another domain.
_IMITATION: Final = {
    "letters": 3.2, "word": 2.8, "slip": 2.6, "misspelt": 2.6, "ending": 2.4, "name": 2.2,
    "disguised": 2.2,
}  # fmt: skip
_FREE_MAIL: Final = 2.2
# A small holder for which only agents have filed may have used this mailbox all along.
_FREE_MAIL_OF_ONE_UNHEARD: Final = 1.2
_SAME_NAME: Final = 1.9
_OTHER_NAME: Final = 1.2
_MORE: Final = 0.4
_MOST: Final = 3.6

SIGNS: Final = (
    "look_alike_domain", "free_mail", "known_name", "name_against_number", "no_papers",
)  # fmt: skip


@dataclass(frozen=True)
class Claimant:
    """A new account that files for a holder whom others file for.

    Attributes
    ----------
    domains : frozenset of str
        Of its email and its website, public mailbox providers left out.
    free_mail : bool
        It writes from a public provider, and from no domain of its own.
    account : str
        Its own name, as `abuse.identity.names.core`; "" for a person.
    name : str
        The holder's name that it gives, likewise.
    for_another : bool
        It says that the right is somebody else's.
    papers : bool
        It showed an authorization.
    confirmed : frozenset of str
        Domains that it is known to write from. A mailbox that it only typed is none.
    """

    domains: frozenset[str]
    free_mail: bool
    account: str
    name: str
    for_another: bool
    papers: bool
    confirmed: frozenset[str]


@dataclass(frozen=True)
class Incumbents:
    """What is known of the holder through accounts that came before.

    Attributes
    ----------
    own, agents : frozenset of str
        Domains of the holder's own accounts and of those that file for it.
    free_mail : bool
        One of its own accounts writes from a public provider or, where it has none, one of those
        that file for it.
    accounts : frozenset of str
        Names of all these accounts, as `abuse.identity.names.core`.
    names : frozenset of str
        Under which the right's number is known, as `abuse.identity.names.core`.
    confirmed : frozenset of str
        Domains that one of these accounts is known to write from.
    """

    own: frozenset[str]
    agents: frozenset[str]
    free_mail: bool
    accounts: frozenset[str]
    names: frozenset[str]
    confirmed: frozenset[str]


@dataclass(frozen=True)
class Doubt:
    """What looks wrong: slugs of `SIGNS`, how a domain resembles a known one, and the log-odds."""

    signs: tuple[str, ...]
    resembles: str | None
    log_odds: float


def doubt(claimant: Claimant, incumbents: Incumbents, policy: Policy) -> Doubt | None:
    """Say what looks wrong about a newcomer, or None.

    Notes
    -----
    Whom it may wrong: staff of the holder who write from a private mailbox; a holder that moved to
    another domain; a right that changed hands under its number. Each clears itself with one paper.
    Whoever is known to write from a domain that they are known to write from is one of them.
    Source: Bungie v. Minor (2022), notices from look-alike mailboxes of the maker's agent.

    Examples
    --------
    >>> maker = Incumbents(
    ...     frozenset({"velora.example"}), frozenset(), False, frozenset({"velora"}),
    ...     frozenset({"velora"}), frozenset({"velora.example"}))
    >>> new = Claimant(
    ...     frozenset({"velora-legal.example"}), False, "finch", "velora", True, False, frozenset())
    >>> doubt(new, maker, Policy()).signs
    ('look_alike_domain', 'no_papers')
    >>> agent = Claimant(
    ...     frozenset({"bell.example"}), False, "bell", "velora", True, True, frozenset())
    >>> doubt(agent, maker, Policy()) is None
    True
    """
    known = incumbents.own | incumbents.agents
    own = {registrable(domain) for domain in claimant.confirmed}
    if own & {registrable(domain) for domain in incumbents.confirmed}:
        return None
    weights: dict[str, float] = {}
    resembles = _imitation(claimant, incumbents, policy)
    if resembles:
        weights["look_alike_domain"] = _IMITATION[resembles]
    if claimant.free_mail and known and not incumbents.free_mail:
        heard = bool(incumbents.own) or claimant.for_another
        weights["free_mail"] = _FREE_MAIL if heard else _FREE_MAIL_OF_ONE_UNHEARD
    if claimant.account in incumbents.accounts and claimant.domains and known:
        weights["known_name"] = _SAME_NAME
    if claimant.name and incumbents.names and not _is_among(claimant.name, incumbents.names):
        weights["name_against_number"] = _OTHER_NAME
    if not weights:
        return None
    if claimant.for_another and not claimant.papers:
        weights["no_papers"] = _MORE
    strongest = max(weights.values())
    total = strongest + _MORE * (len(weights) - 1)
    return Doubt(tuple(weights), resembles, min(total, _MOST))


def _imitation(claimant: Claimant, incumbents: Incumbents, policy: Policy) -> str | None:
    """How a domain of the claimant imitates a known one, or the holder's name. One that it only
    typed may be the known one itself, and imitates nothing."""
    known = incumbents.own | incumbents.agents
    theirs = {registrable(domain) for domain in known}
    domains = [each for each in sorted(claimant.domains) if registrable(each) not in theirs]
    resemblance = closest(
        domains,
        known,
        letters_per_slip=policy.impostor_letters_per_slip,
    )
    if resemblance:
        return resemblance[1]
    shown = [label(domain).replace("-", "") for domain in domains]
    if any(_is_misspelt(one, claimant.name, policy) for one in shown):
        return "misspelt"
    # Without accounts of the holder's own this may be the first of them.
    if incumbents.own and any(is_extended(one, claimant.name) for one in shown):
        return "name"
    return "disguised" if any(is_disguised(one) for one in shown) else None


def _is_misspelt(shown: str, name: str, policy: Policy) -> bool:
    """Whether a domain comes close to the beginning of the holder's name without being it."""
    if not name or name.startswith(shown):
        return False
    near = policy.impostor_letters_per_slip
    starts = (name[: len(shown) + more] for more in (0, 1, -1))
    return any(misspelling(shown, start, letters_per_slip=near) for start in starts)


def _is_among(name: str, names: frozenset[str]) -> bool:
    """Whether a name is one of those known, a longer or shorter form, or in another script."""
    return any(
        name in one or one in name or name.isascii() != one.isascii() for one in sorted(names)
    )
