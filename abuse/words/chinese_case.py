"""The paragraph about one filer, in Simplified Chinese; the counterpart of `english_case`."""

from __future__ import annotations

from typing import Final

from abuse.words.case import (
    ALMOST_SURE,
    MOST_COMPLAINTS,
    MOST_LINES,
    Case,
    LeftOut,
    Line,
    of_hundred,
)
from abuse.words.chinese import SHARED
from abuse.words.figures import day_zh as day

LEVELS: Final = {
    "none": "无级别", "watch": "关注", "warning": "警告", "boycott_review": "拟停止受理（待审核）",
}  # fmt: skip
KINDS: Final = {"rights_holder": "权利人", "agent": "代理人", "individual": "个人"}
FAMILIES: Final = {
    "outcomes": "投诉结果", "conduct": "行为方式", "structure": "与谁协同",
    "authority": "是否有权投诉",
}  # fmt: skip
NAMES: Final = {
    "unfounded_share": "无根据的投诉项", "ring_record": "所在团伙的共同记录",
    "graded_manifest": "人工评定结果", "bursts": "突击投诉",
    "withdrawn_when_answered": "答辩后的撤回", "only_when_answered": "一经答辩即放弃的投诉项",
    "refiled": "重复投诉", "demands": "卖家关于索要好处的反映", "shotgun": "机器式投诉",
    "established_targets": "投诉对象的选择", "lockstep": "时间上的协同",
    "campaign": "共同的投诉行动", "dense_block": "密集群组", "shared_hands": "与他人共用的信息",
    "young_right": "晚于商品上架的权利", "rival": "自营的竞争店铺", "impostor": "对其授权的疑问",
}  # fmt: skip
HELD: Final = {
    "few": "因为对其不利的裁定集中在过少的投诉中",
    "no_outcomes": "因为尚无裁定结果作为依据",
    "one_family": "因为证据只有一类",
    "same_facts": "因为两类证据依据的是同一批事实",
    "thin": "因为投诉结果和行为方式都不足以说明问题",
    "relief": "因为存在对其有利的事实，或事实尚不充分",
}


def paragraph(case: Case) -> str:
    """The whole paragraph."""
    return "".join([_who(case), _against(case), _for_it(case), _why(case), _left_out(case)])


def parts(case: Case) -> tuple[str, str, str]:
    """Who it is, why this level, what hangs on what."""
    return _who(case), _why(case), _left_out(case)


def _who(case: Case) -> str:
    kind = f"（{KINDS[case.kind]}）" if case.kind in KINDS else ""
    span = day(case.since)
    if case.since != case.until:
        span = f"自{day(case.since)}至{day(case.until)}"
    ring = f"它属于团伙 {case.ring}。" if case.ring else ""
    return (
        f"投诉人 {case.reference}{kind}的级别为“{LEVELS[case.level]}”，得分 {_score(case.score)}："
        f"记录类似的 100 个投诉人中，约有 {of_hundred(case.score)} 个会被认定为滥用投诉。"
        f"{span}，它提交了 {case.complaints:,} 件投诉，"
        f"含 {case.claims:,} 个投诉项，涉及 {case.stores:,} 家店铺。{ring}"
    )


def _against(case: Case) -> str:
    told = "".join(f"{line.said}[{_rests_on(line)}]" for line in case.lines[:MOST_LINES])
    more = len(case.lines) - MOST_LINES
    return f"对其不利的事实：{told}" + (f"另有 {more} 项较弱的迹象，另行列出。" if more > 0 else "")


def _rests_on(line: Line) -> str:
    shown = "、".join(line.complaints[:MOST_COMPLAINTS])
    total = len(line.complaints)
    said = f"投诉 {shown} 等 {total:,} 件" if total > MOST_COMPLAINTS else f"投诉 {shown}"
    if line.since == line.until:
        return f"{said}，{day(line.since)}"
    return f"{said}，{day(line.since)}至{day(line.until)}"


def _for_it(case: Case) -> str:
    if not case.speaks_for:
        return "其记录中没有对其有利的事实。"
    return f"对其有利的事实：{''.join(case.speaks_for)}"


def _why(case: Case) -> str:
    said = f"为何是“{LEVELS[case.level]}”：得分不低于 {case.from_score:.2f}"
    if case.families:
        kinds = "、".join(FAMILIES[family] for family in case.families)
        said += f"，且有 {len(case.families)} 类证据明确成立（{kinds}）"
    if case.next_level is None or case.next_score is None:
        return f"{said}；没有更高的级别。"
    if case.held_by:
        return f"{said}。虽然得分已够“{LEVELS[case.next_level]}”，但未列入，{HELD[case.held_by]}。"
    return f"{said}；“{LEVELS[case.next_level]}”须达到 {case.next_score:.2f}。"


def _left_out(case: Case) -> str:
    parts = []
    if case.lines:
        first = case.lines[0]
        parts.append(f"去掉{NAMES[first.detector]}，得分为 {_score(first.score_without)}")
    parts += [_without(case, each) for each in case.left_out]
    return f"各项证据的影响：{'；'.join(parts)}。" if parts else ""


def _without(case: Case, each: LeftOut) -> str:
    what = f"共用的{SHARED[each.what]}" if each.kind == "identifier" else f"店铺 {each.what}"
    if each.level == case.level:
        return f"去掉{what}，仍为 {_score(each.score)}"
    return f"去掉{what}，为 {_score(each.score)}（{LEVELS[each.level]}）"


def _score(score: float) -> str:
    return "0.99 以上" if score >= ALMOST_SURE else f"{score:.2f}"
