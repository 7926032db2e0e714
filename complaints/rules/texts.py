"""What letters about a complaint say: English first, then Simplified Chinese.

Pure: facts in, subject and body out. A letter says what happened, why, and what its reader can do
next. It holds no identity data: the address is looked up when it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from complaints.links import PLACE
from complaints.rules.appeals import APPEALABLE
from complaints.rules.kinds import Side
from complaints.rules.reasons import in_chinese

# Addresses that a letter about many listings names.
SHOWN = 5
OUTCOMES = {
    "removed": ("the listing is taken down", "商品已下架"),
    "rejected": ("the claim is rejected; the listing stays", "投诉不成立，商品保留"),
    "reinstated": ("the listing is reinstated", "商品已恢复"),
}
APPEAL = {
    "filer": (
        "If you disagree you can appeal once: POST {url}/appeals. Somebody else decides it.",
        "如不同意，可申诉一次：POST {url}/appeals，由另一位人员裁决。",
    ),
    "seller": (
        "If you disagree, send a counter-notice by {due}, or appeal once (somebody else decides an "
        "appeal). If you were asked for money or a favour, tell us there too.",
        "如不同意，请在 {due} 前提交反通知，或申诉一次（申诉由另一位人员裁决）。"
        "若有人向您索要钱财或好处，也请在该页面告知我们。",
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    body: str


def receipt(reference: str, new: int, duplicates: int) -> Wording:
    """Tell a filer that its complaint has arrived; counts are of claims."""
    return _both(
        f"Complaint {reference} received",
        f"投诉 {reference} 已收到",
        f"We received your complaint {reference}: {new} listings will be looked at, {duplicates} "
        "were before us already. You will hear of each decision. You can withdraw what no longer "
        "holds at any time.",
        f"我们已收到您的投诉 {reference}：将审查 {new} 个商品，另有 {duplicates} 个此前已在处理。"
        "每项决定都会通知您；不再成立的投诉可随时撤回。",
    )


def authority_asked(reference: str) -> Wording:
    """Ask a filer to show that it may speak for the rights holder; says not what looked odd."""
    return _both(
        f"Complaint {reference}: please show your authority",
        f"投诉 {reference}：请提供授权证明",
        f"Others file for the rights holder of your complaint {reference}, and your account is "
        "new. Before anything is taken down on it we verify that you may speak for the holder. "
        "Send the extract of the register that names the holder, its signed authorization (or "
        "proof that you belong to it), and a message from a mailbox of the holder's own domain. "
        f"Name the complaint, {reference}. This is asked once; it is no accusation.",
        f"贵方投诉 {reference} 所涉权利人已有其他账户代为投诉，而贵方账户为新开账户。在据此下架商品"
        "之前，我们须核实贵方有权代表该权利人。请提供：载明权利人的登记证明；权利人签署的授权书"
        f"（或隶属关系证明）；以及由权利人自有域名邮箱发出的确认邮件，并注明投诉编号 {reference}。"
        "此项核实只需一次，并非指控。",
    )


def authority_verified(reference: str) -> Wording:
    """Tell a filer that its authority is verified."""
    return _both(
        f"Complaint {reference}: your authority is verified",
        f"投诉 {reference}：授权已核实",
        f"We have verified that you may speak for the rights holder of complaint {reference}. Its "
        "claims are decided like any other; you will not be asked again for this holder.",
        f"我们已核实贵方有权代表投诉 {reference} 的权利人。各投诉项将照常审理；"
        "就该权利人不再要求证明。",
    )


def noticed(reference: str, listings: Sequence[str], due: datetime) -> Wording:
    """Tell a seller of a complaint before it is decided: nothing is taken down until `due`."""
    some = ", ".join(listings[:SHOWN]) + (" …" if len(listings) > SHOWN else "")
    return with_link(
        _both(
            f"Complaint {reference}: please answer",
            f"投诉 {reference}：请答复",
            f"Somebody has filed complaint {reference} about {some}. Nothing is decided, and your "
            f"listing stays. Please answer by {due:%Y-%m-%d %H:%M} UTC; after that day we decide "
            "on what we know.",
            f"有人就 {some} 提出了投诉 {reference}。目前尚未作出决定，您的商品保留。请在 "
            f"{due:%Y-%m-%d %H:%M} UTC 前答复；逾期我们将根据现有情况作出决定。",
        )
    )


def renewed(reference: str) -> Wording:
    """Send a seller a new link to the same complaint: the one it had is too old."""
    return with_link(
        _both(
            f"Complaint {reference}: your new link",
            f"投诉 {reference}：新的链接",
            "You, or somebody who had the link that you were sent earlier, asked for a new link "
            f"to complaint {reference}.",
            f"您（或持有旧链接者）请求重新发送投诉 {reference} 的链接。",
        )
    )


def with_link(wording: Wording) -> Wording:
    """Return a letter to a seller with the place of its link at the end."""
    return Wording(
        wording.subject,
        f"{wording.body}\nRead the complaint, answer it and follow what becomes of it, without an "
        f"account / 查看投诉、答复并跟进处理（无需账户）：\n{PLACE}\n"
        "Whoever holds this link answers for you: keep it to yourself. / "
        "持有该链接者即可代表您答复，请妥善保管。\n",
    )


def decided(
    side: str,
    claim_id: int,
    listing: str,
    state: str,
    reason: str,
    url: str,
    note: str | None = None,
    due: datetime | None = None,
) -> Wording:
    """Tell a filer or a seller how a claim was decided; `url` is the claim's own address.

    `due` is until when the seller is asked to answer; its letter holds the place of its link.
    """
    english, chinese = OUTCOMES[state]
    appeal = appeal_zh = ""
    if state in APPEALABLE[Side(side)]:
        by = f"{due:%Y-%m-%d %H:%M} UTC" if due else ""
        appeal, appeal_zh = (text.format(url=url, due=by) for text in APPEAL[side])
    wording = _both(
        f"Claim {claim_id}: {english}",
        f"投诉项 {claim_id}：{chinese}",
        f"About {listing}: {english}. Reason: {_words(reason, note)} {appeal}".strip(),
        f"关于 {listing}：{chinese}。理由：{_words(in_chinese(reason), note)} {appeal_zh}".strip(),
    )
    return with_link(wording) if side == "seller" else wording


def decided_many(
    side: str,
    state: str,
    listings: Sequence[tuple[int, str]],
    reason: str,
    note: str | None = None,
    due: datetime | None = None,
) -> Wording:
    """Tell a filer or a seller how several claims of one complaint were decided alike.

    `listings` are the claims' ids with their listings' addresses; `due` is as in `decided`.
    """
    english, chinese = OUTCOMES[state]
    appeal = appeal_zh = ""
    if state in APPEALABLE[Side(side)]:
        by = f"{due:%Y-%m-%d %H:%M} UTC" if due else ""
        appeal, appeal_zh = (
            text.format(url="/api/v1/claims/<id>", due=by) for text in APPEAL[side]
        )
    lines = "\n".join(f"- {claim_id}: {url}" for claim_id, url in listings)
    count = len(listings)
    wording = _both(
        f"{count} claims: {english}",
        f"{count} 个投诉项：{chinese}",
        f"About each of these: {english}. Reason: {_words(reason, note)} {appeal}".strip()
        + f"\n\n{lines}",
        f"关于以上各项：{chinese}。理由：{_words(in_chinese(reason), note)} {appeal_zh}".strip(),
    )
    return with_link(wording) if side == "seller" else wording


def _words(reason: str, note: str | None) -> str:
    return f"{reason} {note or ''}".strip()


def asked(claim_id: int, listing: str, what: str, due: datetime) -> Wording:
    """Ask a filer for what is missing, with the day by which it must come."""
    return _both(
        f"Claim {claim_id} needs something from you",
        f"投诉项 {claim_id} 需要补充",
        f"About {listing}: {what} Answer by {due:%Y-%m-%d %H:%M} UTC, or the claim is closed "
        "without a decision.",
        f"关于 {listing}：{what} 请在 {due:%Y-%m-%d %H:%M} UTC 前补充，"
        "否则该投诉项将不作决定即关闭。",
    )


def countered(claim_ids: Sequence[int], listing: str, grounds: str) -> Wording:
    """Tell a filer that the seller answered; the seller's contact is not in it."""
    named = ", ".join(map(str, claim_ids[:SHOWN])) + (" …" if len(claim_ids) > SHOWN else "")
    claims = "claim" if len(claim_ids) == 1 else "claims"
    return _both(
        f"The seller answered {claims} {named}",
        f"卖家已回应投诉项 {named}",
        f"About {listing}, the seller says: {grounds} Read the whole answer in the claim. If your "
        "claim was an error, withdraw it; else wait for our decision.",
        f"关于 {listing}，卖家称：{grounds} 请在投诉项中查看全文。"
        "如投诉有误请撤回，否则请等待决定。",
    )


