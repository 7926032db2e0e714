"""What a page of a PDF is drawn from: for each kind of part, the members that are copied.

All else is left out when a PDF is rewritten: actions, scripts, attachments, forms, links, what the
file says of its author, of its program, of places, small copies and alternates of pictures, and
whatever leads to another file. The names are those of ISO 32000-2.
"""

from __future__ import annotations

from collections.abc import Mapping

from pypdf.generic import (
    BooleanObject,
    ByteStringObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

# A member of a part: the kind of what it holds. An array holds parts of that kind.
Kind = str
# Values of one type, and arrays of them: an array that holds anything else is left out whole, as a
# program may run what stands among the numbers of a font (CVE-2024-4367).
NUMBERS, NAMES, TRUTHS, TEXT, CODES = "numbers", "names", "truths", "text", "codes"
# Streams of operators, in which photographs may stand.
DRAWN = ("content", "drawing", "pattern")
# A dictionary whose names are the file's own: `map X` holds parts of kind X.
MAP = "map "

_NUMBER, _NAME, _STRING = (
    (NumberObject, FloatObject), (NameObject,), (TextStringObject, ByteStringObject),
)  # fmt: skip
SIMPLE: Mapping[Kind, tuple[type, ...]] = {
    NUMBERS: _NUMBER, NAMES: _NAME, TRUTHS: (BooleanObject,), TEXT: _STRING,
    # Of an encoding: from which number on, which letters.
    CODES: _NUMBER + _NAME,
}  # fmt: skip
# What may stand in the place of a part, or beside parts in their array; else nothing may.
BESIDE: Mapping[Kind, tuple[type, ...]] = {
    # The colours that are see-through, in the place of a mask.
    "drawing": _NUMBER,
    "mask": _NAME,
    "colour": _NUMBER + _NAME + _STRING,
    # Its size, in a state.
    "font": _NUMBER,
    "encoding": _NAME,
    "content": _NAME,
    "layer": _NAME,
    "packing": _NAME,
}


def _members(text: str, kind: Kind) -> dict[str, Kind]:
    return {f"/{name}": kind for name in text.split()}


_RESOURCES = {
    "/ExtGState": "map state", "/ColorSpace": "map colour", "/Pattern": "map pattern",
    "/Shading": "map shading", "/XObject": "map drawing", "/Font": "map font",
    "/Properties": "map layer", "/ProcSet": NAMES,
}  # fmt: skip

PARTS: Mapping[Kind, Mapping[str, Kind]] = {
    "page": {**_members("MediaBox CropBox Rotate UserUnit", NUMBERS), "/Group": "group"},
    "resources": _RESOURCES,
    "content": {},
    "group": {**_members("Type S", NAMES), **_members("I K", TRUTHS), "/CS": "colour"},
    # A form within the page, or a picture.
    "drawing": {
        **_members("Type Subtype Name Intent", NAMES),
        **_members("BBox Matrix FormType Width Height BitsPerComponent Decode SMaskInData Matte",
                   NUMBERS),
        **_members("ImageMask Interpolate", TRUTHS),
        "/Resources": "resources", "/Group": "group", "/ColorSpace": "colour", "/Mask": "drawing",
        "/SMask": "drawing", "/OC": "layer",
    },
    "state": {
        **_members("Type RI BM", NAMES),
        **_members("LW LC LJ ML D OPM FL SM CA ca", NUMBERS),
        **_members("OP op SA AIS TK", TRUTHS),
        "/Font": "font", "/SMask": "mask", "/BG": "colour", "/BG2": "colour", "/UCR": "colour",
        "/UCR2": "colour", "/TR": "colour", "/TR2": "colour",
    },
    "mask": {**_members("Type S", NAMES), "/BC": NUMBERS, "/G": "drawing", "/TR": "colour"},
    # Colour spaces, their profiles, and functions.
    "colour": {
        **_members("WhitePoint BlackPoint Gamma Matrix Range N FunctionType Domain Bounds Encode "
                   "Decode Size BitsPerSample Order C0 C1", NUMBERS),
        **_members("Subtype Components", NAMES),
        "/Alternate": "colour", "/Functions": "colour", "/Colorants": "map colour",
        "/Process": "colour", "/ColorSpace": "colour",
    },
    "pattern": {
        "/Type": NAMES,
        **_members("PatternType PaintType TilingType BBox XStep YStep Matrix", NUMBERS),
        "/Resources": "resources", "/Shading": "shading", "/ExtGState": "state",
    },
    "shading": {
        **_members("ShadingType Background BBox Coords Domain Matrix Decode BitsPerCoordinate "
                   "BitsPerComponent BitsPerFlag VerticesPerRow", NUMBERS),
        **_members("AntiAlias Extend", TRUTHS),
        "/ColorSpace": "colour", "/Function": "colour",
    },
    "font": {
        **_members("Type Subtype BaseFont Name", NAMES),
        **_members("FirstChar LastChar Widths FontBBox FontMatrix DW W DW2 W2", NUMBERS),
        "/CIDSystemInfo": "letters", "/FontDescriptor": "descriptor", "/Encoding": "encoding",
        "/ToUnicode": "encoding", "/CIDToGIDMap": "content", "/DescendantFonts": "font",
        "/CharProcs": "map content", "/Resources": "resources",
    },
    # What the character set of a font is called.
    "letters": {**_members("Registry Ordering", TEXT), "/Supplement": NUMBERS},
    "descriptor": {
        **_members("Type FontName FontStretch", NAMES),
        **_members("FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight "
                   "StemV StemH AvgWidth MaxWidth MissingWidth", NUMBERS),
        **_members("FontFamily CharSet", TEXT),
        "/Lang": NAMES, "/Style": "style", "/FontFile": "program", "/FontFile2": "program",
        "/FontFile3": "program", "/CIDSet": "content",
    },
    "style": {"/Panose": TEXT},
    "program": {"/Subtype": NAMES, **_members("Length1 Length2 Length3", NUMBERS)},
    "encoding": {
        **_members("Type BaseEncoding CMapName", NAMES),
        "/Differences": CODES, "/CIDSystemInfo": "letters", "/WMode": NUMBERS,
        "/UseCMap": "encoding",
    },
    # Whether a layer is seen is settled by the file's first settings (`rewriting.py`).
    "layer": {**_members("Type P", NAMES), "/Name": TEXT, "/OCGs": "layer", "/VE": "layer"},
    # How the bytes of a stream are packed.
    "packing": {
        **_members("Predictor Colors BitsPerComponent Columns EarlyChange K Rows "
                   "DamagedRowsBeforeError ColorTransform", NUMBERS),
        **_members("EndOfLine EncodedByteAlign EndOfBlock BlackIs1", TRUTHS),
        "/JBIG2Globals": "content",
    },
}  # fmt: skip
