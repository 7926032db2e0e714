"""The letter with the code by which the holder of a link shows that it is the addressee."""

from __future__ import annotations

from typing import Final

LINK_CODE: Final = "link_code"
