"""The sweep's heavy stages behind one door: arrays in, arrays out, whoever computes them."""

from abuse.stages.arrays import InArrays
from abuse.stages.base import Stages

__all__ = ["InArrays", "Stages"]
