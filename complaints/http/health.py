"""What the last look at the service's health saw, kept for one application."""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app

from complaints import health
from complaints.health.check import Check
from complaints.health.memory import Memory
from complaints.http.endpoint import context
from complaints.rules.upkeep.health import State

_MEMORY: Final = "cleanhands.health"


def install(app: Flask) -> None:
    """Give an application its memory."""
    app.extensions[_MEMORY] = Memory(health.run_checks)


def looked() -> list[Check]:
    """Return what the last look saw, seconds ago at most."""
    memory: Memory = current_app.extensions[_MEMORY]
    return memory.checks(context())


def concerning_work() -> list[Check]:
    """Return what is bad and what staff notice in their work."""
    return [
        check
        for check in looked()
        if check.name in health.CONCERNS_WORK and check.state is State.BAD
    ]


def is_stopping() -> bool:
    """Say whether the server ends what it has in hand."""
    return context().stopping.is_set()
