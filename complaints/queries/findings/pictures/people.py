"""The filers of a picture: the flag's, its ring, and those tied by a scan or an identifier."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Complaint,
    ComplaintDocument,
    Filer,
    FilerIdentity,
    FilerLink,
    Flag,
    LinkJudgement,
)
from complaints.queries.findings.pictures.marks import Node, Sketch

MOST_FILERS = 60
MOST_IDENTIFIERS = 40
# How many of the filers' newest complaints are searched for shared papers.
_COMPLAINTS = 3_000
# As in abuse/linking/identifiers.py: one operator may have more accounts than an address may.
_CLOSE = ("device", "payment", "phone", "email")
# Kinds that are read from the record itself; the others are taken from the scan's links.
_SEEN = frozenset({"email", "free_email", "website", "phone", "device", "payment", "address", "ip",
                   "ip_net", "paper"})  # fmt: skip


def add_filers(session: Session, sketch: Sketch, flag: Flag, *, common: int) -> None:
    """Add the flag's filer and its ring, or those it is tied to where there is no ring."""
    ring = [flag.filer_id, *flag.ring_filers]
    sketch.drop("filer", len(ring) - MOST_FILERS)
    _add(session, sketch, ring[:MOST_FILERS], flag)
    around = [*_linked(session, flag.filer_id), *_sharers(session, flag.filer_id, common)]
    fresh = [i for i in dict.fromkeys(around) if f"filer:{i}" not in sketch.nodes]
    room = MOST_FILERS - len(sketch.nodes)
    sketch.drop("filer", len(fresh) - room)
    _add(session, sketch, fresh[:room], flag)


def add_ring(session: Session, sketch: Sketch, filer_ids: Sequence[int]) -> None:
    """Add the accounts of a ring, the first sixty."""
    sketch.drop("filer", len(filer_ids) - MOST_FILERS)
    shown = filer_ids[:MOST_FILERS]
    for row in session.scalars(select(Filer).where(Filer.id.in_(shown)).order_by(Filer.id)):
        sketch.add(filer_node(row, "ring"))


def add_pair(session: Session, sketch: Sketch, filer: int, other: int) -> None:
    """Add two filers and nobody else."""
    _add(session, sketch, [filer, other], Flag(filer_id=filer, ring_filers=[other]))


def _add(session: Session, sketch: Sketch, ids: Collection[int], flag: Flag) -> None:
    for row in session.scalars(select(Filer).where(Filer.id.in_(ids))):
        role = "around"
        if row.id == flag.filer_id:
            role = "suspect"
        elif row.id in flag.ring_filers:
            role = "ring"
        sketch.add(filer_node(row, role))


def filer_node(row: Filer, role: str = "around") -> Node:
    return Node(f"filer:{row.id}", "filer", row.name, row.id, role, row.reference)


def _newest_links() -> ScalarSelect[int]:
    return select(func.max(FilerLink.scan_run_id)).scalar_subquery()


def links_among(session: Session, filers: Collection[int]) -> Sequence[FilerLink]:
    """Return the newest scan's links between some filers."""
    statement = select(FilerLink).where(
        FilerLink.scan_run_id == _newest_links(),
        FilerLink.a_id.in_(filers),
        FilerLink.b_id.in_(filers),
    )
    return session.scalars(
        statement.order_by(FilerLink.a_id, FilerLink.b_id, FilerLink.source)
    ).all()


def _linked(session: Session, filer_id: int) -> list[int]:
    """Return the filers that the newest scan links to a filer, the strongest link first."""
    statement = (
        select(FilerLink.a_id, FilerLink.b_id)
        .where(
            FilerLink.scan_run_id == _newest_links(),
            or_(FilerLink.a_id == filer_id, FilerLink.b_id == filer_id),
        )
        .order_by(FilerLink.weight.desc(), FilerLink.id)
        .limit(2 * MOST_FILERS)
    )
    return [b if a == filer_id else a for a, b in session.execute(statement)]


def _sharers(session: Session, filer_id: int, common: int) -> list[int]:
    shared = _shared(session, [filer_id], common)
    held = select(FilerIdentity.filer_id).where(
        FilerIdentity.digest.in_([digest for _, digest, *_ in shared]),
        FilerIdentity.filer_id != filer_id,
    )
    return list(session.scalars(held.distinct().order_by(FilerIdentity.filer_id)))


def _shared(
    session: Session, filers: Collection[int], common: int
) -> list[tuple[str, str, int, int]]:
    """Return what some filers share with anybody, the rarest first: kind, digest, number of
    holders, least row id."""
    mine = (
        select(FilerIdentity.kind, FilerIdentity.digest)
        .where(FilerIdentity.filer_id.in_(filers))
        .distinct()
        .subquery()
    )
    count = func.count()
    rows = session.execute(
        select(FilerIdentity.kind, FilerIdentity.digest, count, func.min(FilerIdentity.id))
        .join(
            mine,
            (FilerIdentity.digest == mine.c.digest) & (FilerIdentity.kind == mine.c.kind),
        )
        .group_by(FilerIdentity.kind, FilerIdentity.digest)
        .having(count > 1)
    ).tuples()
    few = [row for row in rows if row[2] <= common * (3 if row[0] in _CLOSE else 1)]
    return sorted(few, key=lambda row: (row[2], row[3]))


