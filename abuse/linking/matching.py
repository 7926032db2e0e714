"""Whether an account looks like another door of one party: what the two have in common, weighed.

One rule for sign-up, for each filing and for papers that were compared later. In goes what two
parties show alike and what is known of the two; out comes how much it weighs, and whether a person
is to look before the account's complaint goes on. It merges nothing and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from abuse.linking.rarity import KIND, LINK, ONE_MARK, OWN, TELLING, most_sharers, rarity
from abuse.policy import Policy

# The scan's kinds, and those that only a match compares: a right of one's own, one's name, and
# for whom an agent acts, by which right and by which permission.
_KIND: Final = {
    **KIND, "right": ("right", 1.0), "name": ("name", 0.6), "client": ("client", 0.3),
    "number": ("number", 0.3), "reference": ("reference", 0.6),
}  # fmt: skip
# What stands in registers and imprints: anybody can copy it, and type it in.
_PUBLIC: Final = frozenset({"name", "address", "client", "number"})
# What an agent and its client alone know. It tells nothing by itself: it speaks of the client.
_PROVES: Final = frozenset({"reference", "paper", "near_paper"})
# What counts beside a permission alone.
_OF_AGENTS: Final = frozenset({"client", "number", "reference"})
_ALONE: Final = TELLING | {"near_paper", "right"}
# Without one of these kinds, the two may share no more than a place, a template or a provider.
_PERSONAL: Final = _ALONE | {"name"}
_PROPER: Final = (OWN - {"free_email"}) | {"right", "name"}
_TWO: Final = 2
# What a firm that acts for others shows for them: its mailbox, line, desk, words, and their papers.
_LENT: Final = frozenset({"mail", "phone", "place", "text", "paper", "right"})
_HIRED: Final = _LENT - {"paper", "right"}
# What people who live or trade together share.
AT_HOME: Final = frozenset({"address", "ip"})


@dataclass(frozen=True, slots=True)
class Alike:
    """A value that both parties show.

    *Before* means: before the other party was warned, flagged or bound.

    Attributes
    ----------
    kind : str
        Of `rarity.KIND`; or `right`, a right that the other party filed for itself; or `name`; or,
        of two agents, `client`, whom both act for, `number`, a right that both filed by for it,
        and `reference`, that of the client's power of attorney.
        A mailbox that bears its owner's name is a `free_email`: no firm lends it.
    sharers : int
        How many parties show it, these two among them.
    uncounted : int
        How many of these do not make it common: parties that are bound or flagged, that look like
        the other party themselves, or that showed it only afterwards. Whoever is put out can open
        as many accounts as it likes.
    lent : bool
        A third party that served several holders, or the other party, before shows it too.
    before : bool
        The account itself showed it before.
    at_home : bool
        A third party that showed it before shows the place too: a household's or a hall's line.
    stated : bool
        Of a right: the other party's word is all that there is for it.
    """

    kind: str
    sharers: int
    uncounted: int = 0
    lent: bool = False
    before: bool = False
    at_home: bool = False
    stated: bool = False

    @property
    def strangers(self) -> int:
        """How many show it, without those that do not make it common."""
        return self.sharers - self.uncounted


@dataclass(frozen=True, slots=True)
class Pair:
    """What else is known of an account and of the party that it looks like.

    Attributes
    ----------
    acts_for : bool
        One filed as the other's agent before the party was warned, flagged or bound.
    client_known : bool
        That client is more than a name that the agent typed in: its account was there before, or it
        has proven a right.
    by_its_right : bool
        The agent filed by the right at hand, for that client, before.
    authorized : bool
        One acts for the other by an authorization that a person compared or the holder confirmed.
    apart : collection of str
        Of device and payment, what both show and do not share.
    for_itself : bool
        The account files by its own right, as nobody's agent.
    """

    acts_for: bool = False
    client_known: bool = False
    by_its_right: bool = False
    authorized: bool = False
    apart: Collection[str] = frozenset()
    for_itself: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two parties are: log-odds, what it rests on as `kind:sharers`, the strongest first,
    and whether it is enough to hold a complaint until a person has looked."""

    weight: float
    shared: tuple[str, ...]
    strong: bool


