"""The life of a claim, and how a history's events drive it."""

from __future__ import annotations

import pytest

from complaints.base.errors import Refusal
from complaints.rules.actors import Role
from complaints.rules.decisions.claims import (
    CLAIM,
    OPEN_STATES,
    Position,
    derive_complaint_state,
    is_listing_down,
    position_after,
)
from complaints.rules.kinds import EventKind
from complaints.rules.machines import require_transition


@pytest.mark.parametrize(
    ("state", "event", "role", "down", "target"),
    [
        ("received", "ask", Role.REVIEWER, False, "incomplete"),
        ("incomplete", "complete", Role.FILER, False, "received"),
        ("incomplete", "lapse", Role.CLOCK, False, "closed"),
        ("received", "take_down", Role.REVIEWER, False, "removed"),
        ("received", "reject", Role.REVIEWER, False, "rejected"),
        ("removed", "counter", Role.SELLER, True, "countered"),
        ("countered", "stand", Role.REVIEWER, True, "removed"),
        ("countered", "reinstate", Role.REVIEWER, True, "reinstated"),
        ("countered", "restore", Role.CLOCK, True, "reinstated"),
        ("countered", "take_down", Role.REVIEWER, False, "removed"),
        ("countered", "reject", Role.REVIEWER, False, "rejected"),
        ("countered", "withdraw", Role.FILER, True, "withdrawn"),
        ("not_processed", "take_up", Role.SUPERVISOR, False, "received"),
        ("not_processed", "discard", Role.SUPERVISOR, False, "closed"),
        ("rejected", "overturn", Role.REVIEWER, False, "removed"),
        ("removed", "overturn", Role.REVIEWER, True, "reinstated"),
        ("removed", "put_right", Role.REVIEWER, True, "reinstated"),
    ],
)
def test_what_a_claim_allows(state: str, event: str, role: Role, down: bool, target: str) -> None:
    assert require_transition(CLAIM, state, event, role, listing_down=down) == target


@pytest.mark.parametrize(
    ("state", "event", "role", "down", "slug"),
    [
        ("rejected", "reject", Role.REVIEWER, False, "wrong-state"),
        ("countered", "reject", Role.REVIEWER, True, "wrong-state"),
        ("countered", "reinstate", Role.REVIEWER, False, "wrong-state"),
        ("countered", "restore", Role.CLOCK, False, "wrong-state"),
        ("countered", "restore", Role.REVIEWER, True, "forbidden"),
        ("removed", "restore", Role.CLOCK, True, "wrong-state"),
        ("removed", "put_right", Role.REVIEWER, False, "wrong-state"),
        ("removed", "put_right", Role.FILER, True, "forbidden"),
        ("countered", "put_right", Role.REVIEWER, True, "wrong-state"),
        ("withdrawn", "counter", Role.SELLER, False, "wrong-state"),
        ("received", "take_down", Role.FILER, False, "forbidden"),
        ("received", "counter", Role.FILER, False, "forbidden"),
        ("countered", "withdraw", Role.SELLER, False, "forbidden"),
        ("not_processed", "take_up", Role.FILER, False, "forbidden"),
    ],
)
def test_what_a_claim_refuses(state: str, event: str, role: Role, down: bool, slug: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_transition(CLAIM, state, event, role, listing_down=down)
    assert refused.value.slug == slug


def test_a_withdrawal_restores_a_listing_that_was_down() -> None:
    assert is_listing_down(True, "withdrawn") is False
    assert is_listing_down(True, "countered") is True
    assert is_listing_down(False, "countered") is False


def test_open_states_are_not_closed() -> None:
    assert not set(OPEN_STATES) & CLAIM.closed


@pytest.mark.parametrize(
    ("kinds", "state", "down"),
    [
        ("takedown", "removed", True),
        ("takedown counter_notice withdrawal", "withdrawn", False),
        ("takedown counter_notice takedown", "removed", True),
        ("takedown counter_notice reinstatement", "reinstated", False),
        ("takedown reinstatement", "reinstated", False),
        ("takedown appeal reinstatement appeal_decision", "reinstated", False),
        ("rejection takedown", "removed", True),
        ("counter_notice rejection", "rejected", False),
        ("amendment takedown", "removed", True),
        ("lapse", "closed", False),
        ("listing_gone", "moot", False),
        ("rejection grading", "rejected", False),
        ("demand_report", "received", False),
    ],
)
def test_a_history_drives_the_machine(kinds: str, state: str, down: bool) -> None:
    position: Position | None = Position("received")
    for kind in kinds.split():
        assert position is not None
        position = position_after(position, EventKind(kind))
    assert position == Position(state, down)


@pytest.mark.parametrize(
    ("position", "kind"),
    [
        (Position("received"), EventKind.REINSTATEMENT),
        (Position("received"), EventKind.GRADING),
        (Position("withdrawn"), EventKind.TAKEDOWN),
        (Position("rejected"), EventKind.REJECTION),
        (Position("removed", True), EventKind.REJECTION),
    ],
)
def test_an_impossible_event_leads_nowhere(position: Position, kind: EventKind) -> None:
    assert position_after(position, kind) is None


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ({"not_processed"}, "not_processed"),
        ({"removed", "received"}, "open"),
        ({"removed", "not_processed"}, "open"),
        ({"removed", "withdrawn", "moot"}, "closed"),
        (set(CLAIM.closed), "closed"),
        ({*CLAIM.closed, "countered"}, "open"),
    ],
)
def test_a_complaints_state_is_its_claims(states: set[str], state: str) -> None:
    assert derive_complaint_state(states) == state
