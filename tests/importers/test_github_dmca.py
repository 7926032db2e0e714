"""The reader of github/dmca on letters of our own in the forms of every year."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from complaints.importers.github_dmca import Notice, Reading, read_checkout

FIXTURES = Path(__file__).parent / "dmca"
SCHEMA = Path(__file__).parents[2] / "docs" / "contract" / "complaint.schema.json"


@pytest.fixture(scope="module")
def corpus() -> tuple[dict[str, Notice], Reading]:
    notices, reading = read_checkout(FIXTURES)
    return {notice.line["reference"]: notice for notice in notices}, reading


def listings(notice: Notice) -> list[str]:
    return [target["listing_id"] for target in notice.line["targets"]]


def events(notice: Notice) -> list[tuple[str, str, list[str] | None]]:
    return [(one["at"][:10], one["kind"], one.get("listing_ids")) for one in notice.line["events"]]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        # A letter: the filer's own repositories stand under "our original work at".
        ("2014-03-04-fernhill-press", ["copycat-one/handbook", "copycat-two/handbook-pdf"]),
        # An agent's template: a raw file, a gist, a page.
        (
            "2015-06-02-Harrow-Books-3",
            [
                "shelf-keeper/ebooks",
                "gist:0a1b2c3d4e5f60718293",
                "pages:shelf-keeper/almanac",
            ],
        ),
        # One question inside a letter.
        ("2016-05-10-quillsoft", ["borrowed-code/quill-engine"]),
        # The form of 2016 with forks, then underscored, then numbered, unbold and wrapped.
        (
            "2016-09-14-quillsoft",
            ["borrowed-code/quill-engine", "second-hand/quill-engine", "third-hand/quill-engine"],
        ),
        ("2017-02-20-northlight-fonts", ["font-hoard/northlight-sans"]),
        ("2018-03-01-northlight-fonts-2", ["font-hoard/northlight-serif"]),
        # 2019: two files of one repository are one listing; a bare account is no target.
        (
            "2019-11-05-northlight-fonts",
            ["font-hoard/dotfiles", "other-hoard/fonts", "fork-a/dotfiles"],
        ),
        # 2021: what it is "a copy of" is not accused, nor what the forks came from again.
        (
            "2022-02-03-tidepool-2",
            ["eel-user/tidepool", "crab-user/tidepool", "shrimp-user/tidepool"],
        ),
        ("2025-06-11-saltmarsh", ["marsh-leak/editor", "reed-a/editor", "reed-b/editor"]),
    ],
)
def test_targets_of_each_form(
    corpus: tuple[dict[str, Notice], Reading], reference: str, expected: list[str]
) -> None:
    assert listings(corpus[0][reference]) == expected


def test_form_of_each_letter_is_told(corpus: tuple[dict[str, Notice], Reading]) -> None:
    assert corpus[1].by_form == {
        "letter": 4,
        "mixed": 1,
        "form2016": 3,
        "form2019": 3,
        "form2021": 4,
        "form2025": 1,
    }


def test_a_target_names_store_listing_and_the_reported_address(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    assert corpus[0]["2019-11-05-northlight-fonts"].line["targets"][0] == {
        "url": "https://github.com/font-hoard/dotfiles/blob/master/fonts/NLMono.ttf",
        "marketplace": "github",
        "listing_id": "font-hoard/dotfiles",
        "store_id": "font-hoard",
        "store_name": "font-hoard",
    }


def test_a_published_target_was_taken_down_on_the_day(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    assert events(corpus[0]["2017-02-20-northlight-fonts"]) == [("2017-02-20", "takedown", None)]


def test_no_decision_is_known_where_owners_were_asked_first(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    notice = corpus[0]["2021-10-12-tidepool"]
    assert events(notice) == [("2021-12-01", "counter_notice", ["brine-user/tidepool"])]


def test_refused_lines_are_counted_and_the_others_kept(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    notice = corpus[0]["2021-10-12-tidepool"]
    assert notice.unlisted_rejected == 2
    assert listings(notice) == ["brine-user/tidepool", "brine-fan/tidepool-cracked"]


def test_what_was_already_removed_is_gone_and_the_rest_taken_down(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    notice = corpus[0]["2022-01-17-tidepool"]
    assert events(notice) == [
        ("2022-01-17", "listing_gone", ["kelp-user/tidepool"]),
        ("2022-01-17", "takedown", ["kelp-fan/tidepool"]),
    ]
    assert notice.line["events"][1]["reason"].startswith("anti-circumvention claim not found valid")
    assert notice.line["targets"][0]["status_at_filing"] == "gone"


def test_a_claim_of_circumvention_is_its_basis(corpus: tuple[dict[str, Notice], Reading]) -> None:
    notices = corpus[0]
    assert notices["2021-10-12-tidepool"].line["basis"] == "circumvention"
    assert notices["2022-02-03-tidepool-2"].line["basis"] == "copyright"


def test_answers_become_events_of_the_notice_they_answer(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    notices, reading = corpus
    assert events(notices["2019-11-05-northlight-fonts"])[1:] == [
        ("2019-11-20", "counter_notice", ["other-hoard/fonts"]),
        ("2020-05-01", "reinstatement", None),
    ]
    # The counter-notice names a repository renamed since: its owner tells.
    assert events(notices["2022-02-03-tidepool-2"])[1:] == [
        ("2022-02-20", "counter_notice", ["crab-user/tidepool"]),
        ("2022-03-15", "withdrawal", ["shrimp-user/tidepool"]),
    ]
    # No repository named, so the whole of the same filer's nearest earlier notice.
    assert events(notices["2016-09-14-quillsoft"])[1:] == [("2022-03-18", "withdrawal", None)]
    assert reading.links.by_way == {
        "counter_notice: filer and repository": 1,
        "counter_notice: repository": 1,
        "counter_notice: filer": 1,
        "retraction: named": 1,
        "retraction: filer": 1,
        "reversal: named": 1,
    }
    assert reading.links.unlinked == ["2022/03/2022-03-02-unrelated-counternotice.md"]


def test_filers_and_their_kinds(corpus: tuple[dict[str, Notice], Reading]) -> None:
    notices = corpus[0]
    agent = notices["2015-06-02-Harrow-Books-3"].line
    assert agent["filer"] == {"reference": "markmonitor", "name": "MarkMonitor", "kind": "agent"}
    assert agent["rights_holder"] == {"reference": "harrowbooks", "name": "Harrow Books"}
    author = notices["2022-02-03-tidepool-2"].line
    assert (author["filer"]["kind"], author["filer"]["website"]) == (
        "individual",
        "tidepool.example",
    )
    assert "rights_holder" not in author
    staff = notices["2025-06-11-saltmarsh"].line
    assert staff["filer"]["kind"] == "rights_holder"


def test_a_filer_has_one_kind_in_all_of_its_lines(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    # Three notices of this filer: two speak for themselves, one as an agent.
    kinds = {
        notice.line["filer"]["kind"]
        for notice in corpus[0].values()
        if notice.line["filer"]["reference"] == "northlightfonts"
    }
    assert kinds == {"rights_holder"}


def test_a_slug_without_meaning_pools_nobody(corpus: tuple[dict[str, Notice], Reading]) -> None:
    shop = corpus[0]["2020-03-09-source-code"].line["filer"]["reference"]
    bank = corpus[0]["2020-04-21-source-code"].line["filer"]["reference"]
    assert shop == "file:2020-03-09-source-code"
    assert bank.startswith("words:")


def test_the_work_is_described_shortly(corpus: tuple[dict[str, Notice], Reading]) -> None:
    assert corpus[0]["2019-11-05-northlight-fonts"].line["right"] == {
        "kind": "copyright",
        "title": "The typeface Northlight Mono",
        "url": "https://northlight.example/mono",
    }


def test_what_gave_nothing_is_listed_with_a_reason(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    reading = corpus[1]
    assert reading.not_understood == [
        ("2022/06/2022-06-30-tidepool.md", "every address was refused as [invalid]"),
        ("2022/07/2022-07-04-empty.md", "the file is empty"),
        (
            "2022/07/2022-07-05-picnic.md",
            "not a notice: no address and no word of infringement",
        ),
        (
            "2022/07/2022-07-06-letter-of-complaint.md",
            "no address is named in it, or it was redacted",
        ),
        ("2022/07/2022-07-07-attached.pdf", "an attachment, not a text"),
    ]
    assert (reading.files, reading.understood) == (26, 21)
    assert reading.by_year[2022] == (5, 2)
    assert reading.by_kind["counter_notice_reversal"] == 1


def test_every_line_is_valid_interchange(corpus: tuple[dict[str, Notice], Reading]) -> None:
    validator = Draft202012Validator(
        json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker()
    )
    for notice in corpus[0].values():
        assert list(validator.iter_errors(notice.line)) == []


def test_events_are_in_order_and_none_is_before_the_filing(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    for notice in corpus[0].values():
        times = [notice.line["filed_at"], *(one["at"] for one in notice.line["events"])]
        assert times == sorted(times)


def test_no_contact_data_or_redaction_mark_is_kept(
    corpus: tuple[dict[str, Notice], Reading],
) -> None:
    kept = json.dumps([notice.line for notice in corpus[0].values()]).lower()
    assert "[private]" not in kept
    assert "7946" not in kept


def checkout(folder: Path) -> Path:
    shutil.copytree(FIXTURES, folder / "checkout")
    return folder / "checkout"


def references(notices: list[Notice]) -> list[Any]:
    return [notice.line["reference"] for notice in notices]


def test_a_clone_gives_the_same_as_a_bare_copy(tmp_path: Path) -> None:
    directory = checkout(tmp_path)
    stray = "https://github.com/should-not/be-read is infringing"
    for name in (
        ".git/2014/2014-01-01-x.md",
        "data/2014-01-01-y.md",
        "README.md",
        "2014/README.md",
    ):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(stray, "utf-8")
    expected, whole = read_checkout(FIXTURES)
    notices, reading = read_checkout(directory)
    assert references(notices) == references(expected)
    assert reading.files == whole.files


def test_odd_encodings_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "2016"
    folder.mkdir()
    text = "Our novel Über Moor is copied without permission at https://github.com/a-b/c\r\n"
    (folder / "2016-01-01-latin.md").write_bytes(text.encode("cp1252"))
    (folder / "2016-01-02-wide.md").write_bytes(text.encode("utf-16"))
    (folder / "2016-01-03-marked.MD").write_bytes(text.encode("utf-8-sig"))
    (folder / "2016-01-04-torn.md").write_bytes(text.encode() + b"\xff\x00\x9d\xc3")
    (folder / "2016-01-05-Moor-Press-Inc.").write_bytes(text.encode())
    notices, reading = read_checkout(tmp_path)
    assert [listings(notice) for notice in notices] == [["a-b/c"]] * 5
    assert reading.not_understood == []


def test_the_folder_corrects_a_mistyped_year(tmp_path: Path) -> None:
    folder = tmp_path / "2021" / "08"
    folder.mkdir(parents=True)
    (folder / "2027-08-13-tern.md").write_text("Infringing: https://github.com/a/b", "utf-8")
    (folder / "2021-08-44-tern.md").write_text("Infringing: https://github.com/a/b", "utf-8")
    notices, reading = read_checkout(tmp_path)
    assert [notice.line["filed_at"] for notice in notices] == ["2021-08-13T00:00:00Z"]
    assert reading.not_understood == [
        ("2021/08/2021-08-44-tern.md", "the file name holds no possible date")
    ]


def test_an_answer_dated_before_its_notice_is_held_to_the_filing(tmp_path: Path) -> None:
    folder = tmp_path / "2018"
    folder.mkdir()
    (folder / "2018-05-02-tern.md").write_text("Infringing: https://github.com/a/b", "utf-8")
    (folder / "2018-05-01-tern-retraction.md").write_text(
        "I retract https://github.com/github/dmca/blob/master/2018/2018-05-02-Tern.md", "utf-8"
    )
    notices, _ = read_checkout(tmp_path)
    assert events(notices[0]) == [
        ("2018-05-02", "takedown", None),
        ("2018-05-02", "withdrawal", None),
    ]


def test_a_link_out_of_the_checkout_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Infringing: https://github.com/a/b", "utf-8")
    folder = tmp_path / "checkout" / "2018"
    folder.mkdir(parents=True)
    (folder / "2018-05-02-tern.md").symlink_to(secret)
    notices, reading = read_checkout(tmp_path / "checkout")
    assert (notices, reading.files) == ([], 0)


def test_a_missing_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        read_checkout(tmp_path / "nowhere")


def test_progress_counts_to_the_end() -> None:
    steps: list[tuple[int, int]] = []
    read_checkout(FIXTURES, progress=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, total in steps} == {len(steps)}
