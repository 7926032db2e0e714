"""The trades of this world and their norms, and the marketplaces by name."""

from __future__ import annotations

HOUSES = ("lotus", "plaza", "agora")
# category, median price, how much oftener goods there are copies (log-odds), how much oftener
# sellers answer (log-odds), Nice class, words of titles. Norms differ by trade; the numbers are the
# author's.
NICHES = (
    ("Women's clothing", 32, 0.2, 0.3, 25, "linen dress|pleated skirt|knit cardigan|silk blouse"),
    ("Sneakers", 68, 0.7, -0.2, 25, "running shoe|retro sneaker|platform trainer|slip-on"),
    ("Handbags", 85, 0.8, -0.3, 18, "tote bag|cross-body bag|bucket bag|card holder"),
    ("Watches", 120, 0.7, -0.2, 14, "chronograph|dress watch|diver watch|steel bracelet"),
    ("Phone accessories", 11, 0.1, 0.0, 9, "phone case|magnetic charger|car mount|cable set"),
    ("Headphones", 45, 0.5, -0.1, 9, "wireless earbuds|over-ear headset|ear tips|charging case"),
    ("Cosmetics", 24, 0.4, 0.1, 3, "serum|sun lotion|lip tint|night cream"),
    ("Toys", 19, 0.2, 0.1, 28, "building blocks|plush bear|race track|puzzle mat"),
    ("Kitchen tools", 16, -0.3, 0.4, 21, "garlic press|silicone lid|knife block|spice rack"),
    ("Car parts", 38, -0.1, 0.3, 12, "seat cover|boot organiser|wiper blade|roof rail"),
    ("Posters and prints", 14, 0.0, 0.2, 16, "art print|canvas poster|map print|wall sticker"),
    ("T-shirts", 18, 0.3, -0.1, 25, "graphic tee|band shirt|oversize tee|vintage tee"),
    ("Tools", 54, -0.1, 0.3, 8, "cordless drill|bit set|laser level|clamp"),
    ("Sports gear", 35, 0.1, 0.2, 28, "yoga mat|resistance band|ski goggles|pull-up bar"),
    ("Pet supplies", 17, -0.3, 0.3, 21, "cat fountain|dog harness|litter mat|treat ball"),
    ("Lamps", 29, -0.1, 0.2, 11, "desk lamp|moon light|LED strip|solar lantern"),
)  # fmt: skip
