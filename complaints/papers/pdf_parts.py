"""What a page of a PDF is drawn from: for each kind of part, the members that are copied.

All else is left out when a PDF is rewritten: actions, scripts, attachments, forms, links, what the
file says of its author, of its program, of places, small copies and alternates of pictures, and
whatever leads to another file. The names are those of ISO 32000-2.
"""

from __future__ import annotations

from collections.abc import Mapping

# A member of a part: the kind of what it holds. An array holds parts of that kind.
Kind = str
# Numbers, names and strings, and arrays of them.
PLAIN = "plain"
# A dictionary whose names are the file's own: `map X` holds parts of kind X.
MAP = "map "


def _members(text: str, kind: Kind = PLAIN) -> dict[str, Kind]:
    return {f"/{name}": kind for name in text.split()}


_RESOURCES = {
    "/ExtGState": "map state", "/ColorSpace": "map colour", "/Pattern": "map pattern",
    "/Shading": "map shading", "/XObject": "map drawing", "/Font": "map font",
    "/Properties": "map layer", "/ProcSet": PLAIN,
}  # fmt: skip

PARTS: Mapping[Kind, Mapping[str, Kind]] = {
    # What the character set of a font is called, and its ten numbers.
    PLAIN: _members("Registry Ordering Supplement Panose"),
    "page": {**_members("MediaBox CropBox Rotate UserUnit"), "/Group": "group"},
    "resources": _RESOURCES,
    "content": {},
    "group": {**_members("Type S I K"), "/CS": "colour"},
    # A form within the page, or a picture.
    "drawing": {
        **_members("Type Subtype Name BBox Matrix FormType Width Height BitsPerComponent Intent "
                   "ImageMask Decode Interpolate SMaskInData Matte"),
        "/Resources": "resources", "/Group": "group", "/ColorSpace": "colour", "/Mask": "drawing",
        "/SMask": "drawing", "/OC": "layer",
    },
    "state": {
        **_members("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK"),
        "/Font": "font", "/SMask": "mask", "/BG": "colour", "/BG2": "colour", "/UCR": "colour",
        "/UCR2": "colour", "/TR": "colour", "/TR2": "colour",
    },
    "mask": {**_members("Type S BC"), "/G": "drawing", "/TR": "colour"},
    # Colour spaces, their profiles, and functions.
    "colour": {
        **_members("WhitePoint BlackPoint Gamma Matrix Range Subtype N FunctionType Domain Bounds "
                   "Encode Decode Size BitsPerSample Order C0 C1 Components"),
        "/Alternate": "colour", "/Functions": "colour", "/Colorants": "map colour",
        "/Process": "colour", "/ColorSpace": "colour",
    },
    "pattern": {
        **_members("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
        "/Resources": "resources", "/Shading": "shading", "/ExtGState": "state",
    },
    "shading": {
        **_members("ShadingType Background BBox AntiAlias Coords Domain Extend Matrix Decode "
                   "BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow"),
        "/ColorSpace": "colour", "/Function": "colour",
    },
    "font": {
        **_members("Type Subtype BaseFont Name FirstChar LastChar Widths FontBBox FontMatrix "
                   "CIDSystemInfo DW W DW2 W2"),
        "/FontDescriptor": "descriptor", "/Encoding": "encoding", "/ToUnicode": "encoding",
        "/CIDToGIDMap": "content", "/DescendantFonts": "font", "/CharProcs": "map content",
        "/Resources": "resources",
    },
    "descriptor": {
        **_members("Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle "
                   "Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth "
                   "MissingWidth CharSet Style Lang"),
        "/FontFile": "program", "/FontFile2": "program", "/FontFile3": "program",
        "/CIDSet": "content",
    },
    "program": _members("Subtype Length1 Length2 Length3"),
    "encoding": {
        **_members("Type BaseEncoding Differences CMapName CIDSystemInfo WMode"),
        "/UseCMap": "encoding",
    },
    # Whether a layer is seen is settled by the file's first settings (`rewriting.py`).
    "layer": {**_members("Type Name P"), "/OCGs": "layer", "/VE": "layer"},
    # How the bytes of a stream are packed.
    "packing": {
        **_members("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine "
                   "EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError "
                   "ColorTransform"),
        "/JBIG2Globals": "content",
    },
}  # fmt: skip
