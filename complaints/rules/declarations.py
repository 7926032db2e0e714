"""What a filer declares, in the words of the law that applies, each text with its version.

A text that was signed stays as it was: to change one, change its version too; complaints keep the
words that were signed. Sources: Regulation (EU) 2022/2065 Art. 16(2)(d) and 23; 17 U.S.C.
512(c)(3)(A)(v), (vi) and 512(f); E-Commerce Law of China Art. 42. The words are ours, not a
statute's.
"""

from __future__ import annotations

from collections.abc import Collection

from complaints.rules.kinds import Basis
from complaints.rules.laws import Statute, statutes_on
from complaints.rules.signed_texts import SignedText

WORKS = frozenset({Basis.COPYRIGHT, Basis.CIRCUMVENTION})


TRUTH = SignedText(
    "truth",
    "2026-11",
    {"en": "Our rules", "zh": "本平台规则"},
    {
        "en": (
            "I hold this right, or its holder has authorized me to file this complaint. What I "
            "state is true and complete as far as I know, and I have looked at each of the "
            "listings myself. I will withdraw what turns out to be wrong. I know that complaints "
            "of those who often file manifestly unfounded ones are not processed for a time."
        ),
        "zh": (
            "本人系该权利的权利人，或已获权利人授权提交本投诉。据本人所知，所述内容真实、完整，且本"
            "人已逐一查看所投诉的商品。如发现有误，本人将予以撤回。本人知悉：频繁提交明显无根据投诉"
            "者，其投诉将在一定期间内暂停受理。"
        ),
    },
)
DSA = SignedText(
    "dsa-16",
    "2026-11",
    {"en": "EU Digital Services Act, Art. 16(2)(d)", "zh": "欧盟《数字服务法》第16条第2款(d)项"},
    {
        "en": (
            "I believe in good faith that the information and the allegations in this notice are "
            "accurate and complete."
        ),
        "zh": "本人善意地确信，本通知所含信息及指控准确、完整。",
    },
)
DMCA = SignedText(
    "dmca-512c3",
    "2026-11",
    {"en": "US Copyright Act, 17 U.S.C. 512(c)(3)", "zh": "美国《版权法》第512(c)(3)条"},
    {
        "en": (
            "I have a good faith belief that the use of the material in the manner complained of "
            "is not authorized by the copyright owner, its agent, or the law. The information in "
            "this notice is accurate, and under penalty of perjury, I am the owner, or I am "
            "authorized to act on behalf of the owner, of an exclusive right that is allegedly "
            "infringed. I know that who knowingly misrepresents that material is infringing is "
            "liable for damages under section 512(f)."
        ),
        "zh": (
            "本人善意地确信，以所投诉的方式使用该内容未经版权所有人、其代理人或法律许可。本通知所含"
            "信息准确无误；本人愿承担伪证罪责任，声明本人系被控侵犯之专有权的所有人，或有权代表该所"
            "有人行事。本人知悉，故意虚假陈述内容侵权者，须依第512(f)条承担损害赔偿责任。"
        ),
    },
)
ECL = SignedText(
    "ecl-42",
    "2026-11",
    {"en": "E-Commerce Law of China, Art. 42", "zh": "《中华人民共和国电子商务法》第四十二条"},
    {
        "en": (
            "This notice and its prima facie evidence of infringement are true, and so is the "
            "identity of the rights holder stated in it. I know that a wrong notice that harms the "
            "seller makes its sender liable, and that who sends one in bad faith and causes loss "
            "owes twice the damages."
        ),
        "zh": (
            "本通知及所附构成侵权的初步证据真实，所述权利人身份真实有效。本人知悉：因通知错误造成平"
            "台内经营者损害的，依法承担民事责任；恶意发出错误通知，造成平台内经营者损失的，加倍承担"
            "赔偿责任。"
        ),
    },
)
ALL = (TRUTH, DSA, DMCA, ECL)


_OF = {Statute.DSA: DSA, Statute.DMCA: DMCA, Statute.ECL: ECL}


def needed(basis: str, marketplaces: Collection[str]) -> list[SignedText]:
    """Return the texts to sign for a complaint of this basis against listings on these
    marketplaces (slugs); the general text is always among them."""
    statutes = {statute for slug in marketplaces for statute in statutes_on(slug)}
    if basis not in WORKS:
        statutes.discard(Statute.DMCA)
    return [TRUTH, *(text for statute, text in _OF.items() if statute in statutes)]
