"""PDFs whose actions send something or lead to another file are refused, wherever they hang."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

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

from complaints.base.errors import Refusal
from complaints.papers import pdfs

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
ACTIVE = [
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
]
PLAIN = [
    action("URI", URI=ELSEWHERE),
    action("URI", URI=TextStringObject("www.elsewhere.example")),
    action("URI", URI=TextStringObject("mailto:kim@elsewhere.example")),
    action("GoTo", D=ArrayObject([NumberObject(0), NameObject("/Fit")])),
    action("Named", N=NameObject("/NextPage")),
    action("Thread", D=NumberObject(0)),
]


def hung(hang: Hang, what: PdfObject) -> bytes:
    """Return a PDF of a page with the action at this place."""
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    hang(writer, what)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def verdict(data: bytes) -> str | int:
    try:
        return pdfs.inspect(io.BytesIO(data))
    except Refusal as refusal:
        return refusal.slug


def pairs(actions: Sequence[DictionaryObject]) -> list[tuple[Hang, DictionaryObject]]:
    """Each action in one place, and one action in each place: what it is and where are looked at
    apart from each other."""
    each: list[tuple[Hang, DictionaryObject]] = [(on_annotation, what) for what in actions]
    return each + [(hang, actions[0]) for hang in PLACES[1:]]


@pytest.mark.parametrize(("hang", "what"), pairs(ACTIVE))
def test_an_action_that_sends_or_leads_to_another_file_is_refused(
    hang: Hang, what: DictionaryObject
) -> None:
    assert verdict(hung(hang, what)) == "paper-active"


@pytest.mark.parametrize(("hang", "what"), pairs(PLAIN))
def test_a_link_and_a_way_to_a_page_are_taken(hang: Hang, what: DictionaryObject) -> None:
    assert verdict(hung(hang, what)) == 1


def test_a_place_to_open_at_is_taken() -> None:
    place = ArrayObject([NumberObject(0), NameObject("/Fit")])
    assert verdict(hung(on_opening, place)) == 1


def test_an_action_whose_kind_is_written_elsewhere_or_otherwise_is_refused() -> None:
    def apart(writer: PdfWriter, what: PdfObject) -> None:
        kind = writer._add_object(NameObject("/SubmitForm"))
        on_annotation(writer, named(S=kind, F=what))

    assert verdict(hung(apart, ELSEWHERE)) == "paper-active"
    spelt = hung(on_page, ACTIVE[0]).replace(b"/SubmitForm", b"/Submit#46orm")
    # The table of places no longer fits, which is mended.
    assert verdict(spelt) == "paper-active"
