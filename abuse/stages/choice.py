"""Who computes the heavy stages, by the name that a command line gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from abuse.engines import open_engine
from abuse.stages.arrays import InArrays
from abuse.stages.base import Stages


@contextmanager
def open_stages(
    name: str, *, work: Path | None = None, master: str = "local[*]", state: Path | None = None
) -> Iterator[Stages]:
    """Start what computes the heavy stages, and stop it afterwards.

    Parameters
    ----------
    name : str
        One of `abuse.engines.CHOICES`.
    work, master
        See `abuse.engines.open_engine`.
    state : Path, optional
        Folder that meetings are kept in from scan to scan (`abuse.stages.incremental`); arrays
        keep none.

    Raises
    ------
    abuse.engines.EngineError
        When the engine cannot start.
    """
    if name == "arrays":
        yield InArrays()
        return
    with open_engine(name, work=work, master=master) as engine:
        # Only now: these need Ibis, which comes with an engine's extra.
        from abuse.stages.incremental import Incremental
        from abuse.stages.on_engine import OnEngine

        yield Incremental(engine, state) if state else OnEngine(engine)
