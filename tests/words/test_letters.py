"""Each letter in each language: the same facts, and nothing left of another language."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from complaints.kit import printing
from complaints.models import Letter as StoredLetter
from complaints.queries.cases.suspension_grounds import NamedClaim
from complaints.queries.filing import complaints
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.rules.cases.boycotts import FourFactors
from complaints.rules.decisions.reasons import REASONS, in_words
from complaints.rules.policy.law_policy import LawPolicy
from complaints.storage.context import Context
from complaints.words import LANGUAGES, Country, Fact, Message, message, say
from complaints.words.days import at, end_of
from complaints.words.grounds import GROUNDS
from complaints.words.labels import LABELS
from complaints.words.laws import complaints_under
from complaints.words.letters import (
    Letter,
    accounts,
    amended,
    answers,
    boycotts,
    case_appeals,
    claims,
    clocks,
    compose,
    decisions,
    holders,
    holds,
    joinings,
    links,
    listings,
    looks,
    official_orders,
    proceedings,
    receipts,
    registers,
    restoring,
    rights,
    suspensions,
    together,
)
from complaints.words.letters.answers import CopyText
from complaints.words.letters.binding import Bound
from complaints.words.letters.listings import Now
from complaints.words.letters.named import NamedEvidence
from complaints.words.letters.official_orders import ToldOrder
from complaints.words.letters.proceedings import About
from complaints.words.letters.reasons import Accused
from complaints.words.letters.restoring import Answered
from tests.api.bodies import complaint
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.working import working
from tests.services.decisions.desk import MARK, Desk
from tests.words import decided, pseudo

DUE = datetime(2026, 3, 5, 7, 9, tzinfo=UTC)
DAY = end_of(DUE.date(), "Asia/Shanghai")
URL = "https://1.example/2"
LINK = "https://3.example/4"
BASE = "https://ax.example"
PAGE = "https://5.example/6"
PAPER = {"kind": "registration", "sha256": "a" * 64, "filename": "ax.pdf"}
SIGNED = {"signed_by": "Ann Lee", "language": pseudo.CODE, "agreed": ["truth", "ecl-42"]}
REASON = REASONS[0].words
CASE = boycotts.Case(
    "Å1",
    "Å2",
    "Å3",
    FourFactors(1_203, 21, 13, "Å4", "Å5"),
    DUE - timedelta(365),
    DUE,
    LINK,
    PAGE,
    policy=7,
    terms=URL,
)
STORE = suspensions.StoreCase(
    "Å1", "Å2", "Å3", None, "suspend", ["DE"], "Å4.",
    [NamedClaim(1, "Å-7", URL, "Å5", DUE, True, 1, filer="", store="")] * 21, LINK,
)  # fmt: skip
CLOSED = replace(STORE, operator="Å8", measure="close", territory=[])
HELD = Now(complaints=("Å-7",), another=True)
WITHDRAWN = claims.Withdrawn(1234, URL, listings.true_now(HELD), stays_down=True)
BOUND = [Bound("Å2", DUE), Bound(None, DUE)]
STILL = replace(CASE, bound=BOUND)
BY_LAW = replace(CASE, treatments=LawPolicy().treatments(), lane_days=5)
ALONE = boycotts.Case("Å1", None, "Å3", FourFactors(1, 0, 0), DUE, DUE, LINK, PAGE)
RUNS = Answered(
    1234, URL, LINK, zone="America/New_York", back=DUE.date(), by=DUE.date() - timedelta(1)
)
COPY = CopyText(GROUNDS["licence"].title, "Å6.", "Å8", ["Å9."], DUE, "[/seller:1]")
LETTERS: Mapping[str, Letter] = {
    "receipt": claims.receipt("Å-7", new=1_201, duplicates=1, page=PAGE),
    "authority_asked": claims.authority_asked("Å-7", rights=PAGE, authorizations=LINK),
    "authority_verified": claims.authority_verified("Å-7", page=PAGE),
    "authority_dropped": claims.authority_dropped("Å-7", page=PAGE),
    "territories_corrected": rights.territories_corrected(
        "Å-8", before=[], after=["DE", "EU"], reason="Å", outside=2, page=PAGE
    ),
    "territories_narrowed": rights.territories_corrected(
        "Å-8", before=["US"], after=["DE"], reason="Å", outside=0, page=PAGE
    ),
    "noticed": claims.noticed("Å-7", [f"{URL}{n}" for n in range(9)], due=DAY),
    "amended": amended.evidence_added("Å-7", [URL, LINK], note="Å6.", shown=2, kept=1, due=DAY),
    "amended_right": amended.right_corrected(
        "Å-7", [URL], before="Å4", after="Å5", due=DAY
    ),
    "renewed": claims.renewed("Å-7"),
    "own_words": receipts.sent_by_seller(
        "Å-7",
        receipts.ANSWER,
        [
            *receipts.given(message("Listings"), "https://shop.example/1"),
            *receipts.given(message("What you wrote"), "We bought them. 100 % genuine."),
            *receipts.given(message("Postal address"), "5 Side St", sealed=True),
        ],
        sent_at=NOW,
    ),
    "with_link": claims.with_link(claims.renewed("Å-7"), LINK),
    **dict(decided.letters()),
    "asked": claims.asked(1234, URL, what="Å6.", due=DAY, page=PAGE),
    **{
        f"reminder_{kind}": clocks.reminder(
            kind, 1234, URL, due=DAY, is_certain=kind != "wait",
            page=None if kind in ("hear", "rejoin") else PAGE,
        )
        for kind in (*clocks.WAITED_FOR, "answer")
    },
    "countered": restoring.countered(
        [replace(RUNS, kind="restore"), Answered(1235, URL, LINK)], grounds=GROUNDS["licence"].short
    ),
    "countered_many": restoring.countered(
        [replace(RUNS, claim_id=each, kind="reply", zone="") for each in range(1230, 1240)],
        grounds="Å6.",
    ),
    "countered_in_china": restoring.countered(
        [replace(RUNS, kind="wait", zone="Asia/Shanghai"),
         replace(RUNS, kind="wait", zone="Asia/Shanghai", reaches_later=True)],
        grounds="Å6.",
    ),
    "countered_not_whole": restoring.countered(
        [replace(RUNS, kind="incomplete", zone="")], grounds="Å6."
    ),
    "countered_with_copy": restoring.countered(
        [replace(RUNS, kind="restore")], grounds="Å6.", copy=COPY
    ),
    "incomplete": answers.incomplete("Å-7", ["identity", "evidence"], is_down=True),
    "incomplete_on_sale": answers.incomplete("Å-7", ["identity"], is_down=False),
    "copied": answers.copied([(1234, URL)], COPY, page=PAGE),
    "copy_announced": answers.copy_announced("Å-7", days=7),
    "taken_back": answers.taken_back([(1234, URL)], page=PAGE),
    "replied": restoring.replied(1234, URL, statement="Å6.", by=None),
    "replied_in_rounds": restoring.replied(1234, URL, statement="Å6.", by=DAY),
    "rejoined": restoring.rejoined(1234, URL, statement="Å6.", page=LINK),
    "papers_awaited": restoring.papers_awaited(1234, URL, why="Å6.", latest=DAY),
    "withdrawn": claims.withdrawn([WITHDRAWN], reason="Å6.", to_seller=True, page=PAGE),
    "withdrawn_many": claims.withdrawn([WITHDRAWN] * 2, reason=None, to_seller=False, page=PAGE),
    **{
        f"noted_{forum}_{meaning}": proceedings.noted(
            About("Å-1", [URL], forum, "Å2", teller=teller, reader=reader, page=page),
            meaning, regime=regime,
        )
        for forum, meaning, teller, reader, regime, page in (
            ("court", "stopped", "filer", "filer", "dmca", PAGE),
            ("authority", "stopped", "filer", "seller", "ecl", None),
            ("claims_board", "too_late", "filer", "seller", "dmca", None),
            ("dispute_body", "nothing_yet", "seller", "filer", None, PAGE),
        )
    },
    **{
        f"ended_{result}_{done}": proceedings.ended(
            About("Å-1", [URL] * 6, "court", "Å2", teller="filer", reader="filer",
                  page=PAGE),
            result=result, done=done, reasons="Å7.", now=now, back=back,
        )
        for result, done, now, back in (
            ("won", "carried_out", [Accused(URL, HELD)], None),
            ("withdrawn", "carried_out", [Accused(URL, Now(by_this=True))], DAY),
            ("settled", "nothing_to_do", [Accused(URL, HELD), Accused(LINK, Now())], None),
            ("lost", "declined", [Accused(URL, Now())] * 2, None),
        )
    },
    **{
        f"order_{kind}_{effect}": official_orders.order_told(
            ToldOrder(
                kind, "Å2", "DE", "Å3", DUE.date(), territory, "Å4.", redress, effect, done, why
            ),
            reference="Å-1", listing=URL, page=page,
        )
        for kind, effect, territory, redress, done, why, page in (
            ("act", None, ["DE", "FR"], "Å5.", None, None, None),
            ("act", "partly", [], None, DUE.date(), "Å6.", None),
            ("act", "not_given", [], None, None, "Å6.", None),
            ("inform", "given", [], None, DUE.date(), None, PAGE),
        )
    },
    "somebody_files": holders.somebody_files("Å1", "Å-7", page=PAGE),
    "somebody_unnamed": holders.somebody_unnamed(page=PAGE),
    "proof_asked": holders.proof_asked(page=PAGE, rights=LINK),
    "denial_settled": holders.denial_settled(for_denier=True, page=PAGE),
    "denial_settled_for_filer": holders.denial_settled(for_denier=False, page=PAGE),
    "authorization_offered": holders.authorization_offered("Å1", page=PAGE),
    "authorization_ended": holders.authorization_ended("Å1", page=PAGE),
    "warning": boycotts.warning(CASE, answer_days=14, longest=365),
    "warning_alone": boycotts.warning(ALONE, answer_days=14, longest=365),
    "imposed": boycotts.imposed(CASE, why="Å6.", ends_at=DUE, appeal_by=DUE.date()),
    "warning_by_law": boycotts.warning(BY_LAW, answer_days=14, longest=365),
    "imposed_by_law": boycotts.imposed(BY_LAW, why="Å6.", ends_at=DUE, appeal_by=DUE.date()),
    "received_while_bound": boycotts.received_while_bound(
        claims.receipt("Å1", new=1, duplicates=0, page=PAGE),
        kept=1, decided=1, lacks=[["identity", "right"], ["difference"]], ends_at=DUE,
        standing=LINK,
    ),
    "received_while_bound_none_kept": boycotts.received_while_bound(
        claims.receipt("Å1", new=2, duplicates=0, page=PAGE),
        kept=0, decided=2, lacks=[], ends_at=DUE, standing=LINK,
    ),
    "answer_taken": looks.answer_taken(DUE.date(), why="Å6.", page=PAGE),
    "imposed_for_what_milder_means_left": boycotts.imposed(
        CASE, why="Å6.", ends_at=DUE, appeal_by=DUE.date(), urgent="Å7.", milder="Å8."
    ),
    "imposed_for_what_came_after": boycotts.imposed(
        replace(CASE, evidence=NamedEvidence(delivered_at=DUE, after=2, drawn=(8, 1))),
        why="Å6.", ends_at=DUE, appeal_by=DUE.date(),
    ),
    "imposed_on_another_ground": boycotts.imposed(
        replace(CASE, evidence=NamedEvidence("one_hand", accounts=2, delivered_at=DUE, after=1)),
        why="Å6.", ends_at=DUE, appeal_by=DUE.date(),
    ),
    "warning_while_bound": boycotts.warning(STILL, answer_days=14, longest=365),
    "dropped_while_bound": boycotts.dropped(STILL),
    "heeded_while_bound": boycotts.heeded(STILL),
    "dropped": boycotts.dropped(CASE),
    "heeded": boycotts.heeded(ALONE),
    "upheld": boycotts.upheld(CASE, argued="Å7.", reason="Å6.", ends_at=DUE),
    "upheld_over": boycotts.upheld(CASE, argued="Å7.", reason="Å6.", ends_at=None),
    "agent_stopped": holders.agent_stopped("Å1", ends_at=DUE, page=PAGE),
    "agent_back": holders.agent_back("Å1", page=PAGE),
    "ground_asked": case_appeals.ground_asked("Å1", due=DUE, page=PAGE),
    "lifted": boycotts.lifted(CASE, reason="Å6.", kept=1),
    "lifted_on_appeal": boycotts.lifted(CASE, argued="Å7.", reason="Å6.", kept=1),
    "lifted_many": boycotts.lifted(CASE, reason="Å6.", kept=1_204),
    "lifted_none": boycotts.lifted(CASE, reason="Å6.", kept=0),
    "lifted_while_bound": boycotts.lifted(STILL, reason="Å6.", kept=2),
    "expired_while_bound": boycotts.expired(STILL, kept=2),
    "upheld_while_bound": boycotts.upheld(STILL, argued="Å7.", reason="Å6.", ends_at=None),
    "over_too_while_bound": together.over_too(STILL, ends_at=None),
    "expired": boycotts.expired(CASE, kept=1),
    "expired_appealed": boycotts.expired(CASE, kept=1, appealed=True),
    "expired_many": boycotts.expired(CASE, kept=1_204),
    "party_checked": holds.party_checked(2, until=DAY, rights=LINK, page=PAGE),
    "register_checked": holds.register_checked("Å-7", until=DAY, rights=LINK, page=PAGE),
    "check_over": holds.check_over(page=PAGE),
    "store_warning": suspensions.warning(STORE, days=14, longest=365),
    "store_close_warning": suspensions.warning(CLOSED, days=30, longest=365),
    "store_imposed": suspensions.imposed(STORE, why="Å6.", ends_at=DUE, appeal_by=DUE.date()),
    "store_closed": suspensions.imposed(CLOSED, why="Å6.", ends_at=None, appeal_by=DUE.date()),
    "store_upheld": suspensions.appeal_upheld(
        STORE, argued="Å6.", reason="Å7.", holds=True, ends_at=DUE
    ),
    "store_over_lifted": suspensions.case_over(STORE, reason="Å6.", argued="Å7."),
    "store_over_dropped": suspensions.case_over(CLOSED, reason=None, imposed=False),
    "store_over_expired": suspensions.case_over(STORE, reason=None, appealed=True),
    "store_link_renewed": links.renewed_to_seller(LINK),
    "joined": joinings.joined(
        "Å1", reasons="Å6.", bound=BOUND, link=LINK, policy=3, terms=PAGE
    ),
    "joining_upheld": joinings.upheld("Å1", argued="Å3.", reason="Å6.", bound=[], page=PAGE),
    "parted": joinings.parted("Å1", reason="Å6.", alone=True, bound=[], page=PAGE),
    "parted_from_one": joinings.parted("Å1", reason="Å6.", alone=False, bound=BOUND, page=PAGE),
    "warned_too": together.warned_too(CASE, ends_at=None),
    "bound_too": together.bound_too(BY_LAW, ends_at=DUE),
    "over_too": together.over_too(CASE, ends_at=None),
    "account_link_renewed": links.renewed(LINK),
    "link_code": links.code("1234-5678", subject="Å6", until=DUE),
    "register_code": registers.code(
        "1234-5678", account="Å1", holder="Å2", kind=LABELS["right_kind"]["patent"], number="12-34"
    ),
    **{f"account_{kind}": made(PAGE) for kind, made in accounts.BY_KIND.items()},
}  # fmt: skip
# A word of English; in the pseudo-language it goes on. Abbreviations and what an address ends with
# are the same everywhere.
ENGLISH = re.compile(r"\b(?!appeals\b)[A-Za-z][a-z]+\b")


@pytest.fixture(scope="module", autouse=True)
def _third() -> Iterator[None]:
    """Let a third language be spoken."""
    with pseudo.offered():
        yield


def whole(letter: Letter, language: str) -> str:
    return "\n".join(compose(letter, [language]))


def facts(letter: Letter) -> list[Fact]:
    """Return what a letter states that is no message, and so is said in each language.

    A number that only chooses the form of a message is not said.
    """

    def within(part: Fact) -> list[Fact]:
        if not isinstance(part, Message):
            return [part]
        said = [each for name, each in part.facts.items() if f"%({name})s" in part.text]
        return [fact for each in said for fact in within(each)]

    return [fact for part in (letter.subject, *letter.body) for fact in within(part)]


def without_facts(letter: Letter, language: str) -> str:
    """Return what a letter says in a language beside the facts."""
    text = whole(letter, language)
    for fact in sorted({say(each, language) for each in facts(letter)}, key=len, reverse=True):
        text = text.replace(fact, "")
    return text


def test_there_is_one_of_each_letter() -> None:
    made = [
        name
        for area in (
            answers,
            claims,
            clocks,
            decisions,
            holders,
            holds,
            boycotts,
            case_appeals,
            proceedings,
            restoring,
        )
        for name, each in vars(area).items()
        if callable(each) and getattr(each, "__annotations__", {}).get("return") == "Letter"
    ]
    assert len(made) > 15
    assert [name for name in made if not any(key.startswith(name) for key in LETTERS)] == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_the_same_facts_in_each_language(name: str) -> None:
    letter = LETTERS[name]
    for language in LANGUAGES:
        text = whole(letter, language)
        assert [fact for fact in facts(letter) if say(fact, language) not in text] == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_leaves_no_english_in_another_language(name: str) -> None:
    letter = LETTERS[name]
    assert ENGLISH.findall(without_facts(letter, "zh")) == []
    assert ENGLISH.findall(without_facts(letter, pseudo.CODE)) == []


@pytest.mark.parametrize("name", LETTERS)
def test_english_holds_no_chinese(name: str) -> None:
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", whole(LETTERS[name], "en"))


def test_a_letter_in_several_languages_is_one_subject_and_one_body() -> None:
    subject, body = compose(claims.renewed("Å-7"), ["en", "zh"])
    assert subject == "Complaint Å-7: your new link / 投诉 Å-7：您的新链接"
    english, chinese = body.split("\n\n———\n\n")
    assert (english[:4], chinese[:2], body[-1]) == ("We w", "有人", "\n")


def test_a_boycott_that_does_not_stop_all_is_never_said_to() -> None:
    """To its account, to another one of the party, and to one that joins the party."""
    bound = [Bound(None, DUE, BY_LAW.treatments, 5)]
    for letter in (
        LETTERS["imposed_by_law"],
        together.bound_too(BY_LAW, ends_at=DUE),
        joinings.upheld("Å1", argued="Å3.", reason="Å2.", bound=bound, page=LINK),
    ):
        text = whole(letter, "en")
        under = r"not process (?:your )?complaints( under the Digital Services Act)?"
        stops = re.findall(under, text)
        assert stops
        assert all(stops)
        assert "under the E-Commerce Law of China once you have sent three things" in text
        lane = "decides complaints under US copyright law (17 U.S.C. 512), our own rules in the"
        assert lane in text
        assert "within 5 working days" in text
        assert "《数字服务法》" in whole(letter, "zh")


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (LawPolicy(boycott_dsa=0, boycott_house=0), "complaints that lack what we ask for below"),
        (LawPolicy(boycott_dsa=0, boycott_house=0, boycott_ecl=0),
         "complaints before a person has read them beside your case"),
    ],
)  # fmt: skip
def test_a_boycott_that_leaves_nothing_unread_says_what_it_does(
    policy: LawPolicy, said: str
) -> None:
    case = replace(CASE, treatments=policy.treatments(), lane_days=5)
    assert str(say(complaints_under(case.treatments))) == said


def test_a_moment_is_written_as_the_language_does_it() -> None:
    letter = claims.asked(7, URL, what="Å6.", due=at(DUE), page=PAGE)
    assert "Answer by Thursday 5 March 2026, 07:09 UTC. If you do not" in whole(letter, "en")
    assert "请在2026年3月5日 07:09 UTC（星期四）前" in whole(letter, "zh")


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "we will look at 0 listings", "将审查 0 个商品"),
        (1, "we will look at 1 listing", "将审查 1 个商品"),
        (1201, "we will look at 1,201 listings", "将审查 1,201 个商品"),
    ],
)
def test_a_count_takes_its_form(count: int, english: str, chinese: str) -> None:
    letter = claims.receipt("Å-7", new=count, duplicates=0, page=PAGE)
    assert english in whole(letter, "en")
    assert chinese in whole(letter, "zh")


@pytest.mark.parametrize(("listings", "named", "more"), [(5, 5, False), (6, 5, True)])
def test_a_letter_about_many_listings_names_some(listings: int, named: int, more: bool) -> None:
    letter = claims.noticed("Å-7", [f"{URL}/{n}/" for n in range(listings)], due=DAY)
    text = whole(letter, "en")
    assert (text.count(URL), "and 1 more" in text) == (named, more)


def test_reasons_of_the_house_are_translated_and_those_of_persons_are_not() -> None:
    assert say(in_words("The term is over."), "zh") == "期限已届满。"
    assert say(in_words("I have a licence."), "zh") == "我已获得许可。"
    # "Received" is a label of ours, and here the word of a person.
    assert say(in_words("Received"), "zh") == "Received"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_letter_goes_out_and_is_printed_in_each_language(
    caller: Callable[..., Caller], context: Context
) -> None:
    who, staff = caller("filer"), caller("reviewer")
    made = who.post("/complaints", complaint()).get_json()
    with context.database.reading() as session:
        (stored,) = session.scalars(select(StoredLetter))
    assert stored.subject.count(" / ") == stored.body.count("———") == len(LANGUAGES) - 1
    assert stored.subject.endswith(" receivedöööö」")
    printed = text_of(staff.get(f"/letters/{stored.id}/letter.pdf").data)
    for part in (
        made["reference"],
        "We will write to you about each decision",
        "每项决定我们都会书面通知您",
    ):
        assert part in printed
    assert printed.count("「") == printed.count("」") > 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kept", [False, True])
def test_a_receipt_is_printed_in_a_third_language(context: Context, kept: bool) -> None:
    desk = Desk(context.database, NOW)
    acme = desk.filer("ÅÅ")
    if kept:
        assert acme.filer_id is not None
        desk.boycott(acme.filer_id)
    right = {**MARK, "jurisdiction": "CN", "territories": None}
    filed = desk.file(acme, statement="ÅÅ1", declaration=SIGNED, documents=[PAPER], right=right)
    with context.database.reading() as session:
        record = complaints.complaint_detail(working(session, acme), filed.complaint)
        pdf = printing.print_receipt(record, base_url=BASE, language=pseudo.CODE)
    text = text_of(pdf)
    assert text.count("「") == text.count("」") > 20
    for fact in stated(record):
        assert fact in text
        text = text.replace(fact, "")
    assert ENGLISH.findall(text) == []
    assert str(PdfReader(io.BytesIO(pdf)).root_object["/Lang"]) == pseudo.CODE


def stated(record: ComplaintDetail) -> list[str]:
    """Return what a receipt states, the longest first: one fact may be a part of another."""
    filed, right = record.complaint, record.right
    facts = (
        filed.reference, f"{BASE}/complaints/{filed.id}", say(filed.filed_at, pseudo.CODE),
        say(Country(str(right.jurisdiction)), pseudo.CODE), str(right.number), str(right.title),
        record.filer.name,
        PAPER["sha256"], PAPER["filename"], SIGNED["signed_by"],
        *(view.claim.url for view in record.claims),
        *(answer for answer in (record.answers or {}).values()),
        *(signed.wording for signed in record.declarations),
    )  # fmt: skip
    return sorted(map(str, facts), key=len, reverse=True)


def text_of(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\n", "")
