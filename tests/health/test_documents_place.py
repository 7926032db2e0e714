"""A place of documents that is not the one: not mounted, empty, or another's."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from complaints import health
from complaints.base.errors import Refusal
from complaints.commands import rotating
from complaints.commands.documents import documents_group
from complaints.health import State
from complaints.health.documents import Place, find_place, require_place, take_place
from complaints.jobs import looking, worker
from complaints.models import DocumentLook
from complaints.storage.archive import OWNER
from complaints.storage.context import Context
from tests.api.bodies import slug
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW


def is_ready(context: Context) -> bool:
    checks = health.run_checks(context, NOW)
    place = next(check.state for check in checks if check.name == "documents_place")
    ready = health.is_ready(checks)
    assert (place is State.BAD) is not ready
    return ready


@pytest.fixture
def folder(context: Context) -> Path:
    return Path(context.archive.place)


@pytest.fixture
def kept(caller: Callable[..., Caller], context: Context, folder: Path) -> Caller:
    """A filer whose one document is stored, in a place of before there were marks."""
    who = caller("filer")
    assert send(who, makers.picture("PNG")).status_code == 201
    (folder / OWNER).unlink()
    return who


def test_an_earlier_place_is_marked_once_a_document_is_found_in_it(
    kept: Caller, context: Context, folder: Path
) -> None:
    assert find_place(context) is Place.UNMARKED
    assert is_ready(context)
    assert not (folder / OWNER).exists()
    require_place(context)
    assert find_place(context) is Place.OURS
    # No sweep takes the mark for a document.
    assert all(len(each) == 64 for each in context.archive.older_than(NOW.replace(year=2100)))


@pytest.mark.parametrize("is_there", [False, True])
def test_a_place_that_is_not_there_or_empty_keeps_and_makes_nothing(
    kept: Caller, context: Context, folder: Path, is_there: bool
) -> None:
    require_place(context)
    mounted = folder.rename(folder.with_name("elsewhere"))
    if is_there:
        folder.mkdir()
    assert not is_ready(context)
    made = kept.get("/documents").get_json()["items"][0]["id"]
    for answer in (
        send(kept, makers.picture("JPEG"), "a.jpg"),
        kept.get(f"/documents/{made}"),
        kept.get(f"/documents/{made}/original"),
    ):
        assert (answer.status_code, slug(answer)) == (503, "unavailable")
        assert "is not there just now" in answer.get_json()["detail"]
    assert folder.is_dir() is is_there
    assert not is_there or list(folder.iterdir()) == []
    if is_there:
        folder.rmdir()
    mounted.rename(folder)
    assert is_ready(context)
    assert send(kept, makers.picture("JPEG"), "a.jpg").status_code == 201


def test_a_document_that_does_not_open_proves_no_place(kept: Caller, context: Context) -> None:
    (stored,) = context.archive.older_than(NOW.replace(year=2100))
    file = Path(context.archive.place) / stored[:2] / stored
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert find_place(context) is Place.MISSING


def test_in_anothers_place_nothing_is_put_swept_compared_or_moved_to_another_key(
    kept: Caller, context: Context, folder: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    strays = replace(context.archive, place=str(other))
    strays.mark("another")
    strays.put(io.BytesIO(b"theirs"), "0" * 64)
    strange = replace(context, archive=strays)
    assert find_place(strange) is Place.ANOTHERS
    assert not is_ready(strange)
    with pytest.raises(Refusal) as refused:
        require_place(strange)
    assert refused.value.slug == "unavailable"
    said = CliRunner().invoke(documents_group, ["take-place", "--yes"], obj=strange)
    assert (said.exit_code, strays.find_owner()) == (1, "another")
    worker.run_pending(strange, NOW.replace(year=2100))
    assert strays.read("0" * 64) == b"theirs"
    # A paper that is not found would count as one that cannot be drawn, for good.
    with context.database.reading() as session:
        assert session.query(DocumentLook).all() == []
    with pytest.raises(Refusal):
        rotating._papers(strange, print)


def test_an_empty_mark_is_none(kept: Caller, context: Context, folder: Path) -> None:
    (folder / OWNER).write_bytes(b"")
    assert find_place(context) is Place.UNMARKED
    require_place(context)
    assert find_place(context) is Place.OURS


def test_of_a_folder_that_is_gone_the_check_of_documents_says_so(
    kept: Caller, context: Context, folder: Path
) -> None:
    def said() -> str:
        checks = health.run_checks(context, NOW)
        return next(str(each.message) for each in checks if each.name == "documents")

    assert "can be reached" in said()
    shutil.rmtree(folder)
    assert f"There is no folder {folder}" in said()


def test_papers_that_go_away_while_they_are_compared_are_not_given_up(
    kept: Caller, context: Context, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    require_place(context)
    mounted = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(Refusal) as refused:
        looking.look_at_waiting(context, NOW)
    assert refused.value.slug == "unavailable"
    assert "cannot be looked at" not in caplog.text
    mounted.rename(folder)
    (stored,) = context.archive.older_than(NOW.replace(year=2100))
    (folder / stored[:2] / stored).unlink()
    # One alone that is gone, in a place that is marked, is given up.
    assert looking.look_at_waiting(context, NOW) == 1
    assert "cannot be looked at: it is not stored" in caplog.text


def test_documents_that_are_lost_for_good_are_left_by_a_command_that_the_ledger_keeps(
    kept: Caller, context: Context, folder: Path
) -> None:
    shutil.rmtree(folder)
    stayed = CliRunner().invoke(documents_group, ["take-place"], obj=context, input="n\n")
    assert (stayed.exit_code, folder.exists()) == (1, False)
    for said in (f"Documents are kept in {folder} from now on.", f"{folder} is the place of"):
        done = CliRunner().invoke(documents_group, ["take-place", "--yes"], obj=context)
        assert done.exit_code == 0, done.output
        assert said in done.output
    assert is_ready(context)
    with context.database.reading() as session:
        verbs = session.connection().exec_driver_sql("SELECT verb FROM ledger").scalars().all()
    assert verbs.count("took_place_of_documents") == 1


def test_a_new_service_has_a_place_that_is_made_by_the_first_document(
    caller: Callable[..., Caller], context: Context, folder: Path
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    assert is_ready(context)
    assert not folder.exists()
    assert send(caller("filer"), makers.picture("PNG")).status_code == 201
    assert find_place(context) is Place.OURS
    take_place(context)
    assert find_place(context) is Place.OURS
