"""What two parties have in common, weighed: at, below and above each threshold."""

from __future__ import annotations

import itertools

import pytest

from abuse.linking.matching import Alike, Likeness, Pair, likeness
from abuse.linking.rarity import KIND, most_sharers, rarity
from abuse.policy import Policy
from tests.abuse.boundaries import under

HERE = Pair()
POLICY = Policy()
ALONE = ["device", "payment", "phone", "email", "free_email", "paper", "near_paper", "right"]


def weigh(*alike: Alike, pair: Pair = HERE, policy: Policy = POLICY) -> Likeness | None:
    return likeness(alike, pair, accounts=1000, policy=policy)


def is_strong(*kinds: str, pair: Pair = HERE, sharers: int = 2, **shown: bool) -> bool:
    result = weigh(*(Alike(kind, sharers, **shown) for kind in kinds), pair=pair)
    return result is not None and result.strong


@pytest.mark.parametrize("kind", ALONE)
def test_one_rare_thing_of_ones_own_is_enough(kind):
    assert is_strong(kind)


@pytest.mark.parametrize(
    "kind", sorted({*KIND, "name", "client", "number", "reference"} - set(ALONE))
)
def test_what_is_a_places_or_everybodys_never_is(kind):
    assert not is_strong(kind)


def test_places_networks_words_and_domains_are_not_enough_together():
    assert not is_strong("address", "ip", "ip_net", "text", "domain", "website")


@pytest.mark.parametrize("kind", ["device", "free_email", "paper", "ip", "text", "right"])
def test_a_value_that_too_many_show_tells_nothing(kind):
    most = most_sharers(POLICY, kind)
    assert weigh(Alike(kind, most)) is not None
    assert weigh(Alike(kind, most + 1)) is None


def test_one_thing_must_be_so_rare():
    rare = float(rarity(1000, 13))
    for asked, strong in ((rare - 0.01, True), (rare, True), (rare + 0.01, False)):
        with under(**{"linking.matching.ONE_MARK": asked}):
            result = weigh(Alike("device", 13))
        assert result is not None
        assert result.strong is strong


def test_several_kinds_must_come_to_so_much():
    # Twenty show the device: it is not rare enough to be enough alone.
    several = Alike("device", 20), Alike("address", 4)
    total = float(rarity(1000, 20) + 0.8 * rarity(1000, 4))
    for asked, strong in ((total - 0.01, True), (total, True), (total + 0.01, False)):
        with under(**{"linking.matching.LINK": asked}):
            result = weigh(*several)
        assert result is not None
        assert (result.weight, result.strong) == (total, strong)


@pytest.mark.parametrize(("kinds", "strong"), [(2, True), (3, False)])
def test_several_kinds_must_be_as_many_as_the_policy_asks(kinds, strong):
    policy = Policy(identifiers_min_kinds=kinds)
    result = weigh(Alike("name", 2), Alike("website", 2), policy=policy)
    assert result is not None
    assert result.strong is strong


PUBLIC = ("name", "address", "client", "number")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_what_anybody_can_copy_never_tells_who_somebody_is(number):
    """Name, address, client and number: from registers and imprints."""
    for some in itertools.combinations(PUBLIC, number):
        result = weigh(*(Alike(kind, 2) for kind in some))
        assert result is None or not result.strong, some


def test_a_number_for_which_only_the_others_word_speaks_is_as_public():
    shown = Alike("name", 2), Alike("address", 2), Alike("right", 2, stated=True)
    own = Pair(for_itself=True)
    assert not weigh(*shown, pair=own).strong
    assert weigh(*shown[:2], Alike("right", 2), pair=own).strong
    # Who comes as its agent may be its new door.
    assert weigh(*shown).strong


@pytest.mark.parametrize("proof", ["reference", "near_paper", "paper"])
def test_two_of_these_do_with_what_is_not_public(proof):
    # Papers so common that they do not do it alone.
    for some in itertools.combinations(PUBLIC, 2):
        result = weigh(*(Alike(kind, 2) for kind in some), Alike(proof, 2))
        assert result is not None
        assert result.strong, some
    for kind in PUBLIC:
        result = weigh(Alike(kind, 2), Alike("reference", 2))
        assert result is None or not result.strong, kind
    assert not weigh(Alike("reference", 2)).strong


@pytest.mark.parametrize(("sharers", "strong"), [(2, True), (3, False)])
def test_a_power_of_attorney_that_others_show_too_tells_nothing(sharers, strong):
    shown = (Alike("client", 2), Alike("number", 2), Alike("reference", sharers))
    assert weigh(*shown).strong is strong


@pytest.mark.parametrize("asked", [4.9, 5.0, 5.1])
def test_it_is_so_rare(asked):
    shown = (Alike("client", 2), Alike("number", 2), Alike("reference", 2))
    with under(**{"linking.matching.ONE_MARK": asked}):
        result = weigh(*shown)
    assert result.strong is (asked <= 5.0)


def test_an_agent_and_its_client_share_all_of_that():
    shown = (Alike("name", 2), Alike("client", 2), Alike("number", 2), Alike("reference", 2))
    for pair in (Pair(acts_for=True), Pair(authorized=True)):
        result = likeness(shown, pair, accounts=1000, policy=Policy())
        assert result is None or not result.strong
    assert likeness(shown, Pair(), accounts=1000, policy=Policy()).strong