def replied(claim_id: int, listing: str, statement: str) -> Wording:
    """Tell a seller that the filer stands by its claim, and what it says."""
    return with_link(
        _both(
            f"Claim {claim_id}: the filer answered you",
            f"投诉项 {claim_id}：投诉人已回复",
            f"About {listing}: the filer stands by its claim and says: {statement} We decide with "
            "both answers before us and write to you.",
            f"关于 {listing}：投诉人坚持其投诉，并称：{statement} "
            "我们将综合双方意见作出决定，并书面通知您。",
        )
    )


def somebody_files(by: str, reference: str, url: str) -> Wording:
    """Tell an account that somebody else files in its name or on its right; no contact is told."""
    return _both(
        f"{by} files complaints in your name or on your right",
        f"{by} 以贵方名义或就贵方权利提交了投诉",
        f"{by} filed complaint {reference} by your right or for a rights holder of your name. If "
        f"you authorized it, say so once and you will not be asked again. If not, tell us: {url}",
        f"{by} 就贵方权利或以与贵方同名的权利人名义提交了投诉 {reference}。"
        f"如系贵方授权，请确认一次，此后不再询问；如未授权，请告知我们：{url}",
    )


def authorization_offered(by: str, url: str) -> Wording:
    """Tell an agent that a rights holder authorizes it; it counts once it is accepted."""
    return _both(
        f"{by} authorizes you to file for it",
        f"{by} 授权贵方代其提交投诉",
        f"{by} has authorized you. Read its scope and dates and accept it before you file: {url}",
        f"{by} 已向贵方授权。请查阅授权范围和期限，并在提交投诉前接受：{url}",
    )


