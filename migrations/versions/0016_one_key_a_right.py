"""One key a right: numbers as their offices write them, titles with their place and principal

Rewrites what is stored under a right's key: `right.key`, `claim.right_key` and the subjects of
alarms about rights. Where two keys become one, the later of two open claims on a listing is marked
as a duplicate of the earlier, and of two alarms to one account about one filer the weightier
stays. A downgrade gives the old keys back, and undoes neither of these.

Both ways of making a key are written out here as they were at this revision.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

RIGHT = sa.table(
    "right",
    *(sa.column(name) for name in ("id", "filer_id", "rights_holder_id", "key", "kind", "number")),
    *(sa.column(name) for name in ("jurisdiction", "title", "url")),
)
HOLDER = sa.table("rights_holder", sa.column("id"), sa.column("key"))
COMPLAINT = sa.table("complaint", sa.column("id"), sa.column("right_id"))
CLAIM = sa.table(
    "claim",
    *(sa.column(name) for name in ("id", "complaint_id", "filer_id", "listing_id", "right_key")),
    *(sa.column(name) for name in ("state", "duplicate_of")),
)
ALARM = sa.table(
    "alarm",
    *(sa.column(name) for name in ("id", "filer_id", "by_filer_id", "complaint_id")),
    *(sa.column(name) for name in ("kind", "subject", "answer")),
)
OPEN = "state IN ('received', 'incomplete', 'countered') AND duplicate_of IS NULL"
BATCH = 1_000
KeyOf = Callable[[Any], str]


def upgrade() -> None:
    _rekey(_new_key)


def downgrade() -> None:
    _rekey(_old_key)


def _rekey(key_of: KeyOf) -> None:
    connection = op.get_bind()
    op.drop_index("uq_claim_open", "claim")
    for changed in _rights(connection, key_of):
        connection.execute(
            RIGHT.update()
            .where(RIGHT.c.id == sa.bindparam("_id"))
            .values(key=sa.bindparam("_key")),
            [{"_id": right_id, "_key": key} for right_id, key in changed.items()],
        )
        _claims(connection, list(changed))
    _mark_twins(connection)
    op.create_index(
        "uq_claim_open",
        "claim",
        ["filer_id", "right_key", "listing_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    _alarms(connection)


def _rights(connection: sa.Connection, key_of: KeyOf) -> Iterator[dict[int, str]]:
    """Yield the rights whose key changes, by id, a batch at a time."""
    question = (
        sa.select(*RIGHT.c, HOLDER.c.key.label("holder"))
        .select_from(RIGHT.outerjoin(HOLDER, HOLDER.c.id == RIGHT.c.rights_holder_id))
        .where(RIGHT.c.id > sa.bindparam("after"))
        .order_by(RIGHT.c.id)
        .limit(BATCH)
    )
    after = 0
    while rows := connection.execute(question, {"after": after}).all():
        after = rows[-1].id
        changed = {row.id: key for row in rows if (key := key_of(row)) != row.key}
        if changed:
            yield changed


def _claims(connection: sa.Connection, rights: list[int]) -> None:
    of_right = COMPLAINT.c.right_id
    key = sa.select(RIGHT.c.key).join(COMPLAINT, of_right == RIGHT.c.id)
    mine = sa.select(COMPLAINT.c.id).where(of_right.in_(rights))
    connection.execute(
        CLAIM.update()
        .where(CLAIM.c.complaint_id.in_(mine))
        .values(right_key=key.where(COMPLAINT.c.id == CLAIM.c.complaint_id).scalar_subquery())
    )


def _mark_twins(connection: sa.Connection) -> None:
    """Of open claims that are now on one listing by one right, only the first stays one."""
    subject = (CLAIM.c.filer_id, CLAIM.c.right_key, CLAIM.c.listing_id)
    first = sa.func.min(CLAIM.c.id)
    several = sa.select(*subject, first).where(sa.text(OPEN)).group_by(*subject)
    for *values, kept in connection.execute(several.having(sa.func.count() > 1)).all():
        same = (column == value for column, value in zip(subject, values, strict=True))
        connection.execute(
            CLAIM.update().where(*same, sa.text(OPEN), CLAIM.c.id != kept).values(duplicate_of=kept)
        )


def _alarms(connection: sa.Connection) -> None:
    """An alarm about a right is about that of its complaint: one a pair of accounts and right."""
    question = (
        sa.select(*ALARM.c, RIGHT.c.key)
        .join(COMPLAINT, COMPLAINT.c.id == ALARM.c.complaint_id)
        .join(RIGHT, RIGHT.c.id == COMPLAINT.c.right_id)
        .where(ALARM.c.kind == "right")
        .order_by(ALARM.c.id)
    )
    weight = {"not_authorized": 0, "authorized": 1, None: 2}
    kept: dict[tuple[int, int, str], Any] = {}
    rows = connection.execute(question).all()
    for row in sorted(rows, key=lambda row: (weight[row.answer], row.id)):
        kept.setdefault((row.filer_id, row.by_filer_id, row.key), row)
    gone = [row.id for row in rows if kept[row.filer_id, row.by_filer_id, row.key] is not row]
    for start in range(0, len(gone), BATCH):
        connection.execute(ALARM.delete().where(ALARM.c.id.in_(gone[start : start + BATCH])))
    moved = [
        {"_id": row.id, "_key": row.key, "_between": f"#{row.id}"}
        for row in kept.values()
        if row.subject != row.key
    ]
    # By way of a subject that no other alarm has: one may get what another is about to give up.
    for name in ("_between", "_key") if moved else ():
        mine = ALARM.update().where(ALARM.c.id == sa.bindparam("_id"))
        connection.execute(mine.values(subject=sa.bindparam(name)), moved)


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(values: list[Any]) -> str:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _short(key: str) -> str:
    return key if len(key) <= 200 else f"{key[:100]}#{_digest([key])[:32]}"


def _old_key(right: Any) -> str:
    number = re.sub(r"[\W_]+", "", _fold(right.number or ""))
    if number:
        return _short(f"{right.kind}|{_fold(right.jurisdiction or '')}|{number}")
    principal, title = right.holder or "", _fold(right.title or "")
    if title:
        return f"{right.kind}|title|{_digest([principal, title])[:32]}"
    return f"{right.kind}|url|{_digest([principal, right.url or ''])[:32]}"


def _new_key(right: Any) -> str:
    place = _place(right.kind, right.jurisdiction)
    number = _number(right.kind, place, right.number or "")
    if number:
        return _short(f"{right.kind}|{place}|{number}")
    principal, title = right.holder or f"filer:{right.filer_id}", _fold(right.title or "")
    word, value = ("title", title) if title else ("url", (right.url or "").strip())
    return f"{right.kind}|{place}|{word}|{_digest([principal, value])[:32]}"


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_SAME_PLACE = {
    ("trademark", "em"): "eu", ("design", "em"): "eu", ("patent", "ep"): "eu",
}  # fmt: skip


_BEFORE = re.compile(
    r"(?:reg(?:istration)?)?(?:no|nr)(?=[0-9])|(?:注册|註冊|登记|登記|专利|專利)[号號]|第"
)


_BEHIND = re.compile(r"(?<=[0-9a-z])[号號]$")


_WEIGHTS = {8: (2, 3, 4, 5, 6, 7, 8, 9), 12: (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)}


_SIMPLIFIED = str.maketrans(
    "國滬粵蘇陝贛遼寧雲貴閩魯瓊晉軟記號", "国沪粤苏陕赣辽宁云贵闽鲁琼晋软记号"
)


def _place(kind: str, jurisdiction: str | None) -> str:
    place = _bare(jurisdiction or "")
    return "gb" if place == "uk" else _SAME_PLACE.get((kind, place), place)


def _number(kind: str, jurisdiction: str | None, number: str | None) -> str:
    if number is None or not _is_number(number):
        return ""
    plain = _BEHIND.sub("", _without_words(_bare(number)))
    office = _OFFICES.get((kind, _place(kind, jurisdiction)), _as_written)
    # "123456-35" may be a mark and its class, or a mark of eight digits: it is neither for sure.
    of_class = kind == "trademark" and re.search("[0-9][a-z]?-([0-9]{1,2})$", _dashed(number))
    if of_class:
        return f"{office(plain.removesuffix(of_class[1]), number)}-{of_class[1]}"
    return office(plain, number)


def _is_number(stated: str | None) -> bool:
    return stated is not None and re.search("[1-9]", _bare(stated)) is not None


def _bare(number: str) -> str:
    # Letters, digits and the marks that belong to letters; no punctuation, sign or space.
    return "".join(sign for sign in _narrow(number) if unicodedata.category(sign)[0] in "LNM")


def _check_digit(body: str) -> str:
    rest = sum(int(d) * w for d, w in zip(body, _WEIGHTS[len(body)], strict=True)) % 11
    return "x" if rest == 10 else str(rest)


def _without_words(plain: str) -> str:
    while found := _BEFORE.match(plain):
        plain = plain[found.end() :]
    return plain


def _as_written(plain: str, _: str) -> str:
    return plain


def _joined(*patterns: str) -> Callable[[str, str], str]:
    compiled = [re.compile(pattern) for pattern in patterns]

    def rule(plain: str, _: str) -> str:
        for pattern in compiled:
            if found := pattern.fullmatch(plain):
                parts = found.groupdict(default="").items()
                return "".join(
                    text.lstrip("0") if name.startswith("n") else text for name, text in parts
                )
        return plain

    return rule


def _chinese_mark(plain: str, _: str) -> str:
    return re.sub(r"^cn(?=g?[0-9])|[号號]?第[0-9]{1,2}[类類]$", "", plain)


def _chinese_patent(plain: str, _: str) -> str:
    plain = re.sub(r"^(?:cn)?(?:zl)?(?=[0-9])", "", plain)
    # Twelve digits that begin with a year and a known kind: the check digit was left out.
    if re.fullmatch(r"20[0-9]{2}[12389][0-9]{7}", plain):
        return plain + _check_digit(plain)
    return plain


_chinese_copyright_of = _joined(
    r"(?P<office>.?作登字)(?P<year>[0-9]{4})(?P<letter>[a-z])(?P<n>[0-9]{1,8})",
    r"(?P<year>[0-9]{4})(?P<letter>sr)(?P<n>[0-9]{6,7})",
)


def _chinese_copyright(plain: str, stated: str) -> str:
    return _chinese_copyright_of(plain.translate(_SIMPLIFIED), stated)


def _european_design(plain: str, stated: str) -> str:
    plain = re.sub(r"^(?:rcd|em|eu)(?=[0-9])", "", plain)
    whole = re.fullmatch(r"([0-9]{9})([0-9]{4})", plain)
    split = re.fullmatch(r"(?:rcd|em|eu)?([0-9]{1,9})-([0-9]{1,4})", _dashed(stated))
    found = whole or split
    return f"{int(found[1])}-{int(found[2])}" if found else plain


def _dashed(stated: str) -> str:
    dashed = re.sub("[/_\u2010-\u2015\u2212]", "-", _narrow(stated))
    return re.sub(r"[^\w-]+|[号號]$", "", dashed)


def _narrow(stated: str) -> str:
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", stated)).casefold()
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in folded)


_OFFICES = {
    ("trademark", "us"): _joined(r"(?:us)?(?P<n>[0-9]{1,7})", r"(?:us)?(?P<serial>[0-9]{8})"),
    ("trademark", "eu"): _joined(r"(?:eutm|ctm|em|eu)?(?P<n>[0-9]{1,9})"),
    ("trademark", "gb"): _joined(r"(?:uk|gb)?(?P<n>[0-9]{1,11})(?P<letter>[a-z]?)"),
    ("trademark", "wo"): _joined(r"(?:wo|ir)?(?P<n>[0-9]{1,7})(?P<letter>[a-z]?)"),
    ("trademark", "cn"): _chinese_mark,
    ("design", "us"): _joined(r"(?:us)?(?P<letter>d)(?:es)?(?P<n>[0-9]{5,8})(?:s[0-9]?)?"),
    ("design", "eu"): _european_design,
    ("design", "cn"): _chinese_patent,
    ("patent", "us"): _joined(
        r"(?:us)?(?P<kind>re|pp)?(?P<n>[0-9]{1,8})(?:[abcep][0-9]?)?",
        r"(?:us)?(?P<published>20[0-9]{9})(?:a[0-9])?",
    ),
    ("patent", "eu"): _joined(r"(?:ep)?(?P<n>[0-9]{1,7})(?:[abc][0-9]?)?"),
    ("patent", "cn"): _chinese_patent,
    ("copyright", "us"): _joined(r"(?P<prefix>[a-z]{1,3})(?P<n>[0-9]{1,10})"),
    ("copyright", "cn"): _chinese_copyright,
}
