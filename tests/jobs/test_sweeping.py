"""Document contents that no row names are deleted after a day, and no others."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.papers.recognition import recognise_file
from complaints.rules.actors import filer
from complaints.services.filing import documents
from complaints.storage.context import Context
from tests.papers import makers
from tests.scenes.working import working


def test_what_no_row_names_is_deleted_after_a_day(context: Context) -> None:
    present = utcnow()
    kept, left = (
        recognise_file(io.BytesIO(data), filename=None, declared=None, most_bytes=10**6)
        for data in (makers.pdf(1), makers.pdf(2))
    )
    for paper, data in ((kept, makers.pdf(1)), (left, makers.pdf(2))):
        context.archive.put(io.BytesIO(data), paper.sha256)
    with context.database.transaction() as session:
        documents.store_document(working(session, filer(1), present), kept, largest=10**6)

    def there() -> set[str]:
        return set(context.archive.older_than(present + timedelta(days=9)))

    worker.run_pending(context, present + timedelta(hours=23))
    assert there() == {kept.sha256, left.sha256}
    worker.run_pending(context, present + timedelta(days=1, hours=6))
    assert there() == {kept.sha256}
    assert context.archive.read(kept.sha256) == makers.pdf(1)


@pytest.mark.both_databases
def test_what_was_sent_again_while_the_sweep_looked_stays(context: Context) -> None:
    data = makers.pdf(1)
    paper = recognise_file(io.BytesIO(data), filename=None, declared=None, most_bytes=10**6)
    context.archive.put(io.BytesIO(data), paper.sha256)
    context.archive.delete(paper.sha256, before=utcnow() - timedelta(hours=1))
    assert context.archive.read(paper.sha256) == data
    for _time in range(2):
        context.archive.delete(paper.sha256, before=utcnow() + timedelta(hours=1))
    with pytest.raises(FileNotFoundError):
        context.archive.read(paper.sha256)
