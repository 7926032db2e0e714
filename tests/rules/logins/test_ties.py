"""Who counts as one person, over any number of ties, and what that refuses."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from complaints.base.errors import Refusal
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.logins.ties import Ties, filer_node, require_apart, require_untied
from complaints.words import message as _

ANN = actors.person(1, PersonRole.SUPERVISOR)


@pytest.mark.parametrize(
    ("pairs", "nodes", "reached"),
    [
        ((), [1], {1}),
        ((), [None], set()),
        (((1, 2),), [1], {1, 2}),
        (((1, 2),), [2], {1, 2}),
        (((1, 2),), [3], {3}),
        (((1, 2), (3, 4)), [1], {1, 2}),
        # Whatever the order in which the ties are read.
        (((3, 4), (2, 3), (1, 2)), [1], {1, 2, 3, 4}),
        (((1, 2), (2, 3), (3, 4)), [4, None], {1, 2, 3, 4}),
        (((1, filer_node(2)),), [2], {2}),
        (((1, filer_node(2)), (3, filer_node(2))), [1], {1, -2, 3}),
    ],
)
def test_whoever_is_tied_is_reached(
    pairs: tuple[tuple[int, int], ...], nodes: list[int | None], reached: set[int]
) -> None:
    assert Ties(pairs).with_tied(nodes) == reached


@pytest.mark.parametrize(
    ("pairs", "earlier", "slug"),
    [
        ((), [2, None], None),
        ((), [1], "second-person-needed"),
        (((1, 2),), [1], "second-person-needed"),
        (((1, 2),), [2], "one-let-in-the-other"),
        (((2, 1),), [2], "one-let-in-the-other"),
        (((1, 2),), [3], None),
        (((1, 2), (2, 3)), [3], "one-let-in-the-other"),
    ],
)
def test_a_second_person_is_tied_to_none_of_the_first(
    pairs: tuple[tuple[int, int], ...], earlier: Collection[int | None], slug: str | None
) -> None:
    if slug is None:
        require_apart(ANN, earlier, Ties(pairs), _("This"))
        return
    with pytest.raises(Refusal) as refused:
        require_apart(ANN, earlier, Ties(pairs), _("This"))
    assert refused.value.slug == slug


def test_only_a_person_is_tied() -> None:
    ties = Ties(((1, filer_node(1)),))
    require_untied(actors.filer(1), [filer_node(1)], ties)
    require_untied(SYSTEM, [1], ties)
    with pytest.raises(Refusal):
        require_untied(ANN, [filer_node(1)], ties)
