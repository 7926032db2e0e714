"""Certificates made on one official form, and the ways in which a paper comes again."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from complaints.papers.printing import FONTS
from tests.papers.makers import saved

HAN = "阿北城德恩方高海金科兰明宁平青瑞山泰文新阳云中正安博达尔飞光恒吉康林美南诺普奇荣盛"
SIZE = (1240, 1754)


def certificate(seed: int, **given: str) -> Image.Image:
    """Return a registration on the form; what is not `given` is drawn by lot."""
    draw = random.Random(seed)
    facts = {
        "number": str(draw.randrange(10**6, 10**8)),
        "holder": "".join(draw.sample(HAN, 4)) + "有限公司",
        "mark": "".join(draw.choices("ABCDEFGHKLMNOPRSTUVWXYZ", k=draw.randrange(4, 8))),
        "day": f"{draw.randrange(2001, 2024)}年11月{draw.randrange(10, 29)}日",
        "street": "".join(draw.sample(HAN, 8)) + f"路{draw.randrange(1, 999)}号",
        "goods": "".join(draw.choices(HAN, k=22)),
        "until": f"{draw.randrange(2025, 2034)}年11月{draw.randrange(10, 29)}日",
    } | given
    wide, high = SIZE
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    for inset in (60, 72, 84):
        pen.rectangle((inset, inset, wide - inset, high - inset), outline=80, width=3)
    for radius, width in ((70, 8), (45, 4)):
        middle = (wide // 2, 190)
        box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
        pen.ellipse(box, outline=60, width=width)
    pen.text((wide // 2, 320), "商标注册证", font=_font(72), fill=0, anchor="mm")
    pen.text((wide // 2, 400), f"第 {facts['number']} 号", font=_font(34), fill=0, anchor="mm")
    pen.rectangle((320, 470, 920, 820), outline=120, width=2)
    pen.text((wide // 2, 645), facts["mark"], font=_font(90), fill=0, anchor="mm")
    lines = {"注册人": "holder", "注册地址": "street", "核定使用商品": "goods", "注册日期": "day"}
    for number, (name, fact) in enumerate(lines.items()):
        pen.text((180, 880 + 90 * number), name, font=_font(30), fill=0)
        pen.text((420, 880 + 90 * number), facts[fact], font=_font(30), fill=0)
    pen.text((180, 1260), f"有效期至 {facts['until']}", font=_font(20), fill=0)
    pen.text((180, 1480), "国家知识产权局", font=_font(30), fill=0)
    pen.ellipse((850, 1400, 1050, 1600), outline=90, width=6)
    return page


def copies(page: Image.Image) -> dict[str, bytes]:
    """Return the page come again, as PNG or JPEG: encoded, scaled, cropped, widened, scanned."""
    wide, high = page.size
    half = page.resize((wide // 2, high // 2), Image.Resampling.LANCZOS)
    cropped = page.crop((40, 44, wide - 48, high - 40)).resize((900, 1290))
    widened = Image.new("L", (wide + 160, high + 120), 255)
    widened.paste(page, (90, 40))
    pale = ImageEnhance.Brightness(ImageEnhance.Contrast(page).enhance(0.8)).enhance(0.93)
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(0.8)), np.float64)
    noise = np.random.default_rng(1).normal(0, 5, soft.shape)
    scanned = Image.fromarray((soft * 0.93 + 8 + noise).clip(0, 255).astype(np.uint8))
    return {
        "encoded": saved(page.convert("RGB"), "JPEG", quality=40),
        "half": saved(half, "PNG"),
        "cropped": saved(cropped, "JPEG", quality=60),
        "widened": saved(widened, "JPEG", quality=75),
        "pale": saved(pale, "WEBP", quality=70),
        "scanned": saved(scanned, "JPEG", quality=70),
    }


def png(page: Image.Image) -> bytes:
    return saved(page, "PNG")


def scan(page: Image.Image) -> bytes:
    """Return the page as a PDF that holds a picture of it and no text."""
    out = io.BytesIO()
    page.convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "NotoSansSC-Subset.ttf"), size)
