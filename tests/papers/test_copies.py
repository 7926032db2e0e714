"""The copy of a PDF that others are shown: it looks as its pages do, and holds nothing else."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from complaints.base.errors import Refusal
from complaints.papers import pdfs, previews, rewriting
from complaints.papers.meter import Meter
from complaints.papers.pdf_layers import is_hidden
from complaints.papers.pdf_stamps import Stamp, placed
from tests.papers.copies import PAGE_ALONE, held_by
from tests.papers.test_actions import named
from tests.papers.test_metadata import PLACE, photo

WHITE, RED, BLUE = (255, 255, 255), (255, 0, 0), (0, 0, 255)
RED_INK = b"1 0 0"


def copied(data: bytes) -> bytes:
    return pdfs.copy_pdf(data, Meter())


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def stream(writer: PdfWriter, data: bytes, **members: PdfObject) -> PdfObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(named(**members))
    return writer._add_object(made)


def square(writer: PdfWriter, colour: bytes, **members: PdfObject) -> PdfObject:
    """Return a form of 10 by 10 that is filled with a colour."""
    return stream(
        writer, colour + b" rg 0 0 10 10 re f", Type=NameObject("/XObject"),
        Subtype=NameObject("/Form"), BBox=numbers(0, 0, 10, 10), **members,
    )  # fmt: skip


def on_page(*annotations: Callable[[PdfWriter], DictionaryObject]) -> bytes:
    """Return a PDF of one page of 300 by 400 with these annotations."""
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    hung = ArrayObject(writer._add_object(make(writer)) for make in annotations)
    writer.pages[0][NameObject("/Annots")] = hung
    return written(writer)


def at(data: bytes, x: int, y: int, *, number: int = 1) -> object:
    """Return the colour of a page at a point, in the page's own measure, from below on the left."""
    shown = Image.open(io.BytesIO(previews.draw_page(data, number, pixels=300)))
    return shown.convert("RGB").getpixel((x, shown.height - y))


def drawn(folder: Path, data: bytes, number: int) -> bytes:
    """Return the picture of a page of a PDF as it is, by a program that knows nothing of copies."""
    (folder / "a.pdf").write_bytes(data)
    (folder / "a.typ").write_text(
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image("a.pdf", page: {number})'
    )
    png: bytes = typst.compile(folder / "a.typ", root=folder, format="png")
    return png