def likeness(
    alike: Iterable[Alike], pair: Pair, *, accounts: int, policy: Policy
) -> Likeness | None:
    """Weigh what an account has in common with a party; None where nothing of it tells.

    Parameters
    ----------
    alike : iterable of Alike
        All that the two show alike.
    pair : Pair
        What explains sharing away.
    accounts : int
        How many accounts there are.
    policy : Policy
        `identifiers_common` and `identifiers_min_kinds`, as the scan reads them.

    Returns
    -------
    Likeness or None
        Strong by one thing that is somebody's own (device, payment account, telephone, mailbox,
        paper, right) and so rare as `ONE_MARK` asks, or by several kinds that come
        to `LINK`. An address, a network, a domain or words never do it alone or
        among themselves; nor do name, address, client and number, which anybody can copy from a
        register. Two of these four do with a power of attorney or a paper that nobody else shows.

    Notes
    -----
    Three things explain sharing away. Between an agent and its client mailbox, line, desk and words
    do not count, where it served the client before the trouble or its permission is proven; nor do
    right and papers, where it filed by that right for a client that is known. A client that it only
    named explains a mailbox of one's own by that right alone. Mailbox, line, desk and words do not
    count either where a third firm shows them too, or where they go with a mailbox that a third
    party shows, between two who share nothing of their own. A
    telephone is the place's where a third party shows both, and the two share nothing else; of an
    account that showed it before, a device is the place's in the same way, if the two pay from
    different accounts. A telephone that the account showed before is never enough alone, and
    neither is a right for which the other party has nothing but its word.

    It may wrong who bought a used telephone or took over its number, who bought a right, and the
    first relative who files from the household's one landline or device after the boycott: nothing
    shown tells them from a return. It misses who comes back with nothing of the old, and who
    prepared its doors before it was warned. People decide.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210: agreement on a rare value is
    worth the logarithm of how rare it is.

    Examples
    --------
    >>> likeness([Alike("device", 2)], Pair(), accounts=1000, policy=Policy())
    Likeness(weight=5.0, shared=('device:2',), strong=True)
    >>> home = [Alike("address", 3), Alike("ip", 3), Alike("phone", 3, at_home=True)]
    >>> likeness(home, Pair(), accounts=1000, policy=Policy())
    Likeness(weight=5.0, shared=('phone:3', 'address:3'), strong=False)
    >>> likeness([Alike("device", 600)], Pair(), accounts=1000, policy=Policy()) is None
    True
    """
    alike = list(alike)
    left = [
        each
        for each in _unexplained(alike, pair)
        if each.strangers <= most_sharers(policy, each.kind)
    ]
    best: dict[str, tuple[float, Alike]] = {}
    for each in left:
        group, quality = _KIND[each.kind]
        weight = float(rarity(accounts, each.strangers)) * quality
        known = best.get(group)
        if known is None or (-weight, each.kind) < (-known[0], known[1].kind):
            best[group] = weight, each
    if not best:
        return None
    at_the_place = _of_the_place(alike, pair)
    own = {group: one for group, one in best.items() if group not in _OF_AGENTS}
    facts = [one for group, one in own.items() if group not in at_the_place]
    there = [weight for group, (weight, _) in own.items() if group in at_the_place]
    total = sum(weight for weight, _ in facts) + max(there, default=0.0)
    strong = any(
        _is_enough(each) and rarity(accounts, each.strangers) >= ONE_MARK for _, each in facts
    ) or (
        len(facts) + bool(there) >= policy.identifiers_min_kinds
        and total >= LINK
        and any(each.kind in _PERSONAL for _, each in facts)
        and not all(_is_public(each, pair) for _, each in own.values())
    )
    if _is_same_agent([each for _, each in best.values()], accounts):
        strong = True
        total += sum(weight for group, (weight, _) in best.items() if group in _OF_AGENTS)
    ranked = sorted(best.values(), key=lambda one: (-one[0], one[1].kind))
    shared = tuple(f"{each.kind}:{each.sharers}" for _, each in ranked)
    return Likeness(total, shared, strong)


def _is_same_agent(shown: Collection[Alike], accounts: int) -> bool:
    """Say whether two of name, address, client and number are shared, and beside them something
    that nobody else shows and no register tells."""
    public = {each.kind for each in shown if each.kind in _PUBLIC}
    return len(public) >= _TWO and any(
        each.kind in _PROVES
        and each.strangers <= _TWO
        and rarity(accounts, each.strangers) >= ONE_MARK
        for each in shown
    )


def _is_public(one: Alike, pair: Pair) -> bool:
    """Say whether anybody could have copied this: of who files for itself its right too, where the
    other party has nothing but its word for it."""
    return one.kind in _PUBLIC or (one.stated and pair.for_itself)


def _is_enough(one: Alike) -> bool:
    """Say whether this alone tells who somebody is, if it is rare."""
    return one.kind in _ALONE and not (one.stated or (one.kind == "phone" and one.before))


def _unexplained(alike: list[Alike], pair: Pair) -> list[Alike]:
    """What is left once agents and firms that were hired explain their part."""
    known = pair.authorized or pair.client_known
    lent = _HIRED if pair.acts_for or pair.authorized else frozenset()
    if pair.acts_for and known and pair.by_its_right:
        lent = _LENT
    if lent:
        # Client and number are what the two have in common, and the permission is between them.
        lent |= _OF_AGENTS
    named = lent and not (known or pair.by_its_right)
    # A mailbox that a third party showed before may be that of a firm which acts for all three.
    firm = any(each.kind == "email" and each.strangers > _TWO for each in alike)
    if firm and {each.kind for each in alike}.isdisjoint(_PROPER | {"free_email"}):
        lent |= _HIRED
    return [
        each
        for each in alike
        if _KIND[each.kind][0] not in (lent | _HIRED if each.lent else lent)
        or (named and each.kind == "free_email" and not each.lent)
    ]


def _of_the_place(alike: list[Alike], pair: Pair) -> frozenset[str]:
    """The kinds that count as one fact: a place, and what everybody at this place shares."""
    kinds = {each.kind for each in alike}
    proper = kinds & (_PROPER | {"email", "free_email"})
    if kinds.isdisjoint(AT_HOME) or proper - {"device"}:
        return frozenset({"place"})
    there = {each.kind for each in alike if each.at_home}
    if not proper:
        return frozenset({"place"} | (there & {"phone"}))
    known = all(each.before for each in alike if each.kind == "device")
    if "device" in there and known and "payment" in pair.apart:
        return frozenset({"place"} | (there & {"phone", "device"}))
    return frozenset({"place"})
