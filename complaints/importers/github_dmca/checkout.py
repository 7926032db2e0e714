"""A checkout of the public repository read into interchange lines, with an account of it.

Three passes: read every file, link the answers to their notices, write the lines. It reads the
working files alone, never the repository's history, in which redacted text survives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from complaints.importers.github_dmca import addresses, files, kinds, notes, questions, targets
from complaints.importers.github_dmca.filers import FilerKind, identify, is_placeholder
from complaints.importers.github_dmca.lines import Draft, Event, assemble
from complaints.importers.github_dmca.linking import Answer, AnsweredNotice, Notices, named_files
from complaints.importers.github_dmca.names import FileName
from complaints.importers.github_dmca.questions import Letter
from complaints.importers.github_dmca.reading import Notice, Reading
from complaints.importers.github_dmca.works import describe

Progress = Callable[[int, int], None]
_EVENTS = {
    "counter_notice": ("counter_notice", "seller"),
    "retraction": ("withdrawal", "filer"),
    "reversal": ("reinstatement", "staff"),
}
_KIND_ORDER: tuple[FilerKind, ...] = ("rights_holder", "agent", "individual")


@dataclass(frozen=True, slots=True)
class _Reply:
    kind: str
    path: str
    answer: Answer


def read_checkout(
    directory: Path, *, progress: Progress | None = None
) -> tuple[list[Notice], Reading]:
    """Read a checkout, or an unpacked copy, of the repository.

    `progress` is called with files done and files in all. Notices come oldest file first.

    Raises: OSError where `directory` cannot be read; a single unreadable file is reported in
    the account instead.
    """
    reading = Reading()
    drafts, replies = _read_files(directory, reading, progress)
    _link(drafts, replies, reading)
    return _write(drafts), reading


def _read_files(
    directory: Path, reading: Reading, progress: Progress | None
) -> tuple[list[Draft], list[_Reply]]:
    drafts: list[Draft] = []
    replies: list[_Reply] = []
    seen: set[str] = set()
    paths = list(files.walk_files(directory))
    for done, (path, relative) in enumerate(paths, start=1):
        name = files.sort_out(path, relative)
        if isinstance(name, FileName) and name.stem in seen:
            name = None
        if name is not None:
            reading.files += 1
            reason = name if isinstance(name, str) else _take(name, path, drafts, replies, reading)
            if reason:
                reading.not_understood.append((relative, reason))
            else:
                reading.understood += 1
        if isinstance(name, FileName):
            seen.add(name.stem)
        if progress is not None:
            progress(done, len(paths))
    return drafts, replies


def _take(
    name: FileName, path: Path, drafts: list[Draft], replies: list[_Reply], reading: Reading
) -> str:
    """Read one letter; the reason why it gave nothing, or an empty string."""
    try:
        text = files.text_of(path)
    except (OSError, ValueError) as error:
        return f"not readable: {error.strerror if isinstance(error, OSError) else error}"
    if not text.strip():
        return "the file is empty"
    staff, body = notes.read_notes(text)
    letter = questions.split_letter(body)
    kind = kinds.kind_of_letter(name.kind, letter)
    reading.by_kind[kind] += 1
    if kind in _EVENTS:
        replies.append(_Reply(kind, name.path, _answer(name, text, letter)))
        return ""
    if kind != "notice":
        return ""
    draft = _draft(name, letter, staff)
    year = name.date.year
    notices, with_targets = reading.by_year.get(year, (0, 0))
    reading.by_year[year] = (notices + 1, with_targets + bool(draft.targets))
    reading.by_form[letter.form] += 1
    if not draft.targets:
        return _why_no_target(draft, letter)
    drafts.append(draft)
    return ""


def _draft(name: FileName, letter: Letter, staff: notes.StaffNotes) -> Draft:
    key = "" if is_placeholder(name.slug) else name.key
    chosen = targets.choose_targets(letter, key)
    work = describe(letter, {one.address.listing_id for one in chosen.listed})
    return Draft(
        name=name,
        form=letter.form,
        filer=identify(name, letter, work),
        work=work,
        notes=staff,
        circumvention=kinds.claims_circumvention(letter),
        targets=chosen.listed,
        unlisted_rejected=chosen.unlisted_rejected,
    )


def _why_no_target(draft: Draft, letter: Letter) -> str:
    if draft.unlisted_rejected:
        return "every address was refused as [invalid]"
    if notes.gone_on(letter.text):
        return "every address was gone before publication"
    if letter.form == "letter" and not questions.looks_like_a_notice(letter.text):
        return "not a notice: no address and no word of infringement"
    return "no address is named in it, or it was redacted"


def _answer(name: FileName, text: str, letter: Letter) -> Answer:
    answer_text = letter.answers.get("c_files", "")
    named = addresses.find_addresses(answer_text) or addresses.find_addresses(letter.text)
    listings = dict.fromkeys(one.listing_id for one in named if one.kind != "account")
    key = "" if is_placeholder(name.slug) else name.key
    return Answer(name.stem, name.date, key, named_files(text, name.stem), tuple(listings))


def _link(drafts: list[Draft], replies: list[_Reply], reading: Reading) -> None:
    by_stem = {draft.name.stem: draft for draft in drafts}
    notices = Notices(_notice_key(draft) for draft in drafts)
    through = {reply.answer.stem.lower(): reply.answer for reply in replies}
    for reply in replies:
        links = notices.answered_by(_followed(reply.answer, notices, through))
        event, by = _EVENTS[reply.kind]
        if not links:
            reading.links.unlinked.append(reply.path)
            continue
        reading.links.by_way[f"{reply.kind}: {links[0].way}"] += 1
        for link in links:
            by_stem[link.stem].events.append(
                Event(reply.answer.date, event, by, link.listing_ids, note=reply.answer.stem)
            )


def _followed(answer: Answer, notices: Notices, through: dict[str, Answer]) -> Answer:
    """An answer that names only another answer speaks of the notice behind that one."""
    if any(stem in notices for stem in answer.named):
        return answer
    behind = [stem for one in answer.named if one in through for stem in through[one].named]
    return Answer(
        answer.stem, answer.date, answer.key, (*answer.named, *behind), answer.listing_ids
    )


def _notice_key(draft: Draft) -> AnsweredNotice:
    keys = {draft.filer.reference}
    if not is_placeholder(draft.name.slug):
        keys.add(draft.name.key)
    listings = tuple(one.address.listing_id for one in draft.targets)
    return AnsweredNotice(draft.name.stem, draft.name.date, frozenset(keys), listings)


def _write(drafts: list[Draft]) -> list[Notice]:
    """The lines, each filer with one kind: the one that most of its notices state."""
    stated: dict[str, Counter[FilerKind]] = defaultdict(Counter)
    for draft in drafts:
        stated[draft.filer.reference][draft.filer.kind] += 1
    kinds_by_filer = {
        reference: max(_KIND_ORDER, key=counts.__getitem__) for reference, counts in stated.items()
    }
    ordered = sorted(drafts, key=lambda draft: (draft.name.date, draft.name.stem))
    return [
        Notice(
            assemble(draft, kinds_by_filer[draft.filer.reference]),
            draft.unlisted_rejected,
            draft.name.path,
        )
        for draft in ordered
    ]
