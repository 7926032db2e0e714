"""The highest filers of a scan of the public github/dmca notices, beside what a reader judged.

    cleanhands import github-dmca DIR && cleanhands scan --format json > scan.json
    python -m lab.bench.dmca scan.json

Judgements are kept in `dmca_judged.json` by a hash of the filer's reference and the detector, so
that no account is named here and the table can be made anew after a change of the scan. A filer
whose strongest signal nobody has read counts as unread, never as right.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

JUDGED = Path(__file__).with_name("dmca_judged.json")


def masked(reference: str) -> str:
    """What stands for a filer here."""
    return hashlib.sha256(reference.encode()).hexdigest()[:12]


def rows(scan: dict[str, Any], most: int) -> list[tuple[str, str, str, str, str]]:
    """Filer, level, strongest detector, judgement and why, of the highest `most` filers."""
    judged = json.loads(JUDGED.read_text(encoding="utf-8"))
    table = []
    for filer in scan["filers"][:most]:
        detector = max(filer["signals"], key=lambda signal: signal["log_odds"])["detector"]
        known = judged.get(f"{masked(filer['reference'])} {detector}", {})
        verdict, why = known.get("judged", "unread"), known.get("why", "")
        table.append((masked(filer["reference"]), filer["level"], detector, verdict, why))
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("scan", type=Path, help="output of `cleanhands scan --format json`")
    parser.add_argument("--most", type=int, default=30, metavar="N", help="filers to show")
    parser.add_argument("--names", action="store_true", help="references too, for who reads them")
    options = parser.parse_args()
    scan = json.loads(options.scan.read_text(encoding="utf-8"))
    table = rows(scan, options.most)
    sys.stdout.write("| filer | level | strongest signal | judged | why |\n|---|---|---|---|---|\n")
    for place, row in enumerate(table):
        name = f" {scan['filers'][place]['reference']}" if options.names else ""
        sys.stdout.write(f"| {row[0]}{name} | {' | '.join(row[1:])} |\n")
    counts = Counter((level, detector, verdict) for _, level, detector, verdict, _ in table)
    for (level, detector, verdict), count in sorted(counts.items()):
        sys.stdout.write(f"\n{level}, {detector}: {verdict} {count}")
    sys.stdout.write(f"\n\nright: {sum(row[3] == 'right' for row in table)} of {len(table)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
