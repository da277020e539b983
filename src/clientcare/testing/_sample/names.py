"""Names of people, towns and firms that do not exist, but might."""

from __future__ import annotations

import itertools
from random import Random
from typing import Final

OFFICES: Final = (  # id, city, phone prefix, towns of its dealers
    ("SH", "上海", "021", ("上海", "苏州", "无锡", "南京", "杭州", "宁波", "嘉兴", "温州", "南通")),
    ("GZ", "广州", "020", ("广州", "深圳", "佛山", "东莞", "中山", "珠海", "厦门", "福州", "泉州")),
    ("BJ", "北京", "010", ("北京", "天津", "石家庄", "唐山", "济南", "青岛", "太原", "大连")),
    ("WH", "武汉", "027", ("武汉", "长沙", "郑州", "合肥", "南昌", "宜昌", "襄阳", "洛阳")),
    ("CD", "成都", "028", ("成都", "重庆", "西安", "昆明", "贵阳", "绵阳", "兰州", "南宁")),
)
_MARKS: Final = (
    *("恒达", "瑞丰", "嘉和", "永兴", "金海", "华美", "顺泰", "宏业", "鑫源", "天润"),
    *("东升", "百汇", "利民", "广源", "正大", "荣昌", "万家", "德盛", "和信", "友谊"),
    *("新世纪", "海天", "江南", "中联", "长城", "银河", "明珠", "福满", "安居", "吉祥"),
    *("双喜", "四季", "远大", "龙腾", "凯旋", "众诚", "博雅", "惠民", "旺达", "康乐"),
)
_TRADES: Final = (
    "电器有限公司",
    "厨卫电器有限公司",
    "家电贸易有限公司",
    "商贸有限公司",
    "厨具商行",
    "电器商场",
    "家居建材有限公司",
    "百货有限公司",
)
_ENGLISH: Final = (
    *("Harbour Lane", "Golden Bridge", "Silver Oak", "Pearl River", "Blue Lotus", "Evergreen"),
    *("Red Lantern", "Two Rivers", "Lakeside", "Stonegate", "Orient Star", "Maple & Co."),
    *("Northwind", "Sunrise Home", "Kingfisher", "Bright Kitchen", "Hearth & Home", "Westlake"),
    *("Willow Court", "Jade Garden", "Union Square", "Grand Canal", "Morning Bell", "Cedar Hill"),
)
_ENGLISH_TRADES: Final = ("Trading Ltd", "Home Appliances Ltd", "Kitchen Supplies", "Retail Group")
_SURNAMES: Final = tuple("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董")
_GIVEN: Final = (
    *("伟", "芳", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟"),
    *("涛", "明", "超", "秀兰", "霞", "平", "刚", "桂英", "建国", "文斌", "志强", "晓东"),
    *("海燕", "雪梅", "国华", "玉兰", "建华", "红梅", "永康", "家豪", "思远", "子涵"),
)
_STREETS: Final = ("人民路", "中山路", "解放路", "建设路", "和平路", "新华路", "文化路", "滨江路")


def person(rng: Random) -> str:
    """Return a person's name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


_TRIES: Final = 60


def firm(rng: Random, town: str, taken: set[str], *, english: bool) -> str:
    """Return the name of a firm that nobody has yet, and take it."""
    for tried in itertools.count():
        if english:
            name = f"{rng.choice(_ENGLISH)} {rng.choice(_ENGLISH_TRADES)}"
        else:
            name = town + rng.choice(_MARKS) + rng.choice(_TRADES)
        if tried >= _TRIES:  # a large book uses all names up
            name = f"{name} {len(taken)}"
        if name not in taken:
            taken.add(name)
            return name
    raise AssertionError  # pragma: no cover - the count never ends


def street(rng: Random, town: str) -> str:
    """Return an address in *town*."""
    return f"{town}市{rng.choice(_STREETS)}{rng.randrange(1, 480)}号"


def mobile(rng: Random) -> str:
    """Return a mobile number of a range that nobody is given."""
    return f"1700000{rng.randrange(10_000):04}"
