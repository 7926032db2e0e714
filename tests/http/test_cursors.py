"""Cursors that somebody wrote by hand: refused before a database is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.http import cursors, paging
from complaints.schemas.common import LARGEST_ID

AT = "2026-11-30T10:00:00+00:00"
BAD: list[tuple[Callable[[str | None], Any], tuple[Any, ...]]] = [
    (cursors.after_id, (0,)),
    (cursors.after_id, (LARGEST_ID + 1,)),
    (cursors.before_moment, ("yesterday", 1)),
    (cursors.before_moment, (AT, 0)),
    (cursors.before_moment, (AT, LARGEST_ID + 1)),
    (cursors.in_queue, ("yesterday", 0, 1)),
    (cursors.in_queue, (AT, 0, 0)),
]


@pytest.mark.parametrize(("read", "position"), BAD)
def test_a_position_that_no_list_has_is_refused(
    read: Callable[[str | None], Any], position: tuple[Any, ...]
) -> None:
    with pytest.raises(Refusal) as refused:
        read(paging.encode(position))
    assert [each.pointer for each in refused.value.fields] == ["/cursor"]


def test_a_position_that_one_has_is_read() -> None:
    assert cursors.after_id(paging.encode((LARGEST_ID,))) == LARGEST_ID
    assert cursors.before_moment(paging.encode((AT, 1))) == (datetime.fromisoformat(AT), 1)
    assert cursors.in_queue(paging.encode((AT, 2, 1))) == (datetime.fromisoformat(AT), 2, 1)