def test_a_typeset_page_looks_the_same_and_says_nothing_of_its_author(tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(photo("JPEG"))
    (tmp_path / "b.typ").write_text("""
#set document(title: [A title], author: "Ann Lee")
#outline()
= First
#link("https://elsewhere.example")[More] $ integral_0^1 x^2 dif x $ #image("p.jpg", width: 4cm)
#rect(fill: gradient.linear(red, blue), width: 3cm, height: 1cm) #pagebreak()
= Second
#table(columns: 2)[a][b] #text(fill: rgb(0, 0, 255, 50%))[see-through]
""")
    made: bytes = typst.compile(tmp_path / "b.typ", root=tmp_path, format="pdf")
    copy = copied(made)
    for number in (1, 2):
        assert drawn(tmp_path, copy, number) == drawn(tmp_path, made, number)
    names = held_by(copy)
    assert not names & {"/Info", "/Metadata", "/Annots", "/Outlines", "/StructTreeRoot", "/Author"}
    assert PLACE not in copy
    assert copied(made) == copy


def test_a_pdf_that_only_forbids_printing_is_copied() -> None:
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    content = stream(writer, b"1 0 0 rg 100 100 100 100 re f")
    writer.pages[0][NameObject("/Contents")] = content
    writer.encrypt("", "boss", algorithm="AES-256")
    copy = copied(written(writer))
    assert at(copy, 150, 150) == RED
    assert held_by(copy) == PAGE_ALONE


def test_what_is_filled_in_and_signed_is_part_of_the_page() -> None:
    def field(writer: PdfWriter) -> DictionaryObject:
        look = named(N=square(writer, RED_INK))
        return named(Subtype=NameObject("/Widget"), FT=NameObject("/Sig"), F=NumberObject(4),
                     Rect=numbers(100, 100, 50, 50), AP=look)  # fmt: skip

    def box(writer: PdfWriter) -> DictionaryObject:
        states = named(Yes=square(writer, b"0 0 1"), Off=square(writer, b"1 0 0"))
        return named(Subtype=NameObject("/Widget"), FT=NameObject("/Btn"), AS=NameObject("/Yes"),
                     Rect=numbers(150, 50, 200, 100), AP=named(N=states))  # fmt: skip

    made = on_page(field, box)
    assert pdfs.inspect(io.BytesIO(made), Meter()) == 1
    copy = copied(made)
    assert (at(copy, 75, 75), at(copy, 175, 75), at(copy, 250, 75)) == (RED, BLUE, WHITE)
    assert not held_by(copy) & {"/Annots", "/AP", "/FT", "/AcroForm"}


@pytest.mark.parametrize(
    ("value", "flags", "is_drawn"),
    [("Ann Lee", 0, True), ("one\ntwo", 1 << 12, True), ("secret", 1 << 13, False),
     ("李安", 0, False), ("", 0, False)],
)  # fmt: skip
def test_what_is_filled_in_without_a_look_is_written(
    value: str, flags: int, is_drawn: bool
) -> None:
    def field(writer: PdfWriter) -> DictionaryObject:
        parent = named(FT=NameObject("/Tx"), V=TextStringObject(value), Ff=NumberObject(flags),
                       DA=TextStringObject("/Helv 14 Tf 0 g"))  # fmt: skip
        return named(Subtype=NameObject("/Widget"), Rect=numbers(50, 50, 250, 100),
                     Parent=writer._add_object(parent))  # fmt: skip

    shown = Image.open(io.BytesIO(previews.draw_page(on_page(field), 1, pixels=300)))
    dark = shown.convert("L").point(lambda shade: 255 * (shade < 128)).getbbox()
    assert (dark is not None) is is_drawn
    if dark:
        assert (dark[0] >= 50, dark[2] <= 250) == (True, True)
        assert shown.height - 100 <= dark[1] <= dark[3] <= shown.height - 50


def test_a_look_takes_no_name_of_the_page() -> None:
    def remark(writer: PdfWriter) -> DictionaryObject:
        page = writer.pages[0]
        own = named(Stamp0=square(writer, b"0 0 1"), Stampp0=square(writer, b"0 0 1"))
        page[NameObject("/Resources")] = named(XObject=own)
        page[NameObject("/Contents")] = stream(writer, b"q 5 0 0 5 150 50 cm /Stamp0 Do Q")
        return named(Subtype=NameObject("/Stamp"), Rect=numbers(50, 50, 100, 100),
                     AP=named(N=square(writer, RED_INK)))  # fmt: skip

    copy = copied(on_page(remark))
    assert (at(copy, 75, 75), at(copy, 175, 75)) == (RED, BLUE)


@pytest.mark.parametrize("flags", [2, 32])
def test_what_is_hidden_is_not_drawn(flags: int) -> None:
    def remark(writer: PdfWriter) -> DictionaryObject:
        look = named(N=square(writer, RED_INK))
        return named(Subtype=NameObject("/Stamp"), F=NumberObject(flags),
                     Rect=numbers(50, 50, 100, 100), AP=look)  # fmt: skip

    assert at(copied(on_page(remark)), 75, 75) == WHITE


@pytest.mark.parametrize("says_so", [False, True])
def test_a_remark_on_a_layer_that_is_hidden_is_not_drawn(says_so: bool) -> None:
    def remark(writer: PdfWriter) -> DictionaryObject:
        usage = named(View=named(ViewState=NameObject("/OFF" if says_so else "/None")))
        layer = writer._add_object(named(Type=NameObject("/OCG"), Usage=usage))
        hidden = named(OFF=ArrayObject([] if says_so else [layer]))
        writer.root_object[NameObject("/OCProperties")] = named(OCGs=ArrayObject([layer]), D=hidden)
        return named(Subtype=NameObject("/Stamp"), OC=layer, Rect=numbers(50, 50, 100, 100),
                     AP=named(N=square(writer, RED_INK)))  # fmt: skip

    assert at(copied(on_page(remark)), 75, 75) == WHITE


@pytest.mark.parametrize(
    ("policy", "off", "is_seen"),
    [("AnyOn", 0, True), ("AnyOn", 1, True), ("AnyOn", 2, False), ("None", 2, False),
     ("AllOn", 0, True), ("AllOn", 1, False), ("AnyOff", 0, False), ("AnyOff", 1, True),
     ("AllOff", 1, False), ("AllOff", 2, True)],
)  # fmt: skip
def test_a_remark_on_a_choice_of_layers_is_drawn_by_what_they_show(
    policy: str, off: int, is_seen: bool
) -> None:
    writer = PdfWriter()
    layers = [writer._add_object(named(Type=NameObject("/OCG"))) for _ in range(2)]
    choice = named(Type=NameObject("/OCMD"), OCGs=ArrayObject(layers), P=NameObject(f"/{policy}"))
    hidden = {(each.idnum, each.generation) for each in layers[:off]}
    assert is_hidden(writer._add_object(choice), hidden) is not is_seen


def test_a_remark_on_a_choice_of_one_hidden_layer_is_not_drawn() -> None:
    def remark(writer: PdfWriter) -> DictionaryObject:
        layer = writer._add_object(named(Type=NameObject("/OCG")))
        choice = writer._add_object(named(Type=NameObject("/OCMD"), OCGs=layer))
        writer.root_object[NameObject("/OCProperties")] = named(
            OCGs=ArrayObject([layer]), D=named(OFF=ArrayObject([layer]))
        )
        return named(Subtype=NameObject("/Stamp"), OC=choice, Rect=numbers(50, 50, 100, 100),
                     AP=named(N=square(writer, RED_INK)))  # fmt: skip

    assert at(copied(on_page(remark)), 75, 75) == WHITE


def test_a_look_is_turned_and_stretched_into_its_box() -> None:
    writer = PdfWriter()
    form = square(writer, b"1 0 0", Matrix=numbers(0, 1, -1, 0, 0, 0))
    stamp = Stamp(form, (50.0, 60.0, 70.0, 100.0), None)  # type: ignore[arg-type]
    # Turned by a quarter it lies left of zero: from -10 to 0 across, from 0 to 10 up.
    assert placed(stamp, b"/A") == (
        b"q 2.000000 0.000000 0.000000 4.000000 70.000000 60.000000 cm /A Do Q\n"
    )


def layered(**settings: PdfObject) -> bytes:
    """Return a page with a red square on one layer and a blue one on another."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 400)
    layers = [
        writer._add_object(named(Type=NameObject("/OCG"), Name=TextStringObject(name)))
        for name in ("red", "blue")
    ]
    chosen = {name: ArrayObject([layers[1]]) for name in settings if name in ("OFF", "ON")}
    first = named(**{**settings, **chosen})
    first.pop("/View", None)
    if "View" in settings:
        layers[1].get_object()[NameObject("/Usage")] = named(View=named(ViewState=settings["View"]))
    if "AS" in settings:
        event = named(Event=NameObject("/View"), OCGs=ArrayObject(layers))
        first[NameObject("/AS")] = ArrayObject([event])
    writer.root_object[NameObject("/OCProperties")] = named(OCGs=ArrayObject(layers), D=first)
    page[NameObject("/Contents")] = stream(
        writer,
        b"/OC /A BDC 1 0 0 rg 50 50 50 50 re f EMC /OC /B BDC 0 0 1 rg 150 50 50 50 re f EMC",
    )
    page[NameObject("/Resources")] = named(Properties=named(A=layers[0], B=layers[1]))
    return written(writer)


@pytest.mark.parametrize(
    ("settings", "seen"),
    [
        ({}, (RED, BLUE)),
        ({"OFF": ArrayObject()}, (RED, WHITE)),
        ({"BaseState": NameObject("/OFF"), "ON": ArrayObject()}, (WHITE, BLUE)),
        # What a layer says of a screen: browsers hide by it whether it is asked for or not.
        ({"View": NameObject("/OFF"), "AS": ArrayObject()}, (RED, WHITE)),
        ({"View": NameObject("/OFF")}, (RED, WHITE)),
        ({"View": NameObject("/ON"), "AS": ArrayObject(), "OFF": ArrayObject()}, (RED, BLUE)),
        ({"View": NameObject("/ON"), "OFF": ArrayObject()}, (RED, WHITE)),
    ],
)
def test_a_layer_is_seen_as_the_file_first_shows_it(
    settings: dict[str, PdfObject], seen: tuple[object, object]
) -> None:
    copy = copied(layered(**settings))
    assert (at(copy, 75, 75), at(copy, 175, 75)) == seen
    # Nobody switches it, and printing shows no other.
    assert not held_by(copy) & {"/AS", "/Order", "/Usage"}


@pytest.mark.parametrize("packed", [False, True])
def test_a_photograph_in_a_pdf_loses_its_place(tmp_path: Path, packed: bool) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 400)
    data = photo("JPEG")
    picture = EncodedStreamObject()
    filters = [NameObject("/DCTDecode")]
    if packed:
        filters.insert(0, NameObject("/ASCIIHexDecode"))
        data = data.hex().encode() + b">"
    picture._data = data
    picture.update(
        named(Subtype=NameObject("/Image"), Width=NumberObject(600), Height=NumberObject(400),
              BitsPerComponent=NumberObject(8), ColorSpace=NameObject("/DeviceRGB"),
              Filter=ArrayObject(filters), Metadata=stream(writer, b"<x:xmpmeta/>"),
              Alternates=ArrayObject(), OPI=DictionaryObject(), Measure=DictionaryObject())
    )  # fmt: skip
    page[NameObject("/Resources")] = named(XObject=named(A=writer._add_object(picture)))
    page[NameObject("/Contents")] = stream(writer, b"q 300 0 0 400 0 0 cm /A Do Q")
    made = written(writer)
    assert (PLACE in made) is not packed
    copy = copied(made)
    assert PLACE not in copy
    assert drawn(tmp_path, copy, 1) == drawn(tmp_path, made, 1)
    left = {"/Metadata", "/Alternates", "/OPI", "/Measure"}
    assert not held_by(copy) & left


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("within", ["page", "form", "pattern"])
def test_a_photograph_within_a_drawing_loses_its_place(
    tmp_path: Path, packed: bool, within: str
) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 400)
    begins = b"q 300 0 0 200 0 %d cm BI /W 600 /H 400 /CS /RGB /BPC 8 /F /DCT ID "
    drawing = DecodedStreamObject()
    both = (begins % 0 + photo("JPEG") + b"\nEI Q ", begins % 200 + photo("JPEG") + b"\nEI Q ")
    drawing.set_data(b"".join(both) + b"1 0 0 rg 0 0 20 20 re f")
    box = numbers(0, 0, 300, 400)
    drawing.update(
        named(Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=box)
        if within == "form"
        else named(PatternType=NumberObject(1), PaintType=NumberObject(1), BBox=box,
                   TilingType=NumberObject(1), XStep=NumberObject(300), YStep=NumberObject(400))
    )  # fmt: skip
    made = writer._add_object(drawing.flate_encode() if packed else drawing)
    of = {"form": named(XObject=named(A=made)), "pattern": named(Pattern=named(A=made))}
    page[NameObject("/Resources")] = of.get(within, DictionaryObject())
    operators = {"form": b"/A Do", "pattern": b"/Pattern cs /A scn 0 0 300 400 re f"}.get(within)
    page[NameObject("/Contents")] = stream(writer, operators) if operators else made
    whole = written(writer)
    copy = copied(whole)
    reader = PdfReader(io.BytesIO(copy))
    parts = [reader.get_object(number) for number in reader.xref[0]]
    looks = [part.get_data() for part in parts if isinstance(part, StreamObject)]
    assert not any(PLACE in look for look in looks)
    assert any(look.count(b"ID \xff\xd8") == 2 for look in looks)
    assert drawn(tmp_path, copy, 1) == drawn(tmp_path, whole, 1)


def test_nothing_in_the_copy_leads_to_another_file() -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 400)
    elsewhere = named(F=TextStringObject("other.pdf"), Type=NameObject("/Filespec"))
    form = square(writer, b"1 0 0", Ref=elsewhere, PieceInfo=DictionaryObject())
    outside = stream(writer, b"", F=elsewhere, FFilter=NameObject("/FlateDecode"))
    script = stream(writer, b"", Type=NameObject("/XObject"), Subtype=NameObject("/PS"))
    page[NameObject("/Resources")] = named(XObject=named(A=form, B=script))
    page[NameObject("/Contents")] = ArrayObject([stream(writer, b"/A Do"), outside])
    page[NameObject("/Thumb")] = outside
    copy = copied(written(writer))
    assert held_by(copy) == PAGE_ALONE | {"/XObject", "/A", "/B", "/Subtype", "/BBox"}
    assert b"/PS" not in copy
    assert at(copy, 5, 5) == RED


def test_names_that_are_no_text_stay_the_same_names() -> None:
    made = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R"
        b"/Resources<</XObject<</\xc4\xe3#20a 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 12>>stream\n/\xc4\xe3#20a Do  \nendstream endobj\n"
        b"5 0 obj<</Subtype/Form/BBox[0 0 99 99]/Length 25>>stream\n"
        b"1 0 0 rg 0 0 99 99 re f  \nendstream endobj\n"
        b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
    )
    assert at(copied(made), 50, 50) == RED


def test_a_pdf_of_10000_pages_is_taken_and_copied() -> None:
    pages = 10_000
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + pages))
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\n"
    made = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    made += b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (pages, kids)
    made += b"".join(page % number for number in range(3, 3 + pages))
    made += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (3 + pages)
    meter = Meter()
    assert pdfs.inspect(io.BytesIO(made), meter) == pages
    assert 0 < meter.seconds < pdfs.MOST_WORK
    assert at(made, 150, 200, number=pages) == WHITE


def test_a_pdf_that_asks_for_endless_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "MOST_SECONDS", 0.01)
    with pytest.raises(Refusal, match="more than can be checked"):
        pdfs.inspect(io.BytesIO(b"%PDF-1.4"), Meter())


def test_a_page_that_cannot_be_read_refuses_the_file() -> None:
    made = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length 9/A[1 2\nendobj\n"
        b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
    )
    with pytest.raises(Refusal) as caught:
        pdfs.inspect(io.BytesIO(made), Meter())
    assert caught.value.slug == "paper-damaged"
    with pytest.raises(Refusal, match="damaged or cut off"):
        copied(made)


def lettered(writer: PdfWriter, odd: PdfObject) -> bytes:
    """Return a page with a font, a form and more in which `odd` stands among numbers."""
    page = writer.add_blank_page(300, 400)
    odds = ArrayObject([NumberObject(1), odd])
    name = NameObject("/Evil")
    box = numbers(0, 0, 1, 1)
    described = named(FontName=name, FontBBox=odds, StemV=odd, Flags=NumberObject(4))
    wide = ArrayObject([NumberObject(1), odds])
    font = named(Subtype=NameObject("/Type1"), BaseFont=name, FontMatrix=odds, Widths=odds, W=wide,
                 DW=odd, FontDescriptor=described)  # fmt: skip
    form = stream(writer, b"", Subtype=NameObject("/Form"), BBox=box, Matrix=odds, Decode=odds)
    shading = named(ShadingType=NumberObject(2), Coords=box, Domain=odds, Background=odds)
    state = named(SM=odd, D=odds, LW=NumberObject(2))
    page[NameObject("/Resources")] = named(
        Font=named(F=font), XObject=named(A=form), Shading=named(B=shading),
        ExtGState=named(C=state),
    )  # fmt: skip
    return written(writer)


@pytest.mark.parametrize(
    "how", ["string", "name", "reference to a string", "dictionary", "array with a string"]
)
def test_where_numbers_belong_is_nothing_but_numbers(how: str) -> None:
    script = "1); alert('MARK')"
    writer = PdfWriter()
    odds: dict[str, PdfObject] = {
        "string": TextStringObject(script),
        "name": NameObject(f"/{script}"),
        "reference to a string": writer._add_object(TextStringObject(script)),
        "dictionary": named(Registry=TextStringObject(script)),
        "array with a string": ArrayObject([TextStringObject(script)]),
    }
    copy = copied(lettered(writer, odds[how]))
    assert b"MARK" not in copy
    assert b"MARK".hex().encode() not in copy.lower()
    kept = {"/FontDescriptor", "/BaseFont", "/FontName", "/Flags", "/LW", "/BBox", "/Coords"}
    held = held_by(copy)
    assert kept <= held
    assert not held & {"/FontMatrix", "/Widths", "/FontBBox", "/Matrix", "/Decode", "/Domain"}


def test_numbers_of_a_font_are_kept_through_references() -> None:
    writer = PdfWriter()
    copy = copied(lettered(writer, writer._add_object(FloatObject(0.25))))
    kept = {"/FontMatrix", "/Widths", "/DW", "/W", "/StemV", "/Matrix", "/Decode", "/SM", "/D"}
    assert kept <= held_by(copy)
    assert b"0.25" in copy


def unfolding(pixels: int, size: int = 50_000) -> bytes:
    """Return a PDF of `size` bytes with a packed photograph of so many bytes."""
    photograph = zlib.compress(b"\xff\xd8\xff\xda\0\2" + bytes(pixels) + b"\xff\xd9", 9)
    made = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]"
        b"/Resources<</XObject<</A 4 0 R>>>>>>endobj\n"
        b"4 0 obj<</Subtype/Image/Filter[/FlateDecode/DCTDecode]/Length %d>>stream\n"
        b"%s\nendstream endobj\n" % (len(photograph), photograph)
    )
    end = b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
    return made + b"\n" * (size - len(made) - len(end)) + end


def test_a_copy_may_be_so_much_larger_than_its_file_and_no_larger() -> None:
    most = rewriting.MOST_TIMES * 50_000 + rewriting.MOST_BESIDE
    beside = len(copied(unfolding(1_000_000))) - 1_000_000
    for spare in (1, 0):
        made = unfolding(most - beside - spare)
        assert pdfs.inspect(io.BytesIO(made), Meter()) == 1
        assert len(copied(made)) == most - spare
    above = unfolding(most - beside + 1)
    with pytest.raises(Refusal, match="more than can be checked") as caught:
        pdfs.inspect(io.BytesIO(above), Meter())
    assert caught.value.slug == "paper-damaged"
    with pytest.raises(Refusal) as caught:
        copied(above)
    assert caught.value.slug == "paper-damaged"
