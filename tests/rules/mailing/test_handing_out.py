"""Who may take a letter with a link out, in the words of the rule."""

from __future__ import annotations

import pytest

from complaints.base.errors import Refusal
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, Actor, HandKind, PersonRole
from complaints.rules.mailing.handing_out import require_no_part, require_way
from complaints.rules.mailing.inboxes import Reach
from tests.refusals import refused

ANN = actors.person(1, PersonRole.ADMINISTRATOR)
OPERATOR = SYSTEM.by(HandKind.COMMAND)


@pytest.mark.parametrize("goes", list(Reach))
@pytest.mark.parametrize("reach", list(Reach))
@pytest.mark.parametrize("actor", [ANN, actors.partner(1)])
def test_a_letter_goes_its_own_way_alone(actor: Actor, reach: Reach, goes: Reach) -> None:
    if reach is goes:
        require_way(actor, reach, goes=goes)
        return
    caught = refused(require_way, actor, reach, goes=goes)
    assert (caught.slug, caught.facts["goes"]) == ("goes-another-way", str(goes))


@pytest.mark.parametrize("goes", list(Reach))
def test_the_operator_takes_out_any_letter_by_hand_and_no_other_way(goes: Reach) -> None:
    require_way(OPERATOR, Reach.BY_HAND, goes=goes)
    if goes is not Reach.PLATFORM:
        with pytest.raises(Refusal):
            require_way(OPERATOR, Reach.PLATFORM, goes=goes)


@pytest.mark.parametrize("actor", [ANN, actors.filer(7), actors.partner(7)])
def test_who_takes_part_or_is_no_person_takes_nothing_out(actor: Actor) -> None:
    assert refused(require_no_part, actor, {1, 2}).slug == "takes-part"


def test_who_takes_no_part_and_the_operator_may() -> None:
    require_no_part(ANN, {2, 3})
    require_no_part(ANN, ())
    require_no_part(OPERATOR, {0, 1})
