"""What a PDF does, sends, or leads to is not in the copy that others are shown, wherever it hangs.

Such a PDF was refused, an honest form among them, and one that wrote a name twice was not.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from complaints.papers import examining, rewriting
from tests.papers import makers
from tests.papers.copies import PAGE_ALONE, held_by

Hang = Callable[[PdfWriter, PdfObject], None]


def named(**parts: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): part for name, part in parts.items()})


def action(kind: str, **parts: PdfObject) -> DictionaryObject:
    return named(S=NameObject(f"/{kind}"), **parts)


def on_annotation(writer: PdfWriter, what: PdfObject) -> None:
    link = named(Subtype=NameObject("/Link"), A=what)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])


def on_mouse(writer: PdfWriter, what: PdfObject) -> None:
    button = named(Subtype=NameObject("/Widget"), AA=named(D=what))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(button)])


def on_field(writer: PdfWriter, what: PdfObject) -> None:
    field = named(FT=NameObject("/Btn"), A=what)
    writer.root_object[NameObject("/AcroForm")] = named(Fields=ArrayObject([field]))


def on_page(writer: PdfWriter, what: PdfObject) -> None:
    writer.pages[0][NameObject("/AA")] = named(O=what)


def on_opening(writer: PdfWriter, what: PdfObject) -> None:
    writer.root_object[NameObject("/OpenAction")] = what


def on_closing(writer: PdfWriter, what: PdfObject) -> None:
    writer.root_object[NameObject("/AA")] = named(WC=what)


def on_outline(writer: PdfWriter, what: PdfObject) -> None:
    item = writer._add_object(named(Title=TextStringObject("Chapter"), A=what))
    writer.root_object[NameObject("/Outlines")] = named(First=item, Last=item)


def next_in_a_chain(writer: PdfWriter, what: PdfObject) -> None:
    to_page = action("GoTo", D=TextStringObject("one"))
    to_page[NameObject("/Next")] = ArrayObject([action("Named", N=NameObject("/NextPage")), what])
    on_annotation(writer, to_page)


PLACES = (
    on_annotation, on_mouse, on_field, on_page, on_opening, on_closing, on_outline, next_in_a_chain,
)  # fmt: skip
ELSEWHERE = TextStringObject("https://elsewhere.example/take")
ACTIONS = [
    action("SubmitForm", F=named(FS=NameObject("/URL"), F=ELSEWHERE)),
    action("GoToR", F=TextStringObject("other.pdf"), D=ArrayObject([NumberObject(0)])),
    action("GoToE", T=named(R=NameObject("/C"))),
    action("Launch", F=TextStringObject("calc.exe")),
    action("ImportData", F=TextStringObject("other.fdf")),
    action("Thread", F=TextStringObject("other.pdf"), D=NumberObject(0)),
    *(
        action("URI", URI=TextStringObject(address))
        for address in (
            "file:///srv/other.pdf",
            " FILE:other.pdf",
            "java\tscript:app.alert(1)",
            r"\\\\host\\a.exe",
        )
    ),
    action("URI", URI=ByteStringObject(b"data:text/html,x")),
    action("URI", URI=ELSEWHERE),
    action("JavaScript", JS=TextStringObject("app.alert(1)")),
    action("GoTo", D=ArrayObject([NumberObject(0), NameObject("/Fit")])),
]


def hung(hang: Hang, what: PdfObject) -> bytes:
    """Return a PDF of a page with the action at this place."""
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    hang(writer, what)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pairs() -> list[tuple[Hang, DictionaryObject]]:
    """Each action in one place, and one action in each place: what it is and where are looked at
    apart from each other."""
    each: list[tuple[Hang, DictionaryObject]] = [(on_annotation, what) for what in ACTIONS]
    return each + [(hang, ACTIONS[0]) for hang in PLACES[1:]]


def assert_only_its_page_is_copied(made: bytes) -> None:
    # As the program does it, in this process, which is quicker.
    assert examining.examine(made) == "pages 1"
    copy = b"".join(rewriting.write_copy(rewriting.opened(made)))
    assert held_by(copy) == PAGE_ALONE


@pytest.mark.parametrize(("hang", "what"), pairs())
def test_no_action_is_in_the_copy(hang: Hang, what: DictionaryObject) -> None:
    made = hung(hang, what)
    assert_only_its_page_is_copied(made)


def test_what_stands_twice_under_one_name_is_in_no_copy() -> None:
    # One reader takes the first, another the last: PDFium ran the script of the second.
    twice = b"/Names << >> /Names << /JavaScript << /Names [(a) 9 0 R] >> >>"
    made = makers.pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog " + twice)
    assert twice in made
    assert_only_its_page_is_copied(made)
