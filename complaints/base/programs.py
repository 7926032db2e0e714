"""How a module of ours is run as a program of its own."""

from __future__ import annotations

import sys
from pathlib import Path

# Nothing of the surroundings is taken, such as PYTHONPATH: the module is the one beside this.
_ROOT = Path(__file__).parents[2]
_RUN = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


def command_of(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this installation by this interpreter."""
    return [sys.executable, "-I", "-c", _RUN, str(_ROOT), module, *arguments]
