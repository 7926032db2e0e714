"""The parts of the github/dmca reader whose rules are tables: names, addresses, kinds, links."""

from datetime import date

import pytest

from complaints.importers.github_dmca import addresses, cues, kinds, notes, questions
from complaints.importers.github_dmca.linking import (
    Answer,
    AnsweredNotice,
    Link,
    Notices,
    named_files,
)
from complaints.importers.github_dmca.names import alias_key, parse_name
from complaints.importers.github_dmca.redaction import clean


@pytest.mark.parametrize(
    ("name", "slug", "ordinal", "kind"),
    [
        ("2016-02-23-Gullwing-25.md", "Gullwing", 25, "notice"),
        ("2019-01-02-bay-area-maps.md", "bay-area-maps", 1, "notice"),
        ("2018-01-03-Gullwing-CounterNotice.md", "Gullwing", 1, "counter_notice"),
        ("2018-01-03-GullwingCounterNotice-2.md", "Gullwing", 1, "counter_notice"),
        ("2019-12-06-gullwing-2-counternotice.md", "gullwing", 2, "counter_notice"),
        ("2018-10-03-Gullwing-Counter-Retraction.md", "Gullwing", 1, "counter_notice_retraction"),
        (
            "2020-10-06-gullwing-8-counternotice-reversal.md",
            "gullwing",
            8,
            "counter_notice_reversal",
        ),
        ("2015-02-18-CS900-retractions.md", "CS900", 1, "retraction"),
        ("2020-11-16-gullwing-reversal.md", "gullwing", 1, "reversal"),
        ("2020-09-04-gullwing-noticeoflegalaction.md", "gullwing", 1, "legal_action"),
        ("2021-02-11-actiontrails.md", "actiontrails", 1, "notice"),
        ("2017-02-02-LapCounter.md", "LapCounter", 1, "notice"),
    ],
)
def test_names(name: str, slug: str, ordinal: int, kind: str) -> None:
    parsed = parse_name(name, f"{name[:4]}/{name}")
    assert parsed is not None
    assert (parsed.slug, parsed.ordinal, parsed.kind) == (slug, ordinal, kind)


def test_spellings_of_a_slug_have_one_key() -> None:
    assert alias_key("cobalt-kettle") == alias_key("CobaltKettle") == alias_key("cobalt_kettle")


@pytest.mark.parametrize(
    ("text", "listing_id", "store"),
    [
        ("https://github.com/Some-One/A.Repo", "some-one/a.repo", "some-one"),
        ("see http://www.github.com/a/b.git.", "a/b", "a"),
        ("(github.com/a/b)", "a/b", "a"),
        ("**https://github.com/a/b__**", "a/b", "a"),
        ("https://github.com/a/b_/tree/x", "a/b_", "a"),
        ("https://github.com/a/\nlong-name", "a/long-name", "a"),
        ("https://github.com/a/long-\nname/blob/x", "a/long-name", "a"),
        ("https://raw.githubusercontent.com/a/b/main/x.txt", "a/b", "a"),
        ("git@github.com:a/b.git", "a/b", "a"),
        ("https://api.github.com/repos/a/b/zipball", "a/b", "a"),
        ("https://gist.github.com/a/0123456789abcdef0123", "gist:0123456789abcdef0123", "a"),
        ("https://gist.github.com/0123456789abcdef0123", "gist:0123456789abcdef0123", ""),
        ("https://gist.github.com/anonymous/1234567", "gist:1234567", ""),
        ("https://gist.githubusercontent.com/a/1234567/raw/x", "gist:1234567", "a"),
        ("https://a.github.io/", "a/a.github.io", "a"),
        ("https://a.github.io/Shop/x.html", "pages:a/shop", "a"),
        ("https://github.com/a", "store:a", "a"),
        ("https://www.npmjs.com/package/@a/b", "npmjs.com/package/@a/b", "@a"),
    ],
)
def test_addresses(text: str, listing_id: str, store: str) -> None:
    assert [(one.listing_id, one.store) for one in addresses.find_addresses(text)] == [
        (listing_id, store)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://help.github.com/articles/dmca-takedown",
        "https://docs.github.com/articles/dmca-takedown-policy",
        "https://github.com/contact/dmca-notice",
        "https://github.com/site/terms",
        "https://github.com/github/dmca/blob/master/2018/2018-01-01-x.md",
        "https://github.com/search?q=x",
        "https://github.com/[private]/repo",
        "https://github.com/",
        "copyright@github.com",
        "https://notgithub.com/a/b",
    ],
)
def test_what_is_no_listing(text: str) -> None:
    assert addresses.find_addresses(text) == []


def test_glued_addresses_are_two() -> None:
    found = addresses.find_addresses("https://github.com/a/bhttps://github.com/c/d")
    assert [one.listing_id for one in found] == ["a/b", "c/d"]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Infringing: https://github.com/a/b", [False]),
        ("Original work: https://github.com/a/b", [True]),
        ("Our repository is https://github.com/a/b and it was copied to https://github.com/c/d",
         [True, False]),
        ("https://github.com/c/d is a copy of https://github.com/a/b", [False, True]),
        ("Forked from https://github.com/a/b:\nhttps://github.com/c/d", [True, False]),
        ("The files infringe our original work: https://github.com/c/d", [False]),
        ("These were cloned from Kettle Pro:\nhttps://github.com/c/d", [False]),
        ("The original is at:\n- https://github.com/a/b\n- https://github.com/a/c", [True, True]),
        ("We wrote the original program.\n\nhttps://github.com/c/d", [False]),
    ],
)  # fmt: skip
def test_cues_tell_the_own_work_from_the_accused(text: str, verdicts: list[bool]) -> None:
    assert cues.own(text, addresses.find_addresses(text)) == verdicts


