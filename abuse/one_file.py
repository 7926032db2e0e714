"""What the commands that read one file of complaints have in common: how they read it and end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from abuse.words import Catalogue
from abuse.words.phrases import left_out

if TYPE_CHECKING:
    from abuse.record.history import History


def read_record(file: str, language: Catalogue) -> History:
    """Read a file's record; how many lines are left out is said on standard error.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    # What only prints its usage does without Arrow.
    from abuse.record.files import objects, open_lines
    from abuse.record.history import History

    bad: list[str] = []
    with open_lines(file) as stream:
        history = History.from_lines(objects(stream), bad=bad)
    if bad:
        sys.stderr.write(f"{language.say(left_out(bad))}\n")
    return history


def code_of(work: Callable[[], None], file: str, *errors: type[Exception]) -> int:
    """Do a command's work; of these errors and of files the sentence goes to standard error.

    Returns
    -------
    int
        The exit code: 0 where it did its work, or its reader went away; 1 where it could not.
    """
    try:
        work()
    except errors as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong with the work.
        sys.stderr.close()
    except OSError as error:
        sys.stderr.write(f"cannot use {error.filename or file}: {error.strerror or error}\n")
        return 1
    return 0
