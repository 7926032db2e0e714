"""Who counts as one person, because one alone let the other in, gave access back, or took off the
other's second factor.

A tie holds until a second person approves it. Persons are named by their ids, and a filer by minus
its id, so that both fit into one set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from complaints.base.errors import Refusal
from complaints.rules.actors import Actor, require_another_person
from complaints.words import Message
from complaints.words import message as _

# A person's id, or minus a filer's.
Node = int


@dataclass(frozen=True, slots=True)
class Ties:
    """The pairs that one alone made."""

    pairs: tuple[tuple[Node, Node], ...] = ()

    def with_tied(self, nodes: Iterable[Node | None]) -> frozenset[Node]:
        """Return these, and whoever is tied with one of them, over any number of ties.

        >>> sorted(Ties(((1, 2), (3, 2), (5, -4))).with_tied([1, None]))
        [1, 2, 3]
        """
        reached = {node for node in nodes if node is not None}
        pairs, before = self.pairs, -1
        while before != len(reached):
            before = len(reached)
            for one, other in pairs:
                if one in reached or other in reached:
                    reached |= {one, other}
        return frozenset(reached)


def filer_node(filer_id: int) -> Node:
    """Return how a filer is named in a tie."""
    return -filer_id


def require_apart(actor: Actor, earlier: Collection[int | None], ties: Ties, what: Message) -> None:
    """Refuses with: second-person-needed, where the actor took an earlier part in `what`;
    one-let-in-the-other, where the actor is tied with somebody who did."""
    require_another_person(actor, earlier, what)
    require_untied(actor, earlier, ties)


def require_untied(actor: Actor, others: Iterable[int | None], ties: Ties) -> None:
    """Refuses with: one-let-in-the-other, where the actor is tied with one of these."""
    if actor.person_id is not None and actor.person_id in ties.with_tied(others):
        raise Refusal(
            "one-let-in-the-other",
            _(
                "You and somebody with another part in this case count as one person: one of you "
                "gave the other access, restored it or removed a second factor, and nobody else "
                "approved that. It is listed under “Open approvals” in “Staff and access”: "
                "another administrator can approve it there, or an operator with “cleanhands user "
                "approve”. Until then ask a colleague."
            ),
        )
