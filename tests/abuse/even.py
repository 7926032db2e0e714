"""Shapes for findings made by hand: each piece of evidence weighs what it is, whatever its name.

With them a test of gates, ceilings or the certificate says by its figures what happens, and no
training moves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from abuse.policy import Policy
from abuse.policy.shapes import Shape, Shapes

# Powers of two, so that the curve gives back each figure to the last bit.
_IDENTITY: Final = Shape((0.0, 2.0**20), (0.0, 2.0**20))


class _Every(Mapping[str, Shape]):
    """The same curve under every name; it lists none."""

    def __getitem__(self, name: str) -> Shape:
        return _IDENTITY

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


EVEN: Final = Shapes(0.0, _Every(), _Every(), _Every())


def even(**given: Any) -> Policy:
    """Return a policy with these shapes; levels lie close, so that small figures reach them.

    Watch begins at evidence of 2.03, a warning at 2.90, a boycott review at 3.68.
    """
    return Policy(**{"shapes": EVEN, "slope": 1.75, "offset": -1.45, **given})
