"""The words of the pages, each in both languages; templates say `t("name")`."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

from complaints.kit import languages

TEXTS: dict[str, tuple[str, str]] = {
    "product": ("Clean Hands", "洁手"),
    "tagline": (
        "Takes in intellectual-property complaints against marketplace listings, and finds the "
        "filers who abuse them.",
        "受理针对电商平台商品的知识产权投诉，并识别滥用投诉机制的投诉人。",
    ),
    "other_language": ("简体中文", "English"),
    "home.what": ("What this is", "这是什么"),
    "home.what_text": (
        "Brand owners and their agents file complaints about trade marks, copyright, patents and "
        "designs. Staff decide each claim, sellers answer. A detector finds filers who abuse the "
        "system; people, never the machine, decide whether to stop processing their complaints: "
        "with a warning, a second person, a term and an appeal.",
        "品牌方及其代理人就商标、著作权、专利和外观设计提出投诉；平台人员逐项裁定，卖家可以答辩。"
        "检测程序找出滥用投诉机制的投诉人；是否停止受理其投诉由人决定，绝不由机器决定，"
        "并须经过警告、第二人复核、设定期限及申诉程序。",
    ),
    "home.next": ("Where to go next", "接下来"),
    "home.try": ("Try the API", "试用接口"),
    "home.try_text": ("Every route, with its fields and answers", "所有接口及其字段与返回"),
    "home.docs": ("Read the documentation", "阅读文档"),
    "home.docs_text": (
        "For filers, reviewers, partner engineers and operators",
        "供投诉人、审核人员、合作方工程师和运营人员阅读",
    ),
    "home.demo": ("See the demo's flags", "查看演示标记"),
    "home.demo_text": (
        "Who is flagged in the made-up marketplace, and why",
        "虚构平台中被标记的投诉人及理由",
    ),
    "home.problems": ("Problems explained", "错误说明"),
    "home.problems_text": ("What each refusal means, and what to do", "每种拒绝的含义及处理办法"),
    "demo.title": ("Flags of the demo marketplace", "演示平台的标记"),
    "demo.intro": (
        "Every name and number here is made up. The latest scan put these filers before staff.",
        "此处所有名称和数字均为虚构。最近一次扫描将以下投诉人提交给平台人员审核。",
    ),
    "demo.none": ("No filer is flagged.", "没有被标记的投诉人。"),
    "demo.filer": ("Filer", "投诉人"),
    "demo.level": ("Level", "级别"),
    "demo.score": ("Score", "得分"),
    "demo.ring": ("Ring", "团伙"),
    "demo.why": ("Why", "理由"),
    "demo.speaks_for": ("What speaks for the filer", "对投诉人有利的事实"),
    "demo.state": ("State", "状态"),
    "level.warning": ("warning", "警告"),
    "level.boycott_review": ("boycott review", "拟停止受理，待审核"),
    "state.open": ("open", "待处理"),
    "state.under_review": ("under review", "审核中"),
    "state.confirmed": ("confirmed", "已确认"),
    "family.outcomes": ("outcomes", "处理结果"),
    "family.conduct": ("conduct", "行为"),
    "family.structure": ("structure", "关联"),
    "family.authority": ("authority", "权利资格"),
    "english_only": ("", "以下内容目前仅有英文版。"),
    "problem.todo": ("What to do", "如何处理"),
    "problem.index": ("Problems explained", "错误说明"),
    "problem.status": ("Status", "状态码"),
    "problem.back": ("Back to the start page", "返回首页"),
    "problem.fields": ("What does not hold", "有误之处"),
    "docs.title": ("Documentation", "文档"),
}


def install(app: Flask) -> None:
    """Give templates `t`, `lang` and the address of the page in the other language."""

    @app.context_processor
    def words() -> dict[str, Any]:
        lang = languages.pick(request)
        return {"t": lambda name: TEXTS[name][lang == "zh"], "lang": lang}
