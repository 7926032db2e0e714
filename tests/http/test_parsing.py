"""Nothing that is sent is silently lost: parameters sent twice, and where none are taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.bodies import pointers
from tests.scenes.callers import Caller


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/complaints?state=open&state=closed", "/state"),
        ("/complaints?foo=1", "/foo"),
        ("/complaints/1?foo=1", "/foo"),
        ("/me?a~/b=1", "/a~0~1b"),
    ],
)
def test_a_parameter_that_does_not_count_is_pointed_at(
    caller: Callable[..., Caller], path: str, pointer: str
) -> None:
    answer = caller("reviewer").get(path)
    assert (answer.status_code, pointers(answer)) == (422, [pointer])


def test_a_body_is_refused_where_none_is_taken(caller: Callable[..., Caller]) -> None:
    reviewer = caller("reviewer")
    answer = reviewer.post("/flags/1/take", {"why": "I know this one."})
    assert (answer.status_code, pointers(answer)) == (422, [""])
    for nothing in (b"", b"{}"):
        assert reviewer.post("/flags/1/take", data=nothing).status_code == 404
