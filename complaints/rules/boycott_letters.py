"""What a filer is told on the ladder: wordings in English and Simplified Chinese, both in one body.

Each letter says what happened, why, until when, and what the reader can do next. DSA Art. 23 asks
for the warning and its reasons, Art. 17 and 20 for the reasons of a decision and the way to
contest it. Values in, text out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.rules.boycotts import FourFactors


@dataclass(frozen=True, slots=True)
class Text:
    """One letter's subject and body."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Case:
    """What every letter of one boycott states. `principal` is the one that it is limited to."""

    filer: str
    principal: str | None
    reasons: str
    factors: FourFactors
    window_from: datetime
    window_to: datetime
    link: str


def warning(case: Case, *, answer_due: datetime) -> Text:
    """Return the prior warning."""
    english = f"""{_hello(case)}

A member of our staff has confirmed that complaints from your account{_for(case)} misuse the
complaint system. This is a warning. If it goes on, we may stop processing your complaints for a
time.

{_why(case)}

What you can do
Read the case and answer it by {_moment(answer_due)}: {case.link}
You need no account; whoever holds this link answers for you, so keep it to yourselves.
Check that each complaint has a right behind it before you file. If you file no more unfounded
complaints, nothing further happens."""
    chinese = f"""{_hello_zh(case)}

经我方工作人员确认，由贵方账户{_for_zh(case)}提交的投诉存在滥用投诉机制的情形，特此警告。
如继续发生，我们可能在一段时间内暂停受理贵方的投诉。

{_why_zh(case)}

您可以采取的措施
请在 {_moment(answer_due)} 之前查看并答复本案：{case.link}
无需登录账户；持有该链接者即可代表贵方答复，请妥善保管。
提交投诉前，请确认每项投诉均有真实有效的权利依据。若不再提交无根据的投诉，则不会有进一步的措施。"""
    return _both("Warning about your complaints", "关于贵方投诉的警告", english, chinese)


def imposed(case: Case, *, why: str, ends_at: datetime) -> Text:
    """Return the decision not to process the filer's complaints for a term."""
    english = f"""{_hello(case)}

From today until {_moment(ends_at)} we do not process complaints from your account{_for(case)}.
Two members of our staff decided this after the warning that we sent you.

The decision
{why}

{_why(case)}

What you can do
Appeal, once, by this link: {case.link}
A third person who took no part so far will decide.
What you file until then is kept with its time, so nothing is lost if the boycott is lifted.
After {_moment(ends_at)} you can file as before; you need not ask."""
    chinese = f"""{_hello_zh(case)}

自今日起至 {_moment(ends_at)}，我们暂停受理贵方账户{_for_zh(case)}提交的投诉。
本决定系在此前警告之后，由两名工作人员分别作出。

决定
{why}

{_why_zh(case)}

您可以采取的措施
您可通过以下链接申诉一次：{case.link}
申诉将由此前未参与本案的第三人裁决。
在此期间提交的投诉将连同提交时间一并保存；如本决定被撤销，投诉不会丢失。
{_moment(ends_at)} 之后，您可照常提交投诉，无需另行申请。"""
    return _both(
        f"We do not process your complaints until {_day(ends_at)}",
        f"在 {_day(ends_at)} 之前暂停受理贵方投诉",
        english,
        chinese,
    )


def dropped(case: Case) -> Text:
    """Return the news that a warning is closed without a boycott."""
    return _both(
        "The warning is closed",
        "警告已结案",
        f"{_hello(case)}\n\nWe have closed the warning about your complaints{_for(case)}. "
        "There is no boycott, and you need do nothing.",
        f"{_hello_zh(case)}\n\n我们已就贵方{_for_zh(case)}的投诉警告作结案处理，不采取暂停受理措施。您无需采取任何行动。",
    )


def heeded(case: Case) -> Text:
    """Return the news that a warning was heeded long enough."""
    return _both(
        "The warning is closed: you heeded it",
        "警告已结案：您已遵守警告",
        f"{_hello(case)}\n\nNo new unfounded complaints came from your account{_for(case)} since "
        "our warning. It is closed, and you need do nothing.",
        f"{_hello_zh(case)}\n\n自警告发出以来，贵方账户{_for_zh(case)}未再出现无根据的投诉。警告已结案，您无需采取任何行动。",
    )


