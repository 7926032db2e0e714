"""What each finding says, in Simplified Chinese: one sentence from its figures, naming nobody.

The counterpart of `abuse.words.english`, sentence by sentence. A complaint is 投诉, a claim (one
complaint against one listing) 投诉项. Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from abuse.words.figures import Numbers, chance_zh, day_zh, decimal, listed
from abuse.words.figures import percent_zh as percent

SHARED: Final = {
    "email": "电子邮箱", "free_email": "免费邮箱", "website": "网站", "domain": "邮箱域名",
    "phone": "电话号码", "device": "设备", "payment": "收款账户", "address": "通信地址",
    "ip": "IP 地址", "ip_net": "网段", "paper": "文件",
    "near_paper": "几乎相同的文件", "text": "几乎相同的措辞",
}  # fmt: skip
LOOKS: Final = {
    "letters": "以形近字母仿冒已知域名",
    "word": "是在已知域名上加词而成",
    "ending": "与已知域名仅后缀不同",
    "slip": "与已知域名只差一两个字母",
    "misspelt": "与权利人名称只差一两个字母",
    "disguised": "混用了形近字母",
    "name": "含权利人名称，但权利人另有自己的域名",
}
SALES: Final = {"Singles' Day": "双十一", "Black Friday": "黑色星期五", "Double Twelve": "双十二"}
_WHERE: Final = {"market": "", "category": "（同一类目内）", "quarter": "（同一季度内）"}


def unfounded_share(n: Numbers) -> str:
    graded = n["manifestly_unfounded"]
    said = f"（其中 {graded:,} 个经人工评定为明显无根据）" if graded else ""
    return (
        f"其投诉项中约 {percent(n['share'])} 看来无根据（可能在 {percent(n['share_low'])} 至 "
        f"{percent(n['share_high'])} 之间；诚信投诉人为 {percent(n['honest_share'])}）："
        f"自{day_zh(n['since'])}以来，{n['claims']:,} 个已有结果的投诉项中，{n['bad']:,} 个对其不利"
        f"{said}，而权利类型和投诉理由相同的同类投诉人败诉率为 "
        f"{percent(n['peer_refused_share'])}；"
        f"从其他投诉人投诉相同店铺的结果看，{n['others_failed']:,} 个投诉项对其不利，"
        f"{n['others_held']:,} 个对其有利。"
    )


def ring_record(n: Numbers) -> str:
    return (
        f"它与另外 {n['accounts'] - 1:,} 个账户协同行动，这 {n['accounts']:,} 个账户的投诉项合计约 "
        f"{percent(n['share'])} 看来无根据：{n['claims']:,} 个已有结果的投诉项中，"
        f"{n['bad']:,} 个对其不利，其中它自己的有 {n['own_bad']:,} 个。"
    )


def graded_manifest(n: Numbers) -> str:
    return (
        f"经人工评定的 {n['graded']:,} 个投诉项中，{n['manifestly_unfounded']:,} 个"
        f"（{percent(n['share'])}）明显无根据，涉及 {n['complaints']:,} 件投诉；"
        f"权利类型和投诉理由相同的同类投诉人为 {percent(n['peer_share'])}，{chance_zh(n['p'])}。"
    )


def withdrawn_when_answered(n: Numbers) -> str:
    return (
        f"卖家答辩后，它撤回了 {n['answered']:,} 个投诉项中的 {n['withdrawn_after_answer']:,} 个"
        f"（{percent(n['share'])}），其中一半在答辩后 {decimal(n['median_days'])} 天内撤回；"
        f"权利类型和投诉理由相同的同类投诉人撤回 {percent(n['peer_share'])}，{chance_zh(n['p'])}。"
    )


def only_when_answered(n: Numbers) -> str:
    stood = "没有一个坚持到底并成立"
    if n["stood"]:
        stood = f"坚持到底并成立的仅 {n['stood']:,} 个（{percent(n['defended_share'])}）"
    own = "一个也没有撤回"
    if n["withdrawn_unanswered"]:
        own = f"只撤回了 {n['withdrawn_unanswered']:,} 个"
    return (
        f"一旦卖家答辩，它就放弃投诉：共放弃针对 {n['stores']:,} 家店铺的 "
        f"{n['dropped']:,} 个投诉项，{stood}；而无人答辩的 {n['unanswered']:,} 个投诉项中，"
        f"它{own}。"
    )


def bursts(n: Numbers) -> str:
    sale = SALES.get(n["sale"], n["sale"])
    said = f"；当时临近{sale}，其他投诉人此前会达到平时的 {n['allowed']:.0f} 倍" if sale else ""
    return (
        f"自{day_zh(n['from'])}起的 {n['window_days']} 天内，它提交了 {n['complaints']:,} 件投诉；"
        f"按其此前 {n['past_days']} 天的情况，以及同类型、同规模投诉人同期的变化"
        f"（平时的 {decimal(n['season'])} 倍），预计为 {decimal(n['expected'])} 件，"
        f"{chance_zh(n['p'])}{said}。"
    )


def refiled(n: Numbers) -> str:
    return (
        f"投诉失败之后，它又以同一权利再次投诉同一商品链接：涉及 {n['listings']:,} 个链接、"
        f"{n['repeats']:,} 个投诉项，占其全部 {n['claims']:,} 个投诉项的 {percent(n['share'])}；"
        f"其他投诉人为 {percent(n['peer_share'])}。"
    )


def demands(n: Numbers) -> str:
    again = ""
    if n["let_go_again"]:
        again = f"另有 {n['let_go_again']:,} 名卖家未作答辩，却一再被它投诉又放过；"
    dropped = "这些投诉项它一个也没有撤回"
    if n["withdrawn"]:
        dropped = (
            f"其中 {n['withdrawn']:,} 个随后被它撤回，{n['withdrawn_soon']:,} 个是在下架或答辩后 "
            f"{n['within_days']} 天内撤回"
        )
    return (
        f"{n['sellers']:,} 名卖家反映它索要钱财或好处，涉及 {n['claims_reported']:,} 个投诉项；"
        f"{dropped}；"
        f"{again}其他投诉人被反映的比例为 {percent(n['peer_share'])}，{chance_zh(n['p'])}。"
    )


def shotgun(n: Numbers) -> str:
    said = []
    if n["dead"]:
        said.append(
            f"{n['claims']:,} 个投诉项中有 {n['dead']:,} 个针对已不存在的商品链接"
            f"（同类为 {percent(n['peer_dead_share'])}）"
        )
    if n["outside_class"]:
        said.append(
            f"{n['with_class']:,} 个投诉项中有 {n['outside_class']:,} 个"
            f"针对其商标核定类别以外的商品"
            f"（同类为 {percent(n['peer_outside_share'])}）"
        )
    if n["off_trade"]:
        said.append(
            f"{n['without_class']:,} 个投诉项中有 {n['off_trade']:,} 个"
            f"针对与其权利主要用途相去甚远的商品"
            f"（同类为 {percent(n['peer_off_trade_share'])}）"
        )
    quick = ""
    if n["quick_share"] >= 0.05:
        quick = f"{percent(n['quick_share'])} 与上一件相隔不到一分钟，"
    return (
        f"它不看对象就投诉：{'，'.join(said)}；"
        f"一天最多提交 {n['most_in_a_day']:,} 件投诉，"
        f"{quick}{percent(n['same_text_share'])} 用词完全相同。"
    )


def established_targets(n: Numbers) -> str:
    old = (
        f"在日期已知的 {n['claims']:,} 个投诉项中，{n['established']:,} 个（{percent(n['share'])}）"
        f"针对已销售一年以上的商品或店铺，涉及 {n['stores']:,} 家店铺；全体投诉人的这一比例为 "
        f"{percent(n['all_share'])}。"
    )
    if n["share"] > n["all_share"]:
        return f"{old}在本平台，针对这类对象的投诉更常失败。"
    return (
        "从销量、价格和店铺所售商品看，其投诉对象与本平台上失败投诉的对象相似；"
        f"从销售时间看则不然：{old}"
    )


def lockstep(n: Numbers) -> str:
    return (
        f"它一再与另外 {n['accounts'] - 1:,} 个账户在 {n['window_days']} 天之内投诉相同的店铺："
        f"与最接近的账户有 {n['common']:,} 家店铺如此，而在相同类目活动的账户预计只有 "
        f"{decimal(n['expected'])} 家，{chance_zh(n['p'])}；不论时间，两者共同投诉过 "
        f"{n['all_common']:,} 家。"
    )


def campaign(n: Numbers) -> str:
    return (
        f"它与另外 {n['accounts'] - 1:,} 个账户一再对相同的店铺提出看来无根据的投诉："
        f"与最接近的账户有 {n['common']:,} 家店铺相隔不超过 {n['window_days']} 天，"
        f"而预计只有 {decimal(n['expected'])} 家，{chance_zh(n['p'])}。"
    )


def dense_block(n: Numbers) -> str:
    search = "" if n["exact"] else "；关系过于密集，无法精确搜索，此为其中一部分"
    left = n["density_without"] / n["density"]
    without = f"，去掉它之后这一组的密度为原来的 {percent(left)}" if left < 0.995 else ""
    return (
        f"它是 {n['filers']:,} 个投诉人之一，这些投诉人对同样的 {n['stores']:,} 家店铺"
        f"{_WHERE[n['scope']]}投诉了 {n['possible']:,} 种可能组合中的 {n['filed']:,} 种"
        f"（{percent(n['filed'] / n['possible'])}）；"
        f"在保持各方规模、类目和季度不变的情况下随机打乱 "
        f"{n['null_rewirings']:,} 次，最密集的一组也只有其密度的 "
        f"{percent(n['null_densest'] / n['density'])}；其中 {n['own_stores']:,} 家店铺它自己投诉过"
        f"（打乱后有 {n['own_in_rewirings']:,} 次达到同样数量）{without}{search}。"
    )


def shared_hands(n: Numbers) -> str:
    end = "_shared_by"
    shared = [
        f"{SHARED[name.removesuffix(end)]}（共 {count:,} 个账户使用）"
        for name, count in n.items()
        if name.endswith(end)
    ]
    judged = ""
    if n.get("judged_accounts"):
        judged = f"经人工判定，它与另外 {n['judged_accounts']:,} 个账户由同一人操控。"
        if not shared:
            return judged
    return (
        f"{judged}在 {n['among']:,} 个投诉人中，它与另外 {n['accounts'] - 1:,} 个账户共用"
        f"{listed(shared, '和').replace(', ', '、')}；这些账户都不是它的代理人或委托人，"
        "许多人共用的信息不计在内。是否为同一经营者？"
    )


def young_right(n: Numbers) -> str:
    began = "注册之日（更早的日期不详）" if n["registration_only"] else "起始之日"
    many = n["unrelated_trades"] > 1
    trades = f"（分属 {n['unrelated_trades']} 个互不相关的行业）" if many else ""
    return (
        f"在日期已知的 {n['claims']:,} 个投诉项中，{n['younger']:,} 个（{percent(n['share'])}）"
        f"的商品在权利{began}之前就已上架，早 {n['median_days']:,} 天（中位数），涉及 "
        f"{n['stores']:,} 家店铺和 {n['rights']:,} 项权利{trades}；同类投诉人为 "
        f"{percent(n['peer_share'])}，{chance_zh(n['p'])}。"
    )


def rival(n: Numbers) -> str:
    whose = "它经营着" if n["stores_run"] else "疑似与其同属一人的账户经营着"
    what = "行业不详"
    if n["same_category"]:
        what = f"其中 {n['same_category']:,} 家正在它所投诉的行业"
    return (
        f"{whose} {n['stores_run'] + n['stores_of_shared_hands']:,} 家店铺，{what}；"
        f"{n['claims']:,} 个投诉项中有 {percent(n['aim'])} 针对同一类目，其中 "
        f"{percent(n['established_share'])} 针对已销售 {n['established_days']} 天以上的店铺，"
        f"所涉商品的销量高于该类目被投诉商品的 {percent(n['sales_rank'])}（随机应为 50%）。"
    )


def impostor(n: Numbers) -> str:
    signs = {
        "look_alike_domain": f"其域名{LOOKS[n.get('resembles', 'name')]}",
        "free_mail": "它使用公共邮箱，而那些账户不用",
        "known_name": "它与其中一个账户同名，却从别处发信",
        "name_against_number": "该权利号登记在另一名称之下",
        "no_papers": "它没有出示授权",
    }
    said = [words for sign, words in signs.items() if n[sign]]
    whose = "某权利人" if n["known_by"] == "holder" else "某项权利"
    decided = n["known_upheld"] + n["known_refused"]
    return (
        f"它作为新账户，为{whose}提交了 {n['complaints_for_it']:,} 件投诉；而此前 "
        f"{n['known_days']:,} 天起，已有另外 {n['other_accounts']:,} 个账户为其投诉"
        f"（{n['known_complaints']:,} 件，{decided:,} 个已裁定投诉项中 "
        f"{percent(n['known_upheld'] / decided)} 成立）：{'；'.join(said)}。下架前请核实其授权。"
    )


def others_clean(n: Numbers) -> str:
    """What is added where those it acts with have a clean record (`abuse.rings.temper`)."""
    return (
        f"不过其他账户记录良好：{n['others_claims']:,} 个已有结果的投诉项中仅 "
        f"{n['others_bad']:,} 个对其不利，因此这一点分量很轻。"
    )


FINDINGS: Final[dict[str, Callable[[Numbers], str]]] = {
    each.__name__: each
    for each in (
        unfounded_share, ring_record, graded_manifest, withdrawn_when_answered, only_when_answered,
        bursts, refiled, demands, shotgun, established_targets, lockstep, campaign, dense_block,
        shared_hands, young_right, rival, impostor,
    )
}  # fmt: skip

RELIEFS: Final[dict[str, Callable[[Numbers], str]]] = {
    "upheld": lambda n: (
        f"{n['claims']:,} 个已裁定的投诉项中，{n['upheld']:,} 个成立"
        f"（{percent(n['upheld'] / n['claims'])}；同类为 {percent(n['peer_share'])}）。"
    ),
    "targets": lambda n: (
        f"其投诉对象多属本平台上确应投诉的一类：{n['claims']:,} 个日期已知的投诉项中，"
        f"{n['young']:,} 个针对上架不足一年的商品。"
    ),
    "grades": lambda n: f"经人工评定的 {n['graded']:,} 个投诉项中，没有一个明显无根据。",
    "early_withdrawals": lambda n: f"它在商品下架之前主动撤回了 {n['claims']:,} 个投诉项。",
    "stood": lambda n: f"卖家答辩的 {n['answered']:,} 个投诉项中，{n['stood']:,} 个维持成立。",
    "founded": lambda n: f"{n['claims']:,} 个投诉项经人工评定为有根据。",
    "years": lambda n: f"它在本平台提交投诉已有 {n['years']} 年。",
    "before_sale": lambda n: (
        f"自{day_zh(n['from'])}起 {n['window_days']} 天内的 {n['complaints']:,} 件投诉临近"
        f"{SALES.get(n['sale'], n['sale'])}，其他投诉人此时也会增多。"
    ),
}
