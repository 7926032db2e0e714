"""Changes a function in a process that has everything loaded: nothing is imported or collected.

A mutant within a function is put in place by giving the function its new code. What a module does
when it is loaded cannot be changed so: such a mutant runs in a child that loads the project anew.
"""

from __future__ import annotations

import gc
import inspect
from collections import defaultdict
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType

# A function's name, and which one it is of those so called in its file.
Place = tuple[str, int]
# These run where they stand.
AT_ONCE = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def changes(before: str, after: str, path: str) -> dict[Place, CodeType] | None:
    """Return the new code of the functions that differ; None where loading the module does."""
    old, new = (compile(text, path, "exec") for text in (before, after))
    if not _same_when_loaded(old, new):
        return None
    ours, theirs = dict(_functions(old)), dict(_functions(new))
    if ours.keys() != theirs.keys():
        return None
    return {place: theirs[place] for place in ours if not _is_same(ours[place], theirs[place])}


def put(found: dict[Place, CodeType], path: str) -> bool:
    """Give these functions of a loaded file their new code; say whether each was there."""
    here: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == path:
            here[each.__code__.co_qualname].append(each)
        elif isinstance(each, _lru_cache_wrapper):
            each.cache_clear()
    done = True
    for (name, number), code in found.items():
        lines = sorted({function.__code__.co_firstlineno for function in here[name]})
        if number >= len(lines):
            done = False
            continue
        for function in here[name]:
            if function.__code__.co_firstlineno == lines[number]:
                function.__code__ = code
    return done


def lines(found: dict[Place, CodeType]) -> set[int]:
    """Return the lines of these functions, but for the heads: those run when the module loads."""
    return {
        line
        for code in found.values()
        for _, _, line in code.co_lines()
        if line and line != code.co_firstlineno
    }


def _functions(code: CodeType) -> Iterator[tuple[Place, CodeType]]:
    """The outermost functions of a module or class, in order."""
    seen: defaultdict[str, int] = defaultdict(int)
    for each in _outermost(code):
        yield (each.co_qualname, seen[each.co_qualname]), each
        seen[each.co_qualname] += 1


def _outermost(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & inspect.CO_OPTIMIZED:
                yield each
            else:
                yield from _outermost(each)


def _same_when_loaded(old: CodeType, new: CodeType) -> bool:
    """Whether a module or class does the same when it is loaded."""
    if old.co_code != new.co_code or old.co_names != new.co_names:
        return False
    if len(old.co_consts) != len(new.co_consts):
        return False
    for one, other in zip(old.co_consts, new.co_consts, strict=True):
        if not isinstance(one, CodeType):
            if repr(one) != repr(other):
                return False
        elif not one.co_flags & inspect.CO_OPTIMIZED:
            if not _same_when_loaded(one, other):
                return False
        elif one.co_name in AT_ONCE and not _is_same(one, other):
            return False
    return True


def _is_same(old: CodeType, new: CodeType) -> bool:
    # Where a line stands does not matter, what it does does.
    alike = (old.co_code, old.co_names, old.co_varnames, len(old.co_consts))
    if alike != (new.co_code, new.co_names, new.co_varnames, len(new.co_consts)):
        return False
    return all(
        _is_same(one, other) if isinstance(one, CodeType) else repr(one) == repr(other)
        for one, other in zip(old.co_consts, new.co_consts, strict=True)
    )