def upheld(case: Case, *, reason: str, ends_at: datetime) -> Text:
    """Return the decision of an appeal that leaves the boycott as it is."""
    return _both(
        "Your appeal was decided: the boycott stays",
        "申诉结果：维持暂停受理",
        f"{_hello(case)}\n\nA person who took no earlier part has decided your appeal: the boycott "
        f"stays in force until {_moment(ends_at)}.\n\nThe reason\n{reason}\n\nWhat you can do\n"
        f"After {_moment(ends_at)} you can file as before. You may also take the matter to a "
        "court, or to an out-of-court dispute settlement body where one is open to you.",
        f"{_hello_zh(case)}\n\n由未参与本案此前步骤的人员裁决：暂停受理维持至 {_moment(ends_at)}。"
        f"\n\n理由\n{reason}\n\n您可以采取的措施\n{_moment(ends_at)} 之后，您可照常提交投诉。"
        "您也可以向法院或适用的庭外争议解决机构寻求救济。",
    )


def lifted(case: Case, *, reason: str, kept: int) -> Text:
    """Return the news that a boycott is lifted, with the number of claims kept meanwhile."""
    kept_en = (
        f"\n\n{_claims(kept)} that you filed meanwhile: kept with their time; we will look at "
        "them again, and you need not file a second time."
        if kept
        else ""
    )
    kept_zh = (
        f"\n\n期间保存的 {kept} 项投诉将连同原提交时间重新处理，无需再次提交。" if kept else ""
    )
    return _both(
        "The boycott is lifted: you can file again",
        "暂停受理已解除：您可重新提交投诉",
        f"{_hello(case)}\n\nFrom now on we process complaints from your account{_for(case)} again."
        f"\n\nThe reason\n{reason}{kept_en}",
        f"{_hello_zh(case)}\n\n自即日起，我们恢复受理贵方账户{_for_zh(case)}提交的投诉。\n\n理由\n{reason}{kept_zh}",
    )


def expired(case: Case, *, kept: int) -> Text:
    """Return the news that a boycott's term is over."""
    kept_en = (
        f" {_claims(kept)} filed meanwhile: not processed. What still matters, file again."
        if kept
        else ""
    )
    kept_zh = f"期间有 {kept} 项投诉未予受理；如仍有需要，请重新提交。" if kept else ""
    return _both(
        "The boycott is over: you can file again",
        "暂停受理期限届满：您可重新提交投诉",
        f"{_hello(case)}\n\nThe boycott of your account{_for(case)} ended today. You can file as "
        f"before.{kept_en}",
        f"{_hello_zh(case)}\n\n对贵方账户{_for_zh(case)}的暂停受理期限已于今日届满，您可照常提交投诉。{kept_zh}",
    )


def _both(subject: str, subject_zh: str, english: str, chinese: str) -> Text:
    return Text(f"{subject} / {subject_zh}", f"{english}\n\n———\n\n{chinese}\n")


def _hello(case: Case) -> str:
    return f"To {case.filer}:"


def _hello_zh(case: Case) -> str:
    return f"致 {case.filer}："


def _claims(count: int) -> str:
    return f"{count} claim" if count == 1 else f"{count} claims"


def _for(case: Case) -> str:
    return f" for {case.principal}" if case.principal else ""


def _for_zh(case: Case) -> str:
    return f"（代表 {case.principal}）" if case.principal else ""


def _why(case: Case) -> str:
    f = case.factors
    return f"""Why
{case.reasons}

The facts, from {_day(case.window_from)} to {_day(case.window_to)}
Number: {f.manifestly_unfounded} of your claims were graded manifestly unfounded by a person.
Share: {f.manifestly_unfounded} of {f.claims} claims ({f.share:.0%}); graded otherwise: \
{f.graded_otherwise}; not graded, and not held against you: {f.ungraded}.
Gravity: {f.gravity}
Intention: {f.intention}"""


def _why_zh(case: Case) -> str:
    f = case.factors
    return f"""理由
{case.reasons}

事实（{_day(case.window_from)} 至 {_day(case.window_to)}）
数量：经人工评定，{f.manifestly_unfounded} 项投诉明显无根据。
比例：{f.claims} 项投诉中的 {f.manifestly_unfounded} 项（{f.share:.0%}）；\
{f.graded_otherwise} 项另有评定，{f.ungraded} 项未经评定，不作不利认定。
严重程度：{f.gravity}
意图：{f.intention}"""


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
