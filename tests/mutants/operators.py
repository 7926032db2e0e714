"""What is changed: cosmic-ray's operators that fit this code, and five of our own.

Cosmic-ray knows several replacements for each operator; of these we keep the ones that stand for a
likely slip (a boundary off by one, a turned condition) and leave out those that any test kills or
that mean the same (`==` and `is` between members of an enum).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import parso
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

COMPARISONS = ("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE",
               "GtE_Gt", "GtE_Lt", "Is_IsNot", "IsNot_Is")  # fmt: skip
ARITHMETIC = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul",
              "BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitAnd")  # fmt: skip
UNARY = ("USub_UAdd", "Delete_Not", "Delete_Invert")
OTHERS = ("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr",
          "ReplaceOrWithAnd", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak",
          "ExceptionReplacer", "NumberReplacer", "RemoveDecorator",
          "ZeroIterationForLoop")  # fmt: skip

# Calls whose arguments are conditions, each of which must hold (or may).
CONDITIONS = {"where", "filter", "and_", "or_", "having"}
CLEANERS = {"strip", "lower", "casefold", "upper"}


class _Ours(Operator):  # type: ignore[misc]
    """An operator of ours gives no examples."""

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class TurnMembership(_Ours):
    """`in` becomes `not in`, and the other way round."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if node.type == "comparison":
            for sign in node.children[1::2]:
                if " ".join(sign.get_code().split()) in ("in", "not in"):
                    yield sign.start_pos, sign.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        places = [
            place
            for place in range(1, len(node.children), 2)
            if " ".join(node.children[place].get_code().split()) in ("in", "not in")
        ]
        sign = node.children[places[index]]
        turned = " in" if "not" in sign.get_code() else " not in"
        node.children[places[index]] = parso.parse(turned)
        return node


class RemoveCondition(_Ours):
    """One of the conditions of `where`, `and_` or `or_` is left out."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        for _, argument in self._conditions(node):
            yield argument.start_pos, argument.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        place, argument = self._conditions(node)[index]
        holds = "false" if self._name(node, place) == "or_" else "true"
        before = argument.get_first_leaf().prefix
        instead = parso.parse(f"{before}__import__('sqlalchemy').{holds}()")
        call = node.children[place]
        within = call.children[1] if call.children[1].type == "arglist" else call
        within.children[within.children.index(argument)] = instead
        return node

    def _conditions(self, node: Any) -> list[tuple[int, Any]]:
        """Each condition, with the place of the call that it is given to."""
        if node.type not in ("atom_expr", "power"):
            return []
        return [
            (place, argument)
            for place in range(1, len(node.children))
            if self._name(node, place) in CONDITIONS
            for argument in self._given(node.children[place])
        ]

    def _name(self, node: Any, place: int) -> str:
        code: str = node.children[place - 1].get_code().strip()
        # `filter` alone is Python's own.
        return code.lstrip(".") if code[0] == "." or code in ("and_", "or_") else ""

    def _given(self, call: Any) -> list[Any]:
        if call.type != "trailer" or call.children[0].value != "(" or len(call.children) != 3:
            return []
        given = call.children[1]
        found = given.children[::2] if given.type == "arglist" else [given]
        return [each for each in found if each.type != "argument"]


class RemoveStatement(_Ours):
    """A call made for its effect, or a refusal, is left out."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        if node.type == "simple_stmt" and self._acts(node.children[0]):
            yield node.start_pos, node.children[0].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        prefix = node.children[0].get_first_leaf().prefix
        node.children[0] = parso.parse(f"{prefix}pass")
        return node

    def _acts(self, statement: Any) -> bool:
        if statement.type == "raise_stmt":
            return True
        last = statement.children[-1] if hasattr(statement, "children") else None
        return (
            statement.type in ("atom_expr", "power")
            and last.type == "trailer"
            and last.children[0].value == "("
        )


class RemoveMember(_Ours):
    """One of several members of a set, or one of several constants of a tuple, is left out."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        for member in self._members(node):
            yield member.start_pos, member.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        inside = node.children[1].children
        place = inside.index(self._members(node)[index])
        del inside[place : place + 2]
        return node

    def _members(self, node: Any) -> list[Any]:
        if node.type != "atom" or len(node.children) != 3:
            return []
        inside = node.children[1]
        if len(getattr(inside, "children", ())) < 3:
            return []
        first = node.children[0].value
        if first == "{" and inside.type == "dictorsetmaker" and _is_comma(inside.children[1]):
            return list(inside.children[::2])
        constants = all(member.type in ("string", "number") for member in inside.children[::2])
        if first in "([" and inside.type == "testlist_comp" and constants:
            return list(inside.children[::2])
        return []


def _is_comma(node: Any) -> bool:
    return bool(node.get_code().strip() == ",")


class RemoveCleaning(_Ours):
    """`text.strip()` becomes `text`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        # All before the first is given: who takes one may change the node before asking on.
        yield from [
            (node.children[place].start_pos, node.children[place + 1].end_pos)
            for place in self._calls(node)
        ]

    def mutate(self, node: Any, index: int) -> Any:
        place = self._calls(node)[index]
        del node.children[place : place + 2]
        return node

    def _calls(self, node: Any) -> list[int]:
        if node.type not in ("atom_expr", "power"):
            return []
        codes = [child.get_code().strip() for child in node.children]
        return [
            place
            for place in range(1, len(codes) - 1)
            if codes[place].lstrip(".") in CLEANERS and codes[place + 1] == "()"
        ]


def operators() -> dict[str, Operator]:
    """Return every operator by its name."""
    names = [f"ReplaceComparisonOperator_{pair}" for pair in COMPARISONS]
    names += [f"ReplaceBinaryOperator_{pair}" for pair in ARITHMETIC]
    names += [f"ReplaceUnaryOperator_{pair}" for pair in UNARY]
    found = {name: get_operator(f"core/{name}")() for name in (*names, *OTHERS)}
    ours = (TurnMembership, RemoveCondition, RemoveStatement, RemoveMember, RemoveCleaning)
    return found | {each.__name__: each() for each in ours}
