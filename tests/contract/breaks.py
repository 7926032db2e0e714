"""What breaks a client between two contracts. What may be added breaks none (docs/versions.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Node = Mapping[str, Any]
# What a request may have at most, and at least.
AT_MOST = ("maximum", "maxLength", "maxItems", "maxProperties")
AT_LEAST = ("minimum", "minLength", "minItems", "minProperties")
# The type of what is always the same follows from it.
TYPES = {str: "string", int: "integer"}
LEFT_OUT = "means something else where it is left out"


class Break(NamedTuple):
    """`what`: an operation, a schema or a member of one. `how`: what a client loses."""

    what: str
    how: str


def breaks(old: Mapping[str, Node], new: Mapping[str, Node]) -> list[Break]:
    """Return what a client of the old contract cannot rely on under the new one."""
    found: list[Break] = []
    for name, before in old.items():
        after = new.get(name)
        if after is None or after["is"] != before["is"]:
            found.append(Break(name, "is gone"))
        elif before["is"] == "operation":
            found.extend(Break(name, how) for how in _of_operation(before, after))
        else:
            compare = _of_request if before["is"] == "sent" else _of_answer
            found.extend(compare(name, before["schema"], after["schema"]))
    return found


def _of_operation(old: Node, new: Node) -> Iterator[str]:
    if old["at"] != new["at"]:
        yield f"moved from {old['at']} to {new['at']}"
    yield from (f"is closed to {each}" for each in sorted({*old["scopes"]} - {*new["scopes"]}))
    yield from (f"refuses no more with {each}" for each in _gone(old["refuses"], new["refuses"]))
    yield from _of_parameters(old["takes"], new["takes"])
    for media in old["body"].keys() | new["body"].keys():
        before, after = old["body"].get(media), new["body"].get(media)
        if before is None or after is None:
            yield f"takes another body ({media})"
        else:
            found = _of_request("body", before["schema"], after["schema"])
            yield from (f"{each.what} {each.how}" for each in found)
    for status in old["answers"].keys() | new["answers"].keys():
        before, after = old["answers"].get(status), new["answers"].get(status)
        if before is None or after is None or before.keys() - after.keys():
            yield f"answers otherwise with {status}"
        else:
            for media in before:
                found = _of_answer(status, before[media]["schema"], after[media]["schema"])
                yield from (f"{each.what} {each.how}" for each in found)


def _of_parameters(old: Node, new: Node) -> Iterator[str]:
    yield from (f"takes no {name}" for name in _gone(old, new))
    for name, after in new.items():
        before = old.get(name, {"required": False})
        if after["required"] and not before["required"]:
            yield f"needs {name}"
        if name in old:
            found = _of_request(name, before["schema"], after["schema"])
            yield from (f"{each.what} {each.how}" for each in found)
            if not before["required"] and _is_left_out_for_another(
                before["schema"], after["schema"]
            ):
                yield f"{name} {LEFT_OUT}"


def _of_request(at: str, old: Node, new: Node) -> Iterator[Break]:
    """What was taken must be taken."""
    if _refers_to(old) != _refers_to(new):
        yield Break(at, "is of another type")
    if "type" in new and not _types(old) <= _types(new):
        yield Break(at, "takes fewer types")
    if "enum" in new and not {*map(str, old.get("enum", ["anything"]))} <= {*map(str, new["enum"])}:
        yield Break(at, "takes fewer values")
    for bound in ("pattern", "format", "multipleOf", "const"):
        if bound in new and old.get(bound) != new[bound]:
            yield Break(at, f"takes another {bound}")
    for bound in AT_MOST:
        if bound in new and old.get(bound, float("inf")) > new[bound]:
            yield Break(at, f"takes at most {new[bound]} ({bound})")
    for bound in AT_LEAST:
        if bound in new and old.get(bound, float("-inf")) < new[bound]:
            yield Break(at, f"takes no less than {new[bound]} ({bound})")
    members = new.get("properties", {})
    yield from (Break(f"{at}.{each}", "is taken no more")
                for each in _gone(old.get("properties", {}), members))  # fmt: skip
    yield from (Break(f"{at}.{each}", "must be sent")
                for each in _gone(new.get("required", ()), old.get("required", ())))  # fmt: skip
    for name, before, after in _within(at, old, new):
        yield from _of_request(name, before, after)
    for name, after in members.items():
        before = old.get("properties", {}).get(name)
        was_optional = before is not None and name not in old.get("required", ())
        if was_optional and _is_left_out_for_another(before, after):
            yield Break(f"{at}.{name}", LEFT_OUT)


def _of_answer(at: str, old: Node, new: Node) -> Iterator[Break]:
    """What came must come; more may come, and more values of an enumeration."""
    if _refers_to(old) != _refers_to(new):
        yield Break(at, "is of another type")
    if "type" in old and not _types(new) <= _types(old):
        yield Break(at, "can be of more types")
    if old.get("format") != new.get("format"):
        yield Break(at, "has another format")
    if "const" in old and old["const"] != new.get("const"):
        yield Break(at, f"is not {old['const']}")
    values, members = new.get("enum", old.get("enum", ())), new.get("properties", {})
    always = [each for each in old.get("required", ()) if each in members]
    yield from (Break(at, f"is never {each}") for each in _gone(old.get("enum", ()), values))
    yield from (Break(f"{at}.{each}", "is not there")
                for each in _gone(old.get("properties", {}), members))  # fmt: skip
    yield from (Break(f"{at}.{each}", "is not always there")
                for each in _gone(always, new.get("required", ())))  # fmt: skip
    for name, before, after in _within(at, old, new):
        yield from _of_answer(name, before, after)


def _within(at: str, old: Node, new: Node) -> Iterator[tuple[str, Node, Node]]:
    """Yield the parts that both have: members by name, what a list and an object hold."""
    for name in old.get("properties", {}).keys() & new.get("properties", {}).keys():
        yield f"{at}.{name}", old["properties"][name], new["properties"][name]
    for part in ("items", "additionalProperties"):
        before, after = old.get(part), new.get(part)
        if isinstance(before, dict) and isinstance(after, dict):
            yield at, before, after
        elif isinstance(after, dict) != isinstance(before, dict):
            yield at, {"type": "anything"}, {"type": "something else"}


def _is_left_out_for_another(old: Node, new: Node) -> bool:
    return bool(old.get("default") != new.get("default"))


def _refers_to(node: Node) -> list[Any]:
    return [node.get(name) for name in ("$ref", "anyOf", "oneOf", "allOf")]


def _types(node: Node) -> set[str]:
    said = node.get("type", TYPES.get(type(node.get("const")), "anything"))
    return {said} if isinstance(said, str) else set(said)


def _gone(old: Any, new: Any) -> list[Any]:
    return [each for each in old if each not in new]