def test_a_counter_notice_in_name_only_is_a_notice() -> None:
    accusing = questions.split_letter(
        "https://github.com/a/b is infringing, an exclusive right of mine."
    )
    assert kinds.kind_of_letter("counter_notice", accusing) == "notice"
    withdrawing = questions.split_letter("We issued a DMCA claim against a repository by mistake.")
    assert kinds.kind_of_letter("counter_notice", withdrawing) == "retraction"
    disputing = questions.split_letter("I dispute this; it is a mistake or misidentification.")
    assert kinds.kind_of_letter("counter_notice", disputing) == "counter_notice"


def test_the_statute_in_a_letter_claims_circumvention() -> None:
    assert kinds.claims_circumvention(questions.split_letter("a violation of 17 U.S.C. § 1201(a)"))
    assert not kinds.claims_circumvention(
        questions.split_letter("at 1201 Elm, under 17 U.S.C. § 512")
    )


def test_a_staff_note_without_a_rule_ends_with_its_paragraph() -> None:
    note = (
        "Note: Because the parent repository was actively being forked, GitHub processed the"
        " takedown notice against the entire network of 1,042 repositories.\n\nDear GitHub, help."
    )
    staff, letter = notes.read_notes(note)
    assert (staff.network, letter.strip()) == (1042, "Dear GitHub, help.")


def test_contact_data_is_cut_out() -> None:
    told = "Made by us in 2015-04-18.\nPhone: +1 202 555 0147\nask@shop.example, 12 Elm Street"
    assert clean(told) == "Made by us in 2015-04-18."
    assert (
        clean("[private] of Kettle Ltd, my name is Ann Other, author.")
        == "of Kettle Ltd, , author."
    )


def asked(stem: str, day: int, key: str, *listings: str) -> AnsweredNotice:
    return AnsweredNotice(stem, date(2020, 1, day), frozenset({key}), listings)


NOTICES = Notices(
    [
        asked("2020-01-02-tern", 2, "tern", "a/b", "c/d"),
        asked("2020-01-05-tern-2", 5, "tern", "a/b"),
        asked("2020-01-06-gull", 6, "gull", "a/b", "e/f"),
        asked("2020-01-09-tern-3", 9, "tern", "a/b"),
    ]
)


@pytest.mark.parametrize(
    ("key", "named", "listings", "links"),
    [
        # Named by its published address, whatever else would fit.
        ("tern", ("2020-01-02-tern",), ("a/b",), [Link("2020-01-02-tern", "named", ("a/b",))]),
        ("tern", ("2020-01-02-tern",), (), [Link("2020-01-02-tern", "named")]),
        # The same filer and repository, the nearest earlier notice.
        ("tern", (), ("a/b",), [Link("2020-01-05-tern-2", "filer and repository", ("a/b",))]),
        # Each repository finds its own notice.
        ("tern", (), ("a/b", "c/d"), [
            Link("2020-01-05-tern-2", "filer and repository", ("a/b",)),
            Link("2020-01-02-tern", "filer and repository", ("c/d",)),
        ]),
        # Another slug, the same repository.
        ("owl", (), ("e/f",), [Link("2020-01-06-gull", "repository", ("e/f",))]),
        # A renamed repository of a named owner; then no repository at all.
        ("gull", (), ("e/renamed",), [Link("2020-01-06-gull", "filer", ("e/f",))]),
        ("gull", (), (), [Link("2020-01-06-gull", "filer")]),
        # Nothing fits.
        ("gull", (), ("x/y",), []),
        ("owl", (), (), []),
    ],
)  # fmt: skip
def test_links_in_their_order(
    key: str, named: tuple[str, ...], listings: tuple[str, ...], links: list[Link]
) -> None:
    answer = Answer("2020-01-08-x", date(2020, 1, 8), key, named, listings)
    assert NOTICES.answered_by(answer) == links


def test_named_files_are_found_in_the_text_and_in_the_name() -> None:
    text = "https://github.com/github/dmca/blob/master/2020/06/2020-06-03-Tern.md, and more"
    assert named_files(text, "2020-06-12-2020-06-01-gull-retraction") == (
        "2020-06-03-tern",
        "2020-06-01-gull",
    )


def test_a_mark_in_a_sentence_stands_for_no_accused_address() -> None:
    lines = (
        "[invalid]", "2. [invalid] -- the whole theme", "https://github.com/[invalid]/theme",
        "Infringing repository 1: [invalid]", "[invalid], [invalid]",
    )  # fmt: skip
    assert notes.rejected_lines("\n".join(lines)) == 6
    prose = (
        "Our shop's link for this theme: [invalid]", "It was forked from [invalid], which is gone.",
        "GitHub removed [invalid] before.",
    )  # fmt: skip
    assert notes.rejected_lines("\n".join(prose)) == 0
