"""Names of firms and persons, invented by combination, and the ways other people's systems write them."""

from __future__ import annotations

import unicodedata
from random import Random

OWN_NAME = "杭州沐衡商贸有限公司"

CITIES = ["杭州", "宁波", "温州", "嘉兴", "绍兴", "金华", "苏州", "无锡", "常州", "南京", "合肥", "芜湖", "上海", "南昌", "武汉", "长沙", "厦门", "泉州", "福州", "广州", "佛山", "东莞", "济南", "青岛", "郑州", "成都"]
_FIRST = "岚沐槿澈朔禾笙砚桦葵霖汐珩梧翎煦筱榆霁岑"
_SECOND = "丰恒川远桥原屿洲野舟溪岭泽帆棠林庭穗邑陌"
TRADES = ["食品", "建材", "电子", "纺织品", "服饰", "五金制品", "家居用品", "塑胶制品", "包装材料", "汽车配件", "机械设备", "日用百货", "文具用品", "照明电器", "化工", "医疗器械"]
_SHOPS = ["商行", "经营部", "百货店", "超市", "便利店", "批发部"]
PERSONS = ["陈静", "李娜", "王磊", "刘强", "吴婷", "周敏", "何磊", "林婷", "郭强", "邓丽", "方圆", "杨洋", "赵倩", "孙浩", "徐洁", "马超群", "钱多", "曹颖"]
SALESPERSONS = ["李红", "张伟", "沈洁", "顾明", "陆瑶"]

_TRADITIONAL = str.maketrans(
    "宁温兴绍华苏无锡芜汉长厦广东济岛郑岚桦远桥屿泽岭贸电纺织饰胶装车机设备货医疗责霁砚丰岑",
    "寧溫興紹華蘇無錫蕪漢長廈廣東濟島鄭嵐樺遠橋嶼澤嶺貿電紡織飾膠裝車機設備貨醫療責霽硯豐岑",
)


def stem(rng: Random) -> str:
    """The part of a name that is the firm's own: two rare characters."""
    return rng.choice(_FIRST) + rng.choice(_SECOND)


def company(rng: Random) -> str:
    """City, own name, trade and legal form: 宁波岚溪建材有限公司."""
    form = rng.choices(("有限公司", "有限责任公司", "股份有限公司"), (85, 10, 5))[0]
    return rng.choice(CITIES) + stem(rng) + rng.choice(TRADES) + form


def shop(rng: Random) -> str:
    """A small shop: 禾川便利店."""
    return rng.choice(CITIES) + stem(rng) + rng.choice(_SHOPS)


def traditional(name: str) -> str:
    """The name in traditional characters."""
    return name.translate(_TRADITIONAL)


def full_width(name: str) -> str:
    """The name with its Latin letters in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in name)


def narrow_brackets(name: str) -> str:
    """The name with plain instead of full-width brackets."""
    return unicodedata.normalize("NFKC", name)


def other_form(name: str) -> str:
    """The same legal form in its other words: 有限公司 / 有限责任公司."""
    if name.endswith("有限责任公司"):
        return name.removesuffix("有限责任公司") + "有限公司"
    return name.removesuffix("有限公司") + "有限责任公司"
