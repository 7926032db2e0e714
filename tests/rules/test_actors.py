"""Who acts: what a key is good for, what a role may, and who counts as a second person."""

from __future__ import annotations

import pytest

from complaints.base.errors import Refusal
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, VISITOR, Actor, PersonRole, Role, Scope
from complaints.storage.links import SellerOf
from complaints.words import message as _

REVIEWER = actors.person(5, PersonRole.REVIEWER)
FILER, PARTNER = actors.filer(7), actors.partner(8)
STORE = actors.seller(SellerOf(complaint_id=3, store_id=9))
LONE = actors.seller(SellerOf(complaint_id=3, claim_id=4))


@pytest.mark.parametrize(
    ("actor", "scopes"),
    [
        (FILER, "file read"),
        (PARTNER, "file_on_behalf deliver speak_for_sellers enforce report_bounces read"),
        (REVIEWER, "decide review read judge_appeals"),
        (actors.person(5, PersonRole.SUPERVISOR), "decide review read judge_appeals"),
        (
            actors.person(5, PersonRole.ADMINISTRATOR),
            "decide review read judge_appeals administer",
        ),
        (actors.person(5, PersonRole.COUNSEL), "judge_appeals"),
        (STORE, ""),
        (VISITOR, ""),
        (SYSTEM, " ".join(Scope)),
    ],
)
def test_what_each_may(actor: Actor, scopes: str) -> None:
    assert {str(scope) for scope in actor.scopes} == set(scopes.split())
    for scope in Scope:
        if scope in scopes.split():
            actor.require(scope)
            continue
        with pytest.raises(Refusal) as refused:
            actor.require(scope)
        assert (refused.value.slug, refused.value.facts) == ("forbidden", {"needed": str(scope)})


@pytest.mark.parametrize(
    ("role", "part"),
    [
        (PersonRole.REVIEWER, Role.REVIEWER),
        (PersonRole.SUPERVISOR, Role.SUPERVISOR),
        (PersonRole.ADMINISTRATOR, Role.SUPERVISOR),
        (PersonRole.COUNSEL, Role.COUNSEL),
    ],
)
def test_the_part_that_a_person_of_staff_plays(role: PersonRole, part: Role) -> None:
    assert actors.person(1, role).role is part


@pytest.mark.parametrize(
    ("actor", "person", "filer", "partner"),
    [
        (REVIEWER, 5, None, None),
        (FILER, None, 7, None),
        (PARTNER, None, None, 8),
        (STORE, None, None, None),
        (SYSTEM, None, None, None),
    ],
)
def test_an_id_is_its_own_kinds(
    actor: Actor, person: int | None, filer: int | None, partner: int | None
) -> None:
    assert (actor.person_id, actor.filer_id, actor.partner_id) == (person, filer, partner)
    assert actor.is_staff is (person is not None)


def test_a_partner_alone_acts_on_the_side_of_sellers() -> None:
    assert (PARTNER.role, PARTNER.on_sellers_side().role) == (Role.FILER, Role.SELLER)
    for other in (REVIEWER, FILER, STORE, SYSTEM):
        assert other.on_sellers_side() is other


def test_counsel_is_a_person_and_no_member_of_staff() -> None:
    counsel = actors.person(5, PersonRole.COUNSEL)
    assert (counsel.person_id, counsel.is_staff, counsel.is_counsel) == (5, False, True)
    actors.require_judge(counsel)
    actors.require_judge(REVIEWER)
    for actor, require in ((counsel, actors.require_staff), (FILER, actors.require_judge)):
        with pytest.raises(Refusal) as refused:
            require(actor)
        assert refused.value.slug == "not-found"


def test_a_seller_is_its_store_or_minus_its_claim() -> None:
    assert (STORE.id, LONE.id, VISITOR.id, SYSTEM.id) == (9, -4, 0, 0)
    assert actors.seller(SellerOf(complaint_id=3)).id == 0
    assert {each.role for each in (STORE, LONE, VISITOR)} == {Role.SELLER}
    assert (FILER.role, PARTNER.role, SYSTEM.role) == (Role.FILER, Role.FILER, Role.CLOCK)


@pytest.mark.parametrize(
    ("actor", "earlier", "fits"),
    [
        (REVIEWER, [], True),
        (REVIEWER, [None, 6], True),
        (REVIEWER, [5], False),
        (REVIEWER, [None, 6, 5], False),
        (FILER, [], False),
        (SYSTEM, [], False),
    ],
)
def test_a_second_person_is_one_of_staff_who_took_no_part(
    actor: Actor, earlier: list[int | None], fits: bool
) -> None:
    if fits:
        actors.require_another_person(actor, earlier, _("This"))
        return
    with pytest.raises(Refusal) as refused:
        actors.require_another_person(actor, earlier, _("This"))
    assert refused.value.slug == "second-person-needed"


def test_another_key_is_no_other_person() -> None:
    again = actors.person(5, PersonRole.REVIEWER, key_id=99)
    with pytest.raises(Refusal):
        actors.require_another_person(again, [5], _("This"))
    assert (again.key_id, actors.filer(7, key_id=1).key_id) == (99, 1)
    assert actors.partner(8, key_id=2).key_id == 2


@pytest.mark.parametrize(
    ("asked", "fits"),
    [(None, True), ([], True), (["file"], True), (["file", "read"], True), (["decide"], False),
     (["file", "decide"], False)],
)  # fmt: skip
def test_a_key_gives_no_more_than_it_has(asked: list[str] | None, fits: bool) -> None:
    if fits:
        FILER.require_no_more_than(asked)
        return
    with pytest.raises(Refusal) as refused:
        FILER.require_no_more_than(asked)
    assert refused.value.slug == "scope-not-yours"
