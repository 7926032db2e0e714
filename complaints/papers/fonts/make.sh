#!/bin/sh
# Makes the font of the printed papers: Noto Sans SC (OFL, LICENSE.txt), cut to Latin, Greek,
# Cyrillic, punctuation, kana, all of GB 2312 and the common characters of Big5: 3.0 of 10.5 MB.
# Needs npm, and fonttools (pyftsubset) on the PATH. Run it in this folder.
set -eu
work=$(mktemp -d)
npm pack --silent --pack-destination "$work" @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
tar -xzf "$work"/*.tgz -C "$work"
python3 - >"$work/characters.txt" <<'PYTHON'
def encoded(codec, rows, first):
    for high in rows:
        for low in range(first, 0xFF):
            try:
                yield bytes([high, low]).decode(codec)
            except UnicodeDecodeError:
                pass


ranges = (
    (0x20, 0x7F), (0xA0, 0x180), (0x370, 0x400), (0x400, 0x460), (0x2010, 0x2040), (0x20A0, 0x20C0),
    (0x2100, 0x2127), (0x2150, 0x218A), (0x2190, 0x2194), (0x2460, 0x2474), (0x3000, 0x3040),
    (0xFF01, 0xFF5F), (0xFFE0, 0xFFE6),
)
known = {chr(one) for first, last in ranges for one in range(first, last)}
known.update(encoded("gb2312", range(0xA1, 0xF8), 0xA1))
known.update(encoded("big5", range(0xA4, 0xC7), 0x40))
print("".join(sorted(known)))
PYTHON
pyftsubset "$work/package/400Regular/NotoSansSC_400Regular.ttf" \
    --text-file="$work/characters.txt" --output-file=NotoSansSC-Subset.ttf \
    --no-hinting --layout-features='' --desubroutinize \
    --drop-tables+=GSUB,GPOS,BASE,vhea,vmtx,DSIG
rm -r "$work"
