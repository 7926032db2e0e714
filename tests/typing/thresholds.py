"""A plugin of mypy: the fields of `abuse.policy.Policy`, as ``policy.toml`` states them.

The class has them at run time only. Here each becomes `name: type = default` in its body, before
mypy reads that, so that names and types of thresholds are checked as those of any other dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mypy.nodes import AssignmentStmt, FloatExpr, IntExpr, NameExpr
from mypy.plugin import ClassDefContext, Plugin, ReportConfigContext
from mypy.types import UnboundType

from abuse.policy.thresholds import thresholds

POLICY = "abuse.policy.Policy"
FILE = Path(__file__).parents[2] / "abuse" / "policy" / "policy.toml"


class Thresholds(Plugin):
    """Gives the policy its fields."""

    def get_customize_class_mro_hook(
        self, fullname: str
    ) -> Callable[[ClassDefContext], None] | None:
        return _declare if fullname == POLICY else None

    def report_config_data(self, ctx: ReportConfigContext) -> str | None:
        """Have the module checked anew when the file changes."""
        return FILE.read_text("utf-8") if ctx.id == POLICY.rpartition(".")[0] else None


def _declare(context: ClassDefContext) -> None:
    body = context.cls.defs.body
    first = next(iter(thresholds()))
    if any(isinstance(each, AssignmentStmt) and _named(each, first) for each in body):
        # mypy comes here more than once.
        return
    for each in reversed(list(thresholds().values())):
        value = IntExpr(each.value) if isinstance(each.value, int) else FloatExpr(each.value)
        kind = UnboundType(type(each.value).__name__)
        field = AssignmentStmt([NameExpr(each.name)], value, type=kind, new_syntax=True)
        for node in (field, value, kind, field.lvalues[0]):
            node.set_line(context.cls)
        body.insert(0, field)


def _named(statement: AssignmentStmt, name: str) -> bool:
    field = statement.lvalues[0]
    return isinstance(field, NameExpr) and field.name == name


def plugin(version: str) -> type[Plugin]:
    """Return the plugin's class, as mypy asks for it."""
    return Thresholds