def authorization_ended(by: str) -> Wording:
    """Tell an agent that a rights holder has revoked its authorization."""
    return _both(
        f"{by} has revoked your authorization",
        f"{by} 已撤销对贵方的授权",
        f"{by} has revoked its authorization. File nothing more for it; what you filed stays.",
        f"{by} 已撤销授权。请勿再代其提交投诉；此前提交的投诉不受影响。",
    )


def withdrawn(claim_id: int, listing: str) -> Wording:
    """Tell a seller that a claim by which its listing was down is withdrawn."""
    return with_link(
        _both(
            f"Claim {claim_id} was withdrawn",
            f"投诉项 {claim_id} 已撤回",
            f"The claim against {listing} was withdrawn and the listing comes back. If you were "
            "asked for money or a favour for that, tell us: it will not change what happens to the "
            "listing.",
            f"针对 {listing} 的投诉已撤回，商品将恢复。若有人曾以撤诉向您索要钱财或好处，"
            "请告知我们，这不会影响商品的恢复。",
        )
    )


def appeal_decided(claim_id: int, outcome: str, state: str, reason: str) -> Wording:
    """Tell both sides how an appeal ended: upheld or overturned, and how the claim stands now."""
    stood = outcome == "upheld"
    said = "the decision stands" if stood else "the decision is changed"
    said_zh = "维持原决定" if stood else "变更原决定"
    english, chinese = OUTCOMES.get(state, ("the claim is closed", "投诉项已关闭"))
    return _both(
        f"Appeal about claim {claim_id}: {said}",
        f"投诉项 {claim_id} 的申诉：{said_zh}",
        f"Another person looked at claim {claim_id} again: {said}; {english}. Reason: {reason}",
        f"另一位人员重新审查了投诉项 {claim_id}：{said_zh}；{chinese}。理由：{reason}",
    )


def _both(subject: str, subject_zh: str, body: str, body_zh: str) -> Wording:
    return Wording(f"{subject} / {subject_zh}", f"{body}\n\n{body_zh}\n")
