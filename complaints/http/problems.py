"""The one error map: what a refusal's slug means in HTTP, and the page that explains it.

A slug is a path under /problems/, a row of docs/problems.md (a test compares them) and, in this
table, a status, a title and what to do next, in English and Simplified Chinese.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Response, current_app
from werkzeug.exceptions import HTTPException

from complaints.errors import Refusal

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """One type of problem. `todo` tells the reader what to do next."""

    status: int
    title: str
    todo: str
    title_zh: str
    todo_zh: str


PROBLEMS: dict[str, Problem] = {
    "malformed": Problem(
        400,
        "The request cannot be read",
        "Send well-formed JSON in UTF-8, and parameters as the API page describes them.",
        "请求无法读取",
        "请按接口文档发送格式正确的 UTF-8 JSON 和参数。",
    ),
    "unauthorised": Problem(
        401,
        "No valid key",
        "Send your API key in the header “Authorization: Bearer …”. "
        "If it was revoked, ask the operator for a new one.",
        "缺少有效密钥",
        "请在请求头 “Authorization: Bearer …” 中附上密钥；若密钥已被撤销，请向运营方申请新密钥。",
    ),
    "forbidden": Problem(
        403,
        "Not with this key",
        "Use a key with the scope or role that the answer names.",
        "该密钥无此权限",
        "请使用具备所需权限或角色的密钥。",
    ),
    "second-person-needed": Problem(
        403,
        "A second person is needed",
        "Ask a colleague who took no earlier part in this case to do it.",
        "需要第二人处理",
        "请由未参与此案此前步骤的同事处理。",
    ),
    "boycotted": Problem(
        403,
        "Complaints of this filer are not processed for now",
        "The complaint is kept with its time. Read the reasons and appeal by the link given; "
        "after the end date, file as before.",
        "该投诉人的投诉暂不受理",
        "本次投诉已连同时间保存。请通过所附链接查看理由并提出申诉；期满后可照常投诉。",
    ),
    "not-found": Problem(
        404,
        "Not there, or not yours to see",
        "Check the address or the id, and that you use the key of the right account.",
        "不存在或无权查看",
        "请核对地址或编号，并确认使用了正确账户的密钥。",
    ),
    "method-not-allowed": Problem(
        405,
        "That cannot be done here",
        "See the API page for what this address allows.",
        "此地址不支持该操作",
        "请查看接口文档了解此地址支持的操作。",
    ),
    "wrong-state": Problem(
        409,
        "Not possible in this state",
        "Read the case again; the answer lists what is possible now.",
        "当前状态下无法执行",
        "请重新读取该案件；回复中列出了目前可执行的操作。",
    ),
    "taken": Problem(
        409,
        "Already taken",
        "Choose another name or reference, or use what is there.",
        "已被占用",
        "请改用其他名称或编号，或使用已有的记录。",
    ),
    "held": Problem(
        409,
        "A colleague works on this",
        "Take another case, or ask the colleague to give this one back.",
        "同事正在处理",
        "请处理其他案件，或请该同事释放此案件。",
    ),
    "too-few-graded": Problem(
        409,
        "Too few claims are graded manifestly unfounded",
        "Have reviewers grade the merit of closed claims; nothing is inferred.",
        "被评定为明显无根据的投诉不足",
        "请由审核人员评定已结案投诉的性质；系统不作推断。",
    ),
    "warning-heeded-so-far": Problem(
        409,
        "The warning has been heeded so far",
        "Wait for a complaint filed after the warning, or record why the gravity cannot wait.",
        "警告目前得到遵守",
        "请等待警告后的新投诉，或记录不能等待的严重理由。",
    ),
    "authority-unverified": Problem(
        409,
        "The filer's authority is not verified",
        "Verify that the filer may speak for the rights holder and record it, or reject the claim.",
        "投诉人的授权尚未核实",
        "请核实投诉人有权代表该权利人并予以记录，或驳回该投诉项。",
    ),
    "seller-not-heard": Problem(
        409,
        "The seller is still to be heard",
        "Wait for the seller's answer or the day that the answer names, or reject the claim.",
        "卖家尚未答辩",
        "请等待卖家答复或答复期限届满，或驳回该投诉项。",
    ),
    "link-expired": Problem(
        410,
        "This link is too old",
        "Ask on its page for a new one: it is sent to where the first one went. Or write to the "
        "marketplace and name the complaint.",
        "链接已过期",
        "请在链接页面上请求新链接，我们会寄往原来的地址；或联系平台并注明投诉编号。",
    ),
    "stale": Problem(
        412,
        "Somebody was faster",
        "Read the case again and decide on what it says now.",
        "已被他人先行修改",
        "请重新读取该案件后再作决定。",
    ),
    "too-large": Problem(
        413,
        "Too large",
        "Send less at once: at most 300 targets a complaint, and documents one by one.",
        "内容过大",
        "请减少单次内容：每份投诉最多 300 个目标，文件请逐个上传。",
    ),
    "unsupported-media-type": Problem(
        415,
        "Not JSON",
        "Send the body as JSON with the header “Content-Type: application/json”.",
        "不是 JSON",
        "请以 JSON 发送正文，并设置请求头 “Content-Type: application/json”。",
    ),
    "invalid-request": Problem(
        422,
        "Something in the request does not hold",
        "Each entry of “errors” points at a field and says what is wrong; mend it and send again. "
        "Nothing was stored.",
        "请求内容有误",
        "“errors” 中逐项指出有误的字段及原因；请修正后重新发送。未保存任何内容。",
    ),
    "paper-type": Problem(
        422,
        "This kind of file is not taken",
        "Send a PDF, PNG, JPEG or WebP file. Save others, HEIC photos too, as one of these.",
        "不支持此类文件",
        "请上传 PDF、PNG、JPEG 或 WebP 文件；其他文件（包括 HEIC 照片）请先另存为其中一种。",
    ),
    "paper-mismatch": Problem(
        422,
        "The file is not what its name says",
        "Give it the ending that fits its content, or save it in the format that its name says.",
        "文件内容与名称不符",
        "请将扩展名改为与内容相符，或按扩展名所示的格式重新保存后上传。",
    ),
    "paper-empty": Problem(
        422,
        "The file is empty",
        "Choose the file again; if it opens on your device, save a new copy and send that.",
        "文件为空",
        "请重新选择文件；若文件在您的设备上可以打开，请另存一份后上传。",
    ),
    "paper-too-large": Problem(
        413,
        "The file is too large",
        "A document may have 20 MB, or what the operator has set. Save it smaller, or in parts.",
        "文件过大",
        "单个文件最大 20 MB（或运营方设定的上限）。请降低分辨率，或拆分后上传。",
    ),
    "paper-too-many-pixels": Problem(
        422,
        "The picture has too many pixels",
        "A picture may have 50 million pixels. Save it smaller and send it again.",
        "图片像素过多",
        "图片最多 5000 万像素。请缩小后重新上传。",
    ),
    "paper-damaged": Problem(
        422,
        "The file is damaged or cut off",
        "Open it on your device, save or scan it again, and send the new copy.",
        "文件损坏或不完整",
        "请在您的设备上打开该文件，重新保存或扫描后再上传。",
    ),
    "paper-locked": Problem(
        422,
        "The PDF is locked with a password",
        "Save a copy without the password and send that.",
        "PDF 已加密",
        "请保存一份不带密码的副本后上传。",
    ),
    "paper-active": Problem(
        422,
        "The PDF holds scripts or other files",
        "Print it to PDF, which leaves the pages alone, and send that. Send embedded files apart.",
        "PDF 含有脚本或嵌入文件",
        "请将其“打印为 PDF”（仅保留页面）后上传；嵌入的文件请单独上传。",
    ),
    "paper-quota": Problem(
        429,
        "Too much for one day",
        "Send the rest tomorrow, or ask the operator.",
        "今日上传过多",
        "请明日再上传其余文件，或联系运营方。",
    ),
    "idempotency-mismatch": Problem(
        422,
        "This Idempotency-Key was used for another request",
        "Use a new key for a new request, and the same key only to repeat the same one.",
        "该 Idempotency-Key 已用于其他请求",
        "新请求请使用新的键；仅在重复同一请求时使用相同的键。",
    ),
    "term-out-of-bounds": Problem(
        422,
        "The term is outside the policy",
        "Choose a number of days within the bounds that the answer names.",
        "期限超出政策范围",
        "请选择回复中所列范围内的天数。",
    ),
    "scope-not-yours": Problem(
        422,
        "That scope is not for this kind of owner",
        "Choose from the scopes that the answer names.",
        "此类账户不能拥有该权限",
        "请从回复所列权限中选择。",
    ),
    "too-many-attempts": Problem(
        429,
        "Tried too often",
        "Wait as long as the answer says, then try again. Who forgot a password can choose a new "
        "one by e-mail.",
        "尝试次数过多",
        "请按提示等待一段时间后再试。如忘记密码，可通过邮箱重新设置。",
    ),
    "internal": Problem(
        500,
        "Our mistake",
        "Nothing was stored. Try again; if it happens again, tell the operator the request id.",
        "系统内部错误",
        "未保存任何内容。请重试；若再次发生，请将请求编号告知运营方。",
    ),
    "unavailable": Problem(
        503,
        "Busy or being maintained",
        "Try again in a moment with the same Idempotency-Key.",
        "系统繁忙或维护中",
        "请稍后使用相同的 Idempotency-Key 重试。",
    ),
}

BY_STATUS = {
    400: "malformed",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-request",
    429: "too-many-attempts",
    503: "unavailable",
}


def of_http_error(error: HTTPException) -> Refusal:
    """Return the refusal that an error raised by the framework amounts to."""
    slug = BY_STATUS.get(
        error.code or 500, "malformed" if (error.code or 500) < 500 else "internal"
    )
    return Refusal(slug, PROBLEMS[slug].todo)


def body(refusal: Refusal) -> dict[str, object]:
    """Return the problem details (RFC 9457) of a refusal."""
    problem = PROBLEMS[refusal.slug]
    document: dict[str, object] = {
        "type": f"{current_app.config['BASE_URL']}/problems/{refusal.slug}",
        "title": problem.title,
        "status": problem.status,
        "detail": refusal.detail,
        **refusal.facts,
    }
    if refusal.fields:
        document["errors"] = [
            {"pointer": field.pointer, "detail": field.detail} for field in refusal.fields
        ]
    return document


def response(refusal: Refusal) -> Response:
    """Return a refusal as an HTTP answer."""
    text = json.dumps(body(refusal), ensure_ascii=False)
    answer = Response(text, PROBLEMS[refusal.slug].status, mimetype=MEDIA_TYPE)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cleanhands"'
    return with_retry_after(answer, refusal)


def with_retry_after(answer: Response, refusal: Refusal) -> Response:
    """Return the answer with how many seconds to wait, where the refusal says so."""
    if "retry_after" in refusal.facts:
        answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return answer