def add_identifiers(session: Session, sketch: Sketch, *, common: int) -> None:
    """Add what filers of the picture share with each other, each value once, never shown."""
    filers = sketch.filers()
    shared = _shared(session, filers, common)
    ids = {(kind, digest): least for kind, digest, _, least in shared}
    statement = select(FilerIdentity.filer_id, FilerIdentity.kind, FilerIdentity.digest).where(
        FilerIdentity.filer_id.in_(filers),
        FilerIdentity.digest.in_([digest for _, digest in ids]),
    )
    held: dict[int, set[int]] = {}
    for filer, kind, digest in session.execute(statement):
        if (kind, digest) in ids:
            held.setdefault(ids[kind, digest], set()).add(filer)
    things = [("identity", kind, least, count) for kind, _, count, least in shared]
    papers = _papers(session, filers, common)
    for paper, (holders, count) in papers.items():
        held[-paper] = holders
        things.append(("paper", "paper", paper, count))
    met = [thing for thing in things if len(held.get(_spot(thing), ())) > 1]
    met.sort(key=lambda thing: (-len(held[_spot(thing)]), thing[3], thing[0], thing[2]))
    sketch.drop("identifier", len(met) - MOST_IDENTIFIERS)
    for thing in met[:MOST_IDENTIFIERS]:
        name, kind, number, count = thing
        node = shared_node(name, kind, number, count)
        sketch.add(node)
        for filer in sorted(held[_spot(thing)]):
            sketch.tie(f"filer:{filer}", node.id, "shares")


def _spot(thing: tuple[str, str, int, int]) -> int:
    return -thing[2] if thing[0] == "paper" else thing[2]


def shared_node(name: str, kind: str, number: int, count: int) -> Node:
    label = f"{kind.replace('_', ' ')} shared by {count}"
    return Node(f"{name}:{number}", "identifier", label, number, shared=kind, holders=count)


def _papers(
    session: Session, filers: Collection[int], common: int
) -> dict[int, tuple[set[int], int]]:
    """Return papers that at least two of the filers attached: which of them, and the number of
    filers in all."""
    newest = (
        select(Complaint.id, Complaint.filer_id)
        .where(Complaint.filer_id.in_(filers))
        .order_by(Complaint.filed_at.desc(), Complaint.id.desc())
        .limit(_COMPLAINTS)
        .subquery()
    )
    held: dict[int, set[int]] = {}
    pairs = select(newest.c.filer_id, ComplaintDocument.document_id).join(
        newest, newest.c.id == ComplaintDocument.complaint_id
    )
    for filer, paper in session.execute(pairs.distinct()):
        held.setdefault(paper, set()).add(filer)
    shared = [paper for paper, holders in held.items() if len(holders) > 1]
    count = func.count(Complaint.filer_id.distinct())
    counts = session.execute(
        select(ComplaintDocument.document_id, count)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .where(ComplaintDocument.document_id.in_(shared))
        .group_by(ComplaintDocument.document_id)
    ).tuples()
    return {paper: (held[paper], n) for paper, n in sorted(counts) if n <= common}


def add_links(session: Session, sketch: Sketch) -> None:
    """Add the newest scan's links between pairs, and people's judgements of them."""
    filers = sketch.filers()
    links = links_among(session, filers)
    for link in links:
        if link.source != "identifiers":
            weight = link.numbers.get("common", link.weight)
            sketch.tie(f"filer:{link.a_id}", f"filer:{link.b_id}", link.source, weight)
    _add_scanned(sketch, links)
    judged = select(LinkJudgement).where(
        LinkJudgement.superseded_at.is_(None),
        LinkJudgement.a_id.in_(filers),
        LinkJudgement.b_id.in_(filers),
        LinkJudgement.verdict != "unsure",
    )
    for row in session.scalars(judged):
        kind = "same hands" if row.verdict == "yes" else "other hands"
        sketch.tie(f"filer:{row.a_id}", f"filer:{row.b_id}", kind)


def _add_scanned(sketch: Sketch, links: Sequence[FilerLink]) -> None:
    """Add identifiers that only the scan compares (wordings, mail domains), a node a group."""
    pairs: dict[str, list[tuple[int, int]]] = {}
    for link in links:
        for tag in link.kinds:
            if tag.partition(":")[0] not in {*_SEEN, "judged"}:
                pairs.setdefault(tag, []).append((link.a_id, link.b_id))
    import networkx as nx  # a server starts without it

    number = 0
    for tag, tied in sorted(pairs.items()):
        kind, _, count = tag.partition(":")
        for group in sorted(sorted(part) for part in nx.connected_components(nx.Graph(tied))):
            number += 1
            node = shared_node("shared", kind, number, int(count))
            sketch.add(node)
            for filer in group:
                sketch.tie(f"filer:{filer}", node.id, "shares")
