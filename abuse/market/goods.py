"""What is sold: categories with their Nice class, words for titles, and prices in US dollars."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """A shelf of a marketplace. Prices are in US dollars."""

    name: str
    nice_class: int
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    cheapest: float
    dearest: float


CATEGORIES = (
    Category("shoes", 25, ("running shoes", "canvas trainers", "hiking boots", "loafers"),
             ("跑步鞋", "帆布鞋", "登山靴", "乐福鞋"), 18, 160),
    Category("bags", 18, ("tote bag", "school backpack", "crossbody bag", "travel duffel"),
             ("托特包", "双肩包", "斜挎包", "旅行包"), 15, 220),
    Category("phone accessories", 9, ("phone case", "fast charger", "screen film", "car mount"),
             ("手机壳", "快充充电器", "钢化膜", "车载支架"), 4, 45),
    Category("toys", 28, ("building blocks", "plush bear", "puzzle", "remote control car"),
             ("积木", "毛绒熊", "拼图", "遥控车"), 6, 80),
    Category("cosmetics", 3, ("face cream", "lipstick set", "hair oil", "sun lotion"),
             ("面霜", "口红套装", "护发精油", "防晒乳"), 7, 95),
    Category("watches", 14, ("quartz watch", "sports watch", "watch strap", "pocket watch"),
             ("石英表", "运动手表", "表带", "怀表"), 12, 350),
    Category("kitchenware", 21, ("thermos flask", "frying pan", "knife set", "lunch box"),
             ("保温杯", "平底锅", "刀具套装", "饭盒"), 9, 120),
    Category("furniture", 20, ("folding chair", "bedside lamp table", "bookshelf", "office chair"),
             ("折叠椅", "床头柜", "书架", "办公椅"), 25, 300),
    Category("clothing", 25, ("down jacket", "printed T-shirt", "linen dress", "yoga trousers"),
             ("羽绒服", "印花T恤", "亚麻连衣裙", "瑜伽裤"), 10, 180),
    Category("electronics", 9, ("wireless earbuds", "power bank", "ring light", "mini projector"),
             ("无线耳机", "充电宝", "补光灯", "迷你投影仪"), 14, 210),
    Category("sports", 28, ("yoga mat", "badminton racket", "resistance bands", "swim goggles"),
             ("瑜伽垫", "羽毛球拍", "弹力带", "泳镜"), 6, 90),
    Category("tools", 8, ("hair clipper", "screwdriver set", "garden shears", "multi tool"),
             ("理发器", "螺丝刀套装", "园艺剪", "多功能钳"), 11, 130),
)  # fmt: skip

# Units of a currency for a dollar, rounded: nobody buys at these prices.
RATES = {
    "USD": 1.0, "CNY": 7.0, "EUR": 0.9, "GBP": 0.8, "SGD": 1.3, "MYR": 4.5, "JPY": 150.0,
    "MXN": 18.0,
}  # fmt: skip
