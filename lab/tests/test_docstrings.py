"""Every example in a docstring of the lab gives what it says."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import lab

MODULES = [
    found.name
    for found in walk_packages(lab.__path__, "lab.")
    if not found.name.startswith(("lab.bench", "lab.tests")) and "__main__" not in found.name
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
