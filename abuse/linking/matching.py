"""Whether an account looks like another door of one party: what the two have in common, weighed.

One rule for sign-up, for each filing and for papers that were compared later. In goes what two
parties show alike and what is known of the two; out comes how much it weighs, and whether a person
is to look before the account's complaint goes on. It merges nothing and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from abuse.linking.rarity import KIND, OWN, TELLING, most_sharers, rarity
from abuse.policy import Policy

# The scan's kinds, and two that only a match compares: a right of one's own, and one's name.
_KIND: Final = {**KIND, "right": ("right", 1.0), "name": ("name", 0.6)}
_ALONE: Final = TELLING | {"near_paper", "right"}
# Without one of these it is a place, a template or a provider that two have in common.
_PERSONAL: Final = _ALONE | {"name"}
_PROPER: Final = (OWN - {"free_email"}) | {"right", "name"}
_TWO: Final = 2
# What a firm that acts for others shows for them: its mailbox, line, desk, words, and their papers.
_LENT: Final = frozenset({"mail", "phone", "place", "text", "paper", "right"})
_HIRED: Final = _LENT - {"paper", "right"}
_AT_HOME: Final = frozenset({"address", "ip"})


@dataclass(frozen=True, slots=True)
class Alike:
    """A value that both parties show.

    Attributes
    ----------
    kind : str
        Of `rarity.KIND`; or `right`, a right that the other party filed for itself; or `name`.
        A mailbox that bears its owner's name is a `free_email`: no firm lends it.
    sharers : int
        How many parties show it, these two among them.
    bound : int
        How many of these are bound or flagged themselves, the party itself left out: whoever is put
        out with all its accounts does not make what they share common.
    lent : bool
        A third party that acts for several holders, or for both of these, shows it too.
    """

    kind: str
    sharers: int
    bound: int = 0
    lent: bool = False

    @property
    def strangers(self) -> int:
        """How many show it, the bound and flagged ones taken for one."""
        return self.sharers - self.bound


@dataclass(frozen=True, slots=True)
class Pair:
    """What else is known of an account and of the party that it looks like.

    Attributes
    ----------
    acts_for : bool
        One has filed as the other's agent, or both are agents of one holder.
    was_there : bool
        The account filed before the party was warned, flagged or bound.
    apart : collection of str
        Of device and payment, what both show and do not share.
    """

    acts_for: bool = False
    was_there: bool = False
    apart: Collection[str] = frozenset()


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
        `identifiers_common`, `identifiers_alone_weight`, `identifiers_min_kinds` and
        `identifiers_min_weight`, as the scan reads them.

    Returns
    -------
    Likeness or None
        Strong by one thing that is somebody's own (device, payment account, telephone, mailbox,
        paper, right) and so rare as `identifiers_alone_weight` asks, or by several kinds that come
        to `identifiers_min_weight`. An address, a network, a domain or words never do it alone or
        among themselves.

    Notes
    -----
    Three things explain sharing away. Between an agent and its client what an agent lends does not
    count; nor do mailbox, line, desk and words that a third firm shows too, or that go with a
    mailbox which a third party shows, between two who share nothing of their own. A telephone where
    people live or trade together is the place's, where they share nothing else; of an account that
    was there before, a device is the place's too, if the two pay from different accounts. Of such
    an account a telephone alone is never enough.

    It may wrong who bought a used telephone or took over its number, who bought a right, and the
    relative who files from the household's one device after the boycott: nothing shown tells them
    from a return. It misses who comes back with nothing of the old, or with no more than the
    telephone of a home that it still shows. People decide.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210: agreement on a rare value is
    worth the logarithm of how rare it is.

    Examples
    --------
    >>> likeness([Alike("device", 2)], Pair(), accounts=1000, policy=Policy())
    Likeness(weight=5.0, shared=('device:2',), strong=True)
    >>> home = [Alike("address", 3), Alike("ip", 3), Alike("phone", 3)]
    >>> likeness(home, Pair(apart={"device"}), accounts=1000, policy=Policy())
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
    at_the_place = _of_the_place({each.kind for each in alike}, pair)
    facts = [one for group, one in best.items() if group not in at_the_place]
    there = [weight for group, (weight, _) in best.items() if group in at_the_place]
    total = sum(weight for weight, _ in facts) + max(there, default=0.0)
    alone = _ALONE - {"phone"} if pair.was_there else _ALONE
    strong = any(
        each.kind in alone and rarity(accounts, each.strangers) >= policy.identifiers_alone_weight
        for _, each in facts
    ) or (
        len(facts) + bool(there) >= policy.identifiers_min_kinds
        and total >= policy.identifiers_min_weight
        and any(each.kind in _PERSONAL for _, each in facts)
    )
    ranked = sorted(best.values(), key=lambda one: (-one[0], one[1].kind))
    shared = tuple(f"{each.kind}:{each.sharers}" for _, each in ranked)
    return Likeness(total, shared, strong)


def _unexplained(alike: list[Alike], pair: Pair) -> list[Alike]:
    """What is left once agents and firms that were hired explain their part."""
    lent = _LENT if pair.acts_for else frozenset()
    # A mailbox that a third party shows too may be that of a firm which acts for all three.
    firm = any(each.kind == "email" and each.strangers > _TWO for each in alike)
    if firm and {each.kind for each in alike}.isdisjoint(_PROPER | {"free_email"}):
        lent |= _HIRED
    return [
        each for each in alike if _KIND[each.kind][0] not in (lent | _HIRED if each.lent else lent)
    ]


def _of_the_place(kinds: set[str], pair: Pair) -> frozenset[str]:
    """The groups that are one fact: the place, and what is there for all who are."""
    proper = kinds & (_PROPER | {"email", "free_email"})
    if kinds.isdisjoint(_AT_HOME):
        return frozenset({"place"})
    if not proper:
        return frozenset({"place", "phone"})
    if proper == {"device"} and pair.was_there and "payment" in pair.apart:
        return frozenset({"place", "phone", "device"})
    return frozenset({"place"})
