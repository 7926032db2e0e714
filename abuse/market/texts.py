"""What filers write. Each filer has wording of its own, put together from common turns of phrase.

Two filers' words differ as two clerks' letters differ: the sense is one, the sentences are not.
"""

from __future__ import annotations

from abuse.market.draw import Draw

_OPENINGS = (
    "We write on behalf of {holder} about listings that use {title} without consent.",
    "{holder} owns {title} and has licensed nobody to sell the goods listed below.",
    "Our monitoring team came across the offers below, which carry {title}.",
    "Please look into the following items; they copy what belongs to {holder}.",
    "This notice concerns {title}, a right of {holder} in force today.",
    "The seller named here offers goods under {title} that did not come from us.",
    "Kindly process this report of infringement for {title} at your earliest convenience.",
    "As the responsible manager at {holder}, I report the listings given here.",
)
_GROUNDS = (
    "The photographs show our logo on goods we never made, with a seam we do not use.",
    "We placed a test order and our laboratory found materials that our factory does not buy.",
    "The pictures were taken from our catalogue of last spring without asking.",
    "The shape follows our registered design line for line, as a comparison chart shows.",
    "The claims of the patent read on the product in every element, see the attached chart.",
    "The mark appears in the title and on the packaging for goods of the same class.",
    "Serial numbers on the item are not in our production records.",
    "The listing text is a copy of our own product page, errors included.",
    "The price alone tells that the goods cannot be genuine, and the hang tag is misspelt.",
    "Buyers have sent such items to our service desk and we could not repair them.",
)
_PROOFS = (
    "The certificate and a side-by-side comparison are attached.",
    "You will find the register extract and dated screenshots among the documents.",
    "Proof of ownership is attached, as is the report of our inspector.",
    "We attach the registration, photographs of the genuine article and the order receipt.",
    "Evidence was preserved by a notary and is enclosed with this form.",
    "Our evidence file holds pictures of both products under the same light.",
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
    "Should the seller hold an invoice of ours we will gladly look at it.",
    "Thank you for keeping the marketplace clean.",
    "With kind regards from the brand protection desk.",
)
_CHINESE = (
    ("本公司系{holder}，依法享有{title}的专用权。", "我方受{holder}委托，就侵犯{title}的商品投诉。",
     "{holder}发现以下链接未经许可使用{title}。", "现就下列商品侵害{title}一事提交通知。"),
    ("商品图片直接使用我司标识，且做工与正品明显不符。", "经购买样品鉴定，材质与正品工艺不一致。",
     "卖家盗用我司官网拍摄的产品图片。", "产品外观与我方授权设计整体视觉效果无差异。",
     "该产品落入我方专利权利要求的保护范围。", "标题及包装突出使用与我方相同的商标。"),
    ("权利证书及比对图已随附。", "附注册证、公证书与订单截图。", "相关鉴定报告见附件。",
     "我方已对页面进行证据保全。"),
    ("请依据平台规则予以删除。", "恳请尽快断开链接并反馈结果。", "请下架上述商品并通知卖家。",
     "请予以处理，避免消费者继续受到误导。"),
    ("以上内容真实，如有不实愿承担责任。", "如需样品可随时联系我方。", "感谢平台支持。",
     "若卖家能提供我司发票，我方愿意核实。"),
)  # fmt: skip


def wording(draw: Draw, chinese: bool) -> str:
    """One filer's boilerplate, with places for `{holder}` and `{title}`."""
    if chinese:
        return "".join(draw.pick(part) for part in _CHINESE)
    parts = [draw.pick(_OPENINGS), *draw.some(_GROUNDS, draw.between(1, 3))]
    parts += [draw.pick(_PROOFS), draw.pick(_ASKS), *draw.some(_CLOSINGS, draw.between(1, 2))]
    return " ".join(parts)


def fill(boilerplate: str, holder: str, title: str) -> str:
    return boilerplate.format(holder=holder, title=title)