def test_kinds_of_one_fact_count_once():
    result = weigh(Alike("address", 2), Alike("ip", 2), Alike("ip_net", 2))
    assert result == Likeness(4.0, ("address:2",), False)


def test_who_does_not_count_does_not_make_a_value_common():
    assert weigh(Alike("device", 40)) is None
    result = weigh(Alike("device", 40, uncounted=38))
    assert result is not None
    assert (result.strong, result.shared) == (True, ("device:40",))


@pytest.mark.parametrize("kind", ["email", "phone", "address", "ip", "text"])
def test_what_a_third_firm_lends_tells_nothing(kind):
    assert weigh(Alike(kind, 2, lent=True)) is None


@pytest.mark.parametrize("kind", ["device", "payment", "paper", "right"])
def test_no_firm_lends_what_is_ones_own(kind):
    result = weigh(Alike(kind, 2, lent=True))
    assert result is not None
    assert result.strong


@pytest.mark.parametrize("kind", ["email", "phone", "address", "text", "paper", "right"])
def test_between_agent_and_client_what_the_agent_lends_is_explained(kind):
    assert not is_strong(kind, pair=Pair(acts_for=True, client_known=True, by_its_right=True))


def test_a_client_that_was_only_named_explains_nothing_of_ones_own():
    pair = Pair(acts_for=True)
    assert not is_strong("email", "phone", "address", "text", pair=pair)
    assert all(is_strong(kind, pair=pair) for kind in ("free_email", "paper", "right", "device"))
    by_its_right = Pair(acts_for=True, by_its_right=True)
    assert not is_strong("free_email", "phone", pair=by_its_right)
    assert all(is_strong(kind, pair=by_its_right) for kind in ("paper", "right", "device"))


def test_a_known_client_explains_no_right_that_the_agent_never_filed_by_for_it():
    pair = Pair(acts_for=True, client_known=True)
    assert not is_strong("free_email", "phone", pair=pair)
    assert is_strong("right", pair=pair)
    assert is_strong("paper", pair=pair)


@pytest.mark.parametrize(
    ("kind", "explained"),
    [("email", True), ("phone", True), ("paper", False), ("right", False), ("device", False)],
)
def test_a_proven_permission_explains_what_a_hired_firm_lends(kind, explained):
    assert is_strong(kind, pair=Pair(authorized=True)) is not explained


@pytest.mark.parametrize("kind", ["device", "payment"])
def test_between_agent_and_client_a_device_is_not(kind):
    assert is_strong(kind, pair=Pair(acts_for=True))


def test_a_mailbox_that_a_third_party_shows_too_is_a_hired_firms():
    assert is_strong("email", "phone", sharers=2)
    assert not is_strong("email", "phone", "address", "text", sharers=3)
    assert is_strong("email", "phone", "device", sharers=3)
    assert is_strong("free_email", "phone", sharers=3)


def test_sharing_more_never_weighs_less_where_nobody_else_shares_it():
    assert is_strong("phone")
    for more in (["ip_net"], ["address"], ["ip", "address"], ["address", "name"]):
        assert is_strong("phone", *more)


def test_a_telephone_that_a_third_party_shows_at_the_place_is_the_places():
    assert is_strong("phone", at_home=True)
    assert not is_strong("phone", "address", at_home=True)
    assert not is_strong("phone", "ip", "address", at_home=True)
    assert is_strong("phone", "address", "name", at_home=True)
    assert is_strong("phone", "address", "payment", at_home=True)


def test_a_line_of_a_crowded_hall_is_the_halls_though_its_network_tells_nothing():
    crowd = Alike("ip", most_sharers(POLICY, "ip") + 1)
    result = weigh(crowd, Alike("phone", 3, at_home=True))
    assert result == Likeness(5.0, ("phone:3",), False)


def test_a_telephone_that_the_account_showed_before_is_not_enough_alone():
    assert not is_strong("phone", before=True)
    assert is_strong("phone", "device", before=True)
    assert is_strong("device", before=True)
    assert is_strong("right", before=True)


def test_a_right_that_rests_on_the_other_partys_word_is_not_enough_alone():
    assert not is_strong("right", stated=True)
    right = Alike("right", 2, stated=True)
    for kind in ("name", "address", "ip"):
        result = weigh(right, Alike(kind, 2))
        assert result is not None
        assert result.strong


def test_a_households_device_is_the_places_only_for_who_showed_it_before_and_pays_apart():
    home, apart = ("device", "address", "phone"), Pair(apart={"payment"})
    assert is_strong(*home)
    assert is_strong(*home, pair=apart, at_home=True)
    assert is_strong(*home, pair=apart, before=True)
    assert is_strong(*home, at_home=True, before=True)
    assert not is_strong(*home, pair=apart, at_home=True, before=True)
    assert is_strong(*home, "payment", at_home=True, before=True)


def test_nothing_in_common_is_no_likeness():
    assert weigh() is None


def test_order_does_not_matter():
    alike = [Alike(kind, n) for n, kind in enumerate((*ALONE, "address", "ip", "text"), 2)]
    assert weigh(*alike) == weigh(*reversed(alike))
