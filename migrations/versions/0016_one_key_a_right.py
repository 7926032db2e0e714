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


def _bare(number: str) -> str:
    # Letters, digits and the marks that belong to letters; no punctuation, sign or space.
    return "".join(sign for sign in _narrow(number) if unicodedata.category(sign)[0] in "LNM")


def _narrow(stated: str) -> str:
    folded = _UNSEEN.sub("", unicodedata.normalize("NFKC", stated)).casefold()
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in folded)


# Codes that an office itself, or everybody, uses for the place where its rights hold.
_SAME_PLACE = {
    ("trademark", "em"): "eu", ("design", "em"): "eu", ("patent", "ep"): "eu",
}  # fmt: skip
# What an office, or everybody, writes before its numbers, as it stands behind "No.".
_PREFIX = (
    "(?:us|uk|gb|eu|em|eutm|ctm|rcd|ep|wo|ir|cn|zl|de|d|des|re|pp|g|w|va|vau|tx|txu|pa|pau|sr|sru)?"
)
# "No. 7", "第7号": words that say that a number follows, or that one ended. Serial numbers of the
# United States have eight digits; with fewer, the word tells them from registrations.
_BEFORE = re.compile(
    rf"(?:reg(?:istration)?|patent|number|no|nr)+(?={_PREFIX}[0-9])"
    r"|serial(?:number|no|nr)?(?=[0-9]{8}$)"
    r"|(?:商标|商標)?(?:注册|註冊)(?:证|證)?(?:[号號]|(?=第))"
    r"|(?:商标|商標|登记|登記|专利|專利)[号號]"
    r"|(?:商標登録|登録|特許)(?:番号|(?=第))|第"
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
    place = _place(kind, jurisdiction)
    office = _OFFICES.get((kind, place)) or _without_code(kind, place)
    return _mark(office, plain, number) if kind == "trademark" else office(plain, number)


def _is_number(stated: str | None) -> bool:
    return stated is not None and re.search("[1-9]", _bare(stated)) is not None


def _check_digit(body: str) -> str:
    rest = sum(int(d) * w for d, w in zip(body, _WEIGHTS[len(body)], strict=True)) % 11
    return "x" if rest == 10 else str(rest)


def _without_words(plain: str) -> str:
    while match := _BEFORE.match(plain):
        plain = plain[match.end() :]
    return plain


def _mark(office: Callable[[str, str], str], plain: str, stated: str) -> str:
    text = _narrow(stated)
    before = re.match(r"[(\[【] *([0-9]{1,2}) *[)\]】]", text.lstrip())
    behind = re.search(r"(?<=[0-9])[a-z]?((?:[\W_]+[0-9]{1,2})+)[\W_]*[号號]?[\W_]*$", text)
    first = before[1] if before else ""
    last = re.findall("[0-9]+", behind[1]) if behind else []
    mark = office(plain.removeprefix(first).removesuffix("".join(last)), stated)
    return "-".join([f"({first}){mark}" if first else mark, *last]) if mark else ""


def _without_code(kind: str, place: str) -> Callable[[str, str], str]:
    # Works have no office that everybody writes a country's code for.
    code = place if kind in ("trademark", "patent", "design") else ""

    def rule(plain: str, _: str) -> str:
        rest = plain.removeprefix(code)
        return rest if rest[:1].isdecimal() else plain

    return rule


def _unless_words(plain: str) -> str:
    words = plain.isascii() and re.search("[a-z]{2}", plain) is not None
    return "" if words and len(re.findall("[0-9]", plain)) < 5 else plain


def _joined(*patterns: str) -> Callable[[str, str], str]:
    compiled = [re.compile(pattern) for pattern in patterns]

    def rule(plain: str, _: str) -> str:
        for pattern in compiled:
            if match := pattern.fullmatch(plain):
                parts = match.groupdict(default="").items()
                return "".join(
                    text.lstrip("0") if name.startswith("n") else text for name, text in parts
                )
        return _unless_words(plain)

    return rule


_american_patent_of = _joined(
    r"(?:us)?(?P<kind>re|pp)?(?P<n>[0-9]{1,8})(?:[abc][0-9]?)?",
    r"(?:us)?(?P<published>20[0-9]{9})(?:a[0-9])?",
    r"(?:us)?(?P<letter>d)(?P<n>[0-9]{5,8})(?:s[0-9]?)?",
)


def _american_patent(plain: str, stated: str) -> str:
    # Two digits, a slash and six are an application, whose number means another thing granted.
    if application := re.search("(?<![0-9])([0-9]{1,2})-([0-9]{6})$", _dashed(stated)):
        return f"app{application[1]}{application[2]}"
    # A reissue is told by RE before its number or E behind, a plant patent by PP or P.
    plain = re.sub("^(?:us)?(?:re)?([0-9]+)e[0-9]?$", r"re\1", plain)
    plain = re.sub("^(?:us)?(?:pp)?([0-9]+)p[0-9]?$", r"pp\1", plain)
    return _american_patent_of(plain, stated)


def _chinese_mark(plain: str, _: str) -> str:
    return _unless_words(re.sub(r"^cn(?=g?[0-9])|[号號]?第[0-9]{1,2}[类類]$", "", plain))


def _chinese_patent(plain: str, _: str) -> str:
    plain = re.sub(r"^(?:cn)?(?:zl)?(?=[0-9])", "", plain)
    # Twelve digits that begin with a year and a known kind: the check digit was left out.
    if re.fullmatch(r"20[0-9]{2}[12389][0-9]{7}", plain):
        return plain + _check_digit(plain)
    return _unless_words(plain)


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
    match = whole or split
    return f"{int(match[1])}-{int(match[2])}" if match else _unless_words(plain)


def _dashed(stated: str) -> str:
    dashed = re.sub(r"[/\\_\u2010-\u2015\u2044\u2212\u2215]", "-", _narrow(stated))
    return re.sub(r"[^\w-]+|[号號]$", "", dashed)


# (kind, place): a rule that takes the bare number, and the number as stated.
_OFFICES = {
    ("trademark", "us"): _joined(r"(?:us)?(?P<n>[0-9]{1,7})", r"(?:us)?(?P<serial>[0-9]{8})"),
    ("trademark", "eu"): _joined(r"(?:eutm|ctm|em|eu)?(?P<n>[0-9]{1,9})"),
    ("trademark", "gb"): _joined(r"(?:uk|gb)?(?P<n>[0-9]{1,11})(?P<letter>[a-z]?)"),
    ("trademark", "wo"): _joined(r"(?:wo|ir)?(?P<n>[0-9]{1,7})(?P<letter>[a-z]?)"),
    ("trademark", "cn"): _chinese_mark,
    ("design", "us"): _joined(r"(?:us)?(?P<letter>d)(?:es)?(?P<n>[0-9]{5,8})(?:s[0-9]?)?"),
    ("design", "eu"): _european_design,
    ("design", "cn"): _chinese_patent,
    ("patent", "us"): _american_patent,
    ("patent", "eu"): _joined(r"(?:ep)?(?P<n>[0-9]{1,7})(?:[abc][0-9]?)?"),
    ("patent", "cn"): _chinese_patent,
    ("copyright", "us"): _joined(r"(?P<prefix>[a-z]{1,3})(?P<n>[0-9]{1,10})"),
    ("copyright", "cn"): _chinese_copyright,
}
