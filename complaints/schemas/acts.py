"""The body of a step, by the fields of its record: what the API takes and the pages' forms send."""

from __future__ import annotations

from typing import Any, Final

from complaints.rules.acts import Act, Field, Kind
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG, PUT_OFF
from complaints.rules.cases.joinings import JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.schemas import fields
from complaints.schemas.common import Body, WhyIn, integer, one_of, text


def _field(field: Field) -> fields.Field[Any]:
    options: dict[str, Any] = {"about": field.about, "attribute": field.taken_as}
    options |= {"required": True} if field.required else {"load_default": _LEFT_OUT[field.kind]}
    match field.kind:
        case Kind.TICK:
            return fields.Boolean(**options)
        case Kind.NUMBER:
            return integer(-field.longest, field.longest, **options)
        case Kind.CHOICE:
            return one_of([name for name, _label in field.choices], **options)
        case Kind.WORDS:
            return text(field.longest, shortest=1 if field.required else 0, **options)


# What a field means that is not sent.
_LEFT_OUT: Final = {Kind.TICK: False, Kind.WORDS: "", Kind.NUMBER: None, Kind.CHOICE: None}


def _body(act: Act) -> type[Body]:
    made: Any = Body.from_dict({each.name: _field(each) for each in act.fields}, name=act.body)
    body: type[Body] = made
    return body


# By the name that OpenAPI knows a body by: several acts may share one.
_BODIES: Final = {
    act.body: _body(act)
    for machine in (FLAG, BOYCOTT, JOINING, SUSPENSION)
    for act in machine.acts
    if act.fields
} | {"WhyIn": WhyIn, PUT_OFF.body: _body(PUT_OFF)}


def body_of(act: Act) -> type[Body] | None:
    """Return the schema of what an act takes, None where it takes nothing."""
    return _BODIES[act.body] if act.fields else None
