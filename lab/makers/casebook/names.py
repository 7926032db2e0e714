"""Names, mailboxes, numbers and addresses, all invented."""

from __future__ import annotations

from typing import Final

from lab.makers.casebook.world import Dice


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEADS: Final = words("Nor Vel Kas Bri Tor Lum Zan Mar Ost Fen Qui Hal Der Syl Pax Run Ami Cor Jun")
TAILS: Final = words(
    "valli tano mira dex wick sora linde bello gard metta piko ridge zeno lux nika"
)
MIDDLES: Final = ("", "a", "e", "i", "o", "ar", "en", "il", "os", "un")
FAMILY: Final = {
    "CN": words("Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Luo"),
    "VN": words("Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do"),
    "DE": words("Keller Brandt Vogel Winter Lorenz Albers Pohl Reuter Busch Kramer"),
    "": words("Harper Ellis Morgan Reid Foster Blake Hayes Porter Dalton Marsh Quinn Sutton Tate"),
}
GIVEN: Final = {
    "CN": words("Wei Fang Min Jing Lei Qiang Yan Jie Tao Ping Hong Xia Bo Hui Kai Ning"),
    "VN": words("Anh Minh Hung Linh Tuan Thu Duc Hoa Nam Lan"),
    "DE": words("Anna Jonas Katrin Felix Petra Uwe Lena Martin Ines Paul"),
    "": words("Alex Sam Jordan Casey Robin Taylor Jamie Morgan Drew Leslie Kim Dana"),
}
FIRMS: Final = {
    "CN": ("{} Trading Co., Ltd.", "{} Electronic Commerce Co., Ltd.", "{} Technology Co., Ltd."),
    "DE": ("{} GmbH", "{} Handels GmbH", "{} Design GmbH & Co. KG"),
    "US": ("{} LLC", "{} Inc.", "{} Brands Corp."),
    "": ("{} Ltd", "{} Group", "{} Studio"),
}
FREE: Final = {
    "CN": words("163.com qq.com 126.com foxmail.com"),
    "DE": words("gmx.de web.de gmail.com t-online.de"),
    "": words("gmail.com outlook.com yahoo.com hotmail.com proton.me"),
}
CITIES: Final = {
    "CN": words("Hangzhou Yiwu Shenzhen Guangzhou Foshan Chongqing Quanzhou Ningbo"),
    "DE": words("Berlin Hamburg Leipzig Solingen"),
    "US": words("Portland Austin Columbus Denver"),
    "VN": words("Hanoi Danang"),
    "": words("Leeds Lyon Milan Toronto Osaka"),
}
STREETS: Final = words("Harbour Mill Station Garden Spring Wenyi Binjiang Linden Market Canal Hill")
CALLING: Final = {"CN": "+86", "DE": "+49", "US": "+1", "GB": "+44", "VN": "+84", "HK": "+852"}


def brand(dice: Dice) -> str:
    """One word or two; that two brands have one name is rare."""
    parts = [(dice.choice(HEADS), dice.choice(MIDDLES), dice.choice(TAILS)) for _ in range(2)]
    return " ".join("".join(part) for part in parts[dice.chance(0.25) :])


def person(dice: Dice, country: str) -> str:
    tongue = "CN" if country == "HK" else country if country in FAMILY else ""
    initial = f" {dice.choice('ABCDEFGHJKLMNPRSTVW')}." if dice.chance(0.8) else ""
    second = dice.choice(GIVEN["CN"]).lower() if tongue == "CN" else initial
    return f"{dice.choice(GIVEN[tongue])}{second} {dice.choice(FAMILY[tongue])}"


def firm(dice: Dice, country: str, stem: str) -> str:
    return dice.choice(FIRMS.get(country, FIRMS[""])).format(stem)


def slug(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())[:24]


def free_mailbox(dice: Dice, country: str, name: str) -> str:
    host = dice.choice(FREE.get("CN" if country == "HK" else country, FREE[""]))
    local = f"{slug(name)[:14]}{dice.digits(dice.randrange(2, 6))}"
    return f"{dice.digits(9) if host == 'qq.com' else local}@{host}"


def phone(dice: Dice, country: str) -> str:
    if country == "CN":
        return f"+861{dice.choice('35789')}{dice.digits(9)}"
    if country == "US":
        return f"+1{dice.randrange(2, 10)}{dice.randrange(10, 99)}555{dice.digits(4)}"
    return CALLING.get(country, "+44") + str(dice.randrange(2, 9)) + dice.digits(8)


def address(dice: Dice, country: str) -> str:
    city = dice.choice(CITIES.get(country, CITIES[""]))
    road = f"{dice.randrange(1, 2400)} {dice.choice(STREETS)} Road"
    return f"{road}, Unit {dice.randrange(1, 990)}, {city}"


def network(dice: Dice) -> str:
    """An address of the public internet that stands for a line."""
    first = dice.choice((31, 58, 61, 73, 84, 101, 112, 117, 121, 183, 188, 218))
    return f"{first}.{dice.randrange(1, 254)}.{dice.randrange(1, 254)}.{dice.randrange(1, 254)}"
