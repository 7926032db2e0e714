"""The words of the page behind a signed link, in English and Simplified Chinese."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("About your complaints", "关于贵方的投诉"),
    "for_principal": ("Only complaints for", "仅涉及代表以下权利人的投诉："),
    "state": ("Where it stands", "当前状态"),
    "state.warned": (
        "You have been warned. Nothing is decided; you can answer until",
        "您已收到警告。尚未作出决定，您可在以下时间之前答复：",
    ),
    "state.late": (
        "The time to answer is over. We decide on what we know.",
        "答复期限已过，我们将根据现有情况作出决定。",
    ),
    "state.answered": (
        "You have answered. We will write to you once it is decided.",
        "您已答复。作出决定后，我们将以书面形式通知您。",
    ),
    "state.unanswered": (
        "The time to answer is over. We decide on what we know.",
        "答复期限已过，我们将根据现有情况作出决定。",
    ),
    "state.in_force": (
        "We do not process your complaints until",
        "在以下时间之前，我们暂停受理贵方的投诉：",
    ),
    "state.under_appeal": (
        "You have appealed. Somebody who took no part so far decides. Until then we do not process "
        "your complaints, at the longest until",
        "您已提出申诉，将由此前未参与本案的人员裁决。在此之前我们暂停受理贵方的投诉，最迟至：",
    ),
    "state.lifted": (
        "The boycott is lifted. We process your complaints again.",
        "暂停受理已解除，我们已恢复受理贵方的投诉。",
    ),
    "state.expired": (
        "The boycott is over. You can file as before.",
        "暂停受理期限已届满，您可照常提交投诉。",
    ),
    "state.dropped": (
        "The warning is closed. There is no boycott.",
        "警告已结案，不采取暂停受理措施。",
    ),
    "state.heeded": (
        "The warning is closed: you heeded it.",
        "警告已结案：您已遵守警告。",
    ),
    "reasons": ("Why", "理由"),
    "facts": ("The facts", "事实"),
    "window": ("Complaints filed between", "统计期间"),
    "number": ("Number", "数量"),
    "number_text": ("claims graded manifestly unfounded by a person", "项投诉经人工评定明显无根据"),
    "share": ("Share", "比例"),
    "share_text": ("of all your claims", "占贵方全部投诉"),
    "otherwise": ("Graded otherwise", "其他评定"),
    "ungraded": ("Not graded, not held against you", "未经评定，不作不利认定"),
    "gravity": ("Gravity", "严重程度"),
    "intention": ("Intention", "意图"),
    "dates": ("Dates", "日期"),
    "warned_at": ("Warned", "警告"),
    "answer_due": ("Answer by", "答复期限"),
    "answered_at": ("Answered", "已答复"),
    "starts_at": ("In force since", "生效"),
    "ends_at": ("Ends", "届满"),
    "your_answer": ("Your answer", "贵方的答复"),
    "your_appeal": ("Your appeal", "贵方的申诉"),
    "appeal_decision": ("The decision on it", "申诉裁决"),
    "kept": (
        "claims that you filed meanwhile are kept with their time",
        "项期间提交的投诉已连同时间保存",
    ),
    "next": ("What you can do", "您可以采取的措施"),
    "answer": ("Answer", "答复"),
    "answer_hint": (
        "Say what happened, what you will change, or why we are mistaken. Staff read it before "
        "they decide. You can answer once.",
        "请说明事情经过、您将如何改正，或我们错在何处。工作人员将在决定前阅读。仅可答复一次。",
    ),
    "answer_send": ("Send the answer", "提交答复"),
    "appeal": ("Appeal", "申诉"),
    "appeal_hint": (
        "Say why the decision is wrong. A person who took no part so far decides. You can appeal "
        "once.",
        "请说明该决定为何错误。将由此前未参与本案的人员裁决。仅可申诉一次。",
    ),
    "appeal_send": ("Send the appeal", "提交申诉"),
    "nothing": ("There is nothing that you need to do here.", "此处无需您采取任何行动。"),
    "empty": ("Write something first: the field is empty.", "内容为空，请先填写。"),
    "too_long": (
        "That is too long: at most 20,000 characters.",
        "内容过长：最多 20,000 个字符。",
    ),
    "thanks": ("Thank you: it has arrived", "谢谢，我们已收到"),
    "thanks_text": (
        "Staff will read it, and we will write to you. Keep the link: the case stays readable "
        "there.",
        "工作人员将予以阅读，我们会以书面形式通知您。请保留该链接，以便随时查看本案。",
    ),
    "back": ("Back to the case", "返回案件"),
}


def word(name: str, lang: str) -> str:
    """Return the text of that name. Raises KeyError for one that is not there."""
    return TEXTS[name][lang == "zh"]
