"""What filers write. Each filer has wording of its own, put together from common turns of phrase.

Two filers' words differ as two clerks' letters differ: the sense is one, the sentences are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.draw import Draw

_OWNERS_OPENINGS = (
    "{holder} owns {title} and has licensed nobody to sell the goods listed below.",
    "Our monitoring came across the offers below, which make use of {title}.",
    "Please look into the following items; they copy what belongs to {holder}.",
    "This notice concerns {title}, a right of {holder} in force today.",
    "The seller named here uses {title} for goods that did not come from us.",
    "Kindly process this report of infringement of {title} at your earliest convenience.",
    "I report the listings given here in the name of {holder}, who holds {title}.",
)
_AGENTS_OPENINGS = (
    "We write on behalf of {holder} about listings that use {title} without consent.",
    "Our client {holder} owns {title} and has licensed nobody to sell the goods listed below.",
    "Instructed by {holder}, we notify you of offers that infringe {title}.",
    "We act for {holder} under the attached authorization; the offers below touch {title}.",
    "In the matter of {title}, {holder} has asked us to file the present notice.",
    "Kindly process this report, which we file for {holder} as the owner of {title}.",
)
_GROUNDS = {
    "trademark": (
        "The photographs show the logo on goods that were never made for the brand.",
        "A test order was placed, and the laboratory found materials that no factory of ours buys.",
        "The mark appears in the title and on the packaging for goods of the same class.",
        "Serial numbers on the item are not in the production records.",
        "The price alone tells that the goods cannot be genuine, and the hang tag is misspelt.",
        "Buyers have sent such items to the service desk, where they could not be repaired.",
    ),
    "copyright": (
        "The pictures were taken from last spring's catalogue without asking.",
        "The listing text is a copy of the original product page, errors included.",
        "The print on the product is a drawing of ours, scaled and mirrored.",
        "The sculpted figure follows the original work down to the folds of the coat.",
        "The video in the listing is the one that we published with our own launch.",
        "The pattern repeats our artwork; even the colour numbers are the same.",
    ),
    "design": (
        "The shape follows the registered design line for line, as a comparison chart shows.",
        "An informed user would take the two products for one, see the six views.",
        "Outline, handle and lid are those of the design; only the colour was changed.",
        "The overall impression does not differ from that of the registration's figures.",
        "The curved frame that makes our design new is reproduced without change.",
    ),
    "patent": (
        "The product has every element of claim 1, see the attached chart.",
        "The hinge works in the manner that the patent describes in its second figure.",
        "A sample was taken apart; each feature of the independent claim is present.",
        "The evaluation report of the patent confirms its novelty, and the product uses it.",
        "The technical solution is the same as the patent's, by the same means to the same end.",
    ),
}
_PROOFS = (
    "The certificate and a side-by-side comparison are attached.",
    "You will find the register extract and dated screenshots among the documents.",
    "Proof of ownership is attached, as is the report of an inspector.",
    "We attach the registration, photographs of the genuine article and the order receipt.",
    "Evidence was preserved by a notary and is enclosed with this form.",
    "The evidence file holds pictures of both products under the same light.",
)
_ASKS = (
    "We ask that the offers be taken down and the seller be told why.",
    "Please remove these items and confirm by return.",
    "Kindly disable access to the offers at once.",
    "We request removal under your policy on intellectual property.",
    "Please act on each of the addresses and let us know the outcome.",
    "The offers should come down before more buyers are misled.",
)
_CLOSINGS = (
    "The information in this notice is accurate to the best of our knowledge.",
    "I have a good faith belief that the use is not authorised by the owner or the law.",
    "We stand by for any question and can send samples for inspection.",
    "We understand that a false report may make us liable.",
    "Should the seller hold a genuine invoice we will gladly look at it.",
    "Thank you for keeping the marketplace clean.",
    "With kind regards from the brand protection desk.",
)
_OWNERS_CHINESE = ("{holder}依法享有{title}的专用权，未授权任何人销售下列商品。",
                   "{holder}发现以下链接未经许可使用{title}。",
                   "现就下列商品侵害{title}一事提交通知。",
                   "{title}系{holder}所有，下列卖家未经同意擅自使用。")  # fmt: skip
_AGENTS_CHINESE = ("我方受{holder}委托，就侵犯{title}的商品投诉。",
                   "我司系{holder}的代理人，现就{title}提交通知。",
                   "受权利人{holder}授权，投诉以下侵害{title}的链接。")  # fmt: skip
_CHINESE_GROUNDS = {
    "trademark": ("标题及包装突出使用与我方相同的商标。", "经购买样品鉴定，材质与正品工艺不一致。",
                  "商品图片直接使用品牌标识，且做工与正品明显不符。",
                  "吊牌编码在生产记录中不存在。"),
    "copyright": ("卖家盗用官网拍摄的产品图片。", "商品印花与我方美术作品实质性相似。",
                  "详情页文字照搬原创介绍。", "玩偶造型复制了我方作品的独创性表达。"),
    "design": ("产品外观与授权设计整体视觉效果无差异。", "六面视图比对，轮廓与设计要点完全一致。",
               "仅更换颜色，其余与外观专利相同。"),
    "patent": ("该产品落入专利权利要求的保护范围。", "拆解样品可见权利要求1的全部技术特征。",
               "产品采用相同的技术手段实现相同效果。"),
}  # fmt: skip
_CHINESE_REST = (
    ("权利证书及比对图已随附。", "附注册证、公证书与订单截图。", "相关鉴定报告见附件。",
     "已对页面进行证据保全。", "权属证明与样品照片一并提交。"),
    ("请依据平台规则予以删除。", "恳请尽快断开链接并反馈结果。", "请下架上述商品并通知卖家。",
     "请予以处理，避免消费者继续受到误导。", "望贵平台及时采取必要措施。"),
    ("以上内容真实，如有不实愿承担责任。", "如需样品可随时联系。", "感谢平台支持。",
     "若卖家能提供正规发票，我方愿意核实。", "如有疑问请来电。"),
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """A filer's boilerplate: an opening, grounds by kind of right, and what always follows."""

    opening: str
    grounds: dict[str, str]
    rest: str
    space: str

    def statement(self, kind: str, holder: str, title: str) -> str:
        """What is written about one right."""
        opening = self.opening.format(holder=holder, title=title)
        return self.space.join((opening, self.grounds[kind], self.rest))


def make_wording(draw: Draw, *, agent: bool, chinese: bool) -> Wording:
    """Put a filer's wording together."""
    if chinese:
        opening = draw.pick(_AGENTS_CHINESE if agent else _OWNERS_CHINESE)
        grounds = {kind: draw.pick(phrases) for kind, phrases in _CHINESE_GROUNDS.items()}
        return Wording(opening, grounds, "".join(draw.pick(part) for part in _CHINESE_REST), "")
    opening = draw.pick(_AGENTS_OPENINGS if agent else _OWNERS_OPENINGS)
    grounds = {
        kind: " ".join(draw.some(phrases, draw.between(1, 3))) for kind, phrases in _GROUNDS.items()
    }
    rest = [draw.pick(_PROOFS), draw.pick(_ASKS), *draw.some(_CLOSINGS, draw.between(1, 2))]
    return Wording(opening, grounds, " ".join(rest), " ")
