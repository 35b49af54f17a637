"""Invented names: places, streets, estates and people, with English in pinyin, and test numbers."""

import itertools
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from pypinyin import Style, lazy_pinyin

COUNTY = ("澄川县", "Chengchuan County")
TOWN = ("云禾镇", "Yunhe Town")

TOWN_ROOTS = [
    "云禾",
    "望松",
    "听泉",
    "南浦",
    "石桥",
    "柳林",
    "白鹭",
    "青杨",
    "梅溪",
    "长汀",
    "古槐",
    "双湾",
    "东篱",
    "晴川",
    "竹坞",
]
COMMUNITY_ROOTS = [
    "明德",
    "清荷",
    "书香",
    "望河",
    "春晖",
    "和苑",
    "柳湾",
    "石桥",
    "至善",
    "文澜",
    "兰亭",
    "康宁",
    "银杏",
    "海棠",
    "玉兰",
    "桂苑",
    "丁香",
    "槐荫",
    "听雨",
    "观澜",
    "翠园",
    "景和",
    "安和",
    "同心",
    "仁爱",
    "永乐",
    "福源",
    "瑞景",
    "锦绣",
    "东苑",
    "西苑",
    "南园",
    "北苑",
    "新桥",
    "古井",
    "钟楼",
    "学府",
    "杏林",
    "枫林",
    "竹韵",
    "松涛",
    "梅园",
    "菊园",
    "荷塘",
    "莲池",
    "清泉",
    "甘泉",
    "金穗",
    "禾丰",
    "沃野",
    "长乐",
    "泰和",
    "嘉和",
    "怡和",
    "雅居",
    "静安",
    "朝阳",
    "晨曦",
    "晚晴",
    "星河",
]
STREET_ROOTS = [
    "青石",
    "文昌",
    "崇文",
    "育才",
    "春晖",
    "秋实",
    "银杏",
    "海棠",
    "玉兰",
    "梧桐",
    "丹桂",
    "丁香",
    "槐荫",
    "柳岸",
    "荷塘",
    "听雨",
    "观澜",
    "清泉",
    "古井",
    "钟楼",
    "书院",
    "学府",
    "兴业",
    "康宁",
    "仓前",
    "米市",
    "灯市",
    "绣坊",
    "油坊",
    "糖坊",
    "茶亭",
    "石榴",
    "紫藤",
    "松鹤",
    "竹园",
    "菊香",
    "梅岭",
    "杏花",
    "桃李",
    "枫叶",
    "晨光",
    "晚晴",
    "星湖",
    "月湾",
    "云台",
    "白鹭",
    "青禾",
    "金穗",
    "麦香",
    "稻香",
]
LANE_FIRST = [
    "青",
    "白",
    "朱",
    "金",
    "石",
    "竹",
    "柳",
    "杏",
    "槐",
    "桑",
    "枣",
    "荷",
    "兰",
    "梅",
    "菊",
    "松",
    "云",
    "月",
    "星",
    "雨",
    "风",
    "泉",
    "溪",
    "井",
    "桥",
    "灯",
    "笔",
    "墨",
    "琴",
    "书",
    "茶",
    "米",
    "酒",
    "豆",
]
LANE_SECOND = [
    "花",
    "叶",
    "枝",
    "香",
    "影",
    "声",
    "园",
    "门",
    "台",
    "亭",
    "坊",
    "屏",
    "池",
    "湾",
    "巷口",
    "家",
    "塘",
    "桥",
    "井",
    "前",
]
ESTATE_ROOTS = [
    "明德",
    "荷风",
    "书香",
    "春晖",
    "和美",
    "康宁",
    "银杏",
    "海棠",
    "玉兰",
    "桂香",
    "丁香",
    "翠竹",
    "景和",
    "安和",
    "同心",
    "永乐",
    "福源",
    "瑞景",
    "锦绣",
    "清泉",
    "望河",
    "听雨",
    "观澜",
    "金穗",
    "禾丰",
    "长乐",
    "泰和",
    "嘉和",
    "怡和",
    "静安",
    "朝阳",
    "晨曦",
    "晚晴",
    "星河",
    "文澜",
    "兰亭",
    "学府",
    "杏林",
    "枫林",
    "松涛",
]
ESTATE_ENDS = (
    ("小区", "Estate"),
    ("花园", "Gardens"),
    ("苑", "Court"),
    ("家园", "Homes"),
    ("新村", "New Village"),
)
WAYS = {"大道": "Avenue", "路": "Road", "街": "Street", "巷": "Lane"}

SURNAMES = [
    "王",
    "李",
    "张",
    "刘",
    "陈",
    "杨",
    "赵",
    "黄",
    "周",
    "吴",
    "徐",
    "孙",
    "胡",
    "朱",
    "高",
    "林",
    "何",
    "郭",
    "马",
    "罗",
    "梁",
    "宋",
    "郑",
    "谢",
    "韩",
    "唐",
    "冯",
    "于",
    "董",
    "萧",
    "程",
    "曹",
    "袁",
    "邓",
    "许",
    "傅",
    "沈",
    "曾",
    "彭",
    "吕",
    "苏",
    "卢",
    "蒋",
    "蔡",
    "贾",
    "丁",
    "魏",
    "薛",
    "叶",
    "阎",
    "余",
    "潘",
    "杜",
    "戴",
    "夏",
    "钟",
    "汪",
    "田",
    "任",
    "姜",
    "范",
    "方",
    "石",
    "姚",
    "谭",
    "廖",
    "邹",
    "熊",
    "金",
    "陆",
    "郝",
    "孔",
    "白",
    "崔",
    "康",
]
GIVEN_ONE = [
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "英",
    "华",
    "玲",
    "辉",
    "梅",
    "鑫",
    "波",
    "斌",
    "宇",
    "浩",
    "凯",
    "健",
    "俊",
    "帆",
    "婷",
    "雪",
    "倩",
    "璐",
    "岩",
    "峰",
    "鹏",
]
GIVEN_TWO = [
    "秀兰",
    "桂英",
    "玉梅",
    "建国",
    "建华",
    "志强",
    "秀英",
    "海燕",
    "晓燕",
    "雪梅",
    "丽娟",
    "文静",
    "思远",
    "子涵",
    "雨桐",
    "佳怡",
    "浩然",
    "梓萱",
    "明哲",
    "立新",
    "春梅",
    "秋菊",
    "冬梅",
    "卫东",
    "爱华",
    "新民",
    "永福",
    "德胜",
    "长河",
    "守信",
    "凤英",
    "淑珍",
    "素芬",
    "玉兰",
    "瑞雪",
    "晨曦",
    "一鸣",
    "嘉禾",
    "若水",
    "怀瑾",
]

# 1690… and 1540… are not given out to anybody, so no demo message can reach a person.
TEST_RANGES = ("1690", "1540")


@lru_cache(maxsize=65_536)
def pinyin(text: str) -> str:
    """A name in Latin letters, one capital at its start."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL)).capitalize()


def town(root: str) -> tuple[str, str]:
    """A town's names."""
    return f"{root}镇", f"{pinyin(root)} Town"


def community(root: str, rural: bool = False) -> tuple[str, str]:
    """A community's names; a village outside the built-up streets."""
    return (
        (f"{root}村", f"{pinyin(root)} Village")
        if rural
        else (f"{root}社区", f"{pinyin(root)} Community")
    )


def grid(community_zh: str, number: int) -> tuple[str, str]:
    """A grid's names, counted within its community."""
    root = community_zh.removesuffix("社区").removesuffix("村")
    return f"{community_zh}第{_counted(number)}网格", f"{pinyin(root)} Grid {number}"


def street(root: str, way: str) -> tuple[str, str]:
    """A street's names."""
    return f"{root}{way}", f"{pinyin(root)} {WAYS[way]}"


def community_roots(rng: Random, count: int) -> list[str]:
    """Different roots for communities; the written-out ones first, then made ones."""
    made = [
        a + b
        for a, b in itertools.product(
            "东西南北上下前后大小新长", "河湾岭坡庄园桥井塘沟寨集堂庙楼店"
        )
    ]
    made += [a + b for a, b in itertools.product(LANE_FIRST, ("庄", "湾", "桥", "坡", "集", "寨"))]
    rng.shuffle(made)
    return _first_different([*COMMUNITY_ROOTS, *made], count)


def street_roots(rng: Random) -> Iterator[str]:
    """Roots for streets, each once: familiar ones, then quarters, then numbered ones."""
    known, quarters = STREET_ROOTS.copy(), [a + b for a in COMMUNITY_ROOTS for b in "东西南北"]
    numbered = [a + b for b in "一二三四五六七八九" for a in (*STREET_ROOTS, *COMMUNITY_ROOTS)]
    rng.shuffle(known)
    rng.shuffle(quarters)
    yield from dict.fromkeys([*known, *quarters, *numbered])


def lane_roots(rng: Random) -> Iterator[str]:
    """Roots for lanes, each once."""
    made = [a + b for a, b in itertools.product(LANE_FIRST, LANE_SECOND) if a != b]
    rng.shuffle(made)
    yield from made


def estates(rng: Random) -> Iterator[tuple[str, str]]:
    """Names of housing estates without end, each once, the familiar endings first."""
    for ending, english in (*ESTATE_ENDS, *((f"{n}期", f"Phase {n}") for n in "二三四五六七八九")):
        roots = ESTATE_ROOTS.copy()
        rng.shuffle(roots)
        for root in roots:
            yield (
                f"{root}小区{ending}" if ending.endswith("期") else f"{root}{ending}",
                f"{pinyin(root)} {english}",
            )


def person(rng: Random) -> tuple[str, str]:
    """A person's name, as common as names are, and its pinyin ("Wang Fang")."""
    surname = rng.choice(SURNAMES[:24] if rng.random() < 0.7 else SURNAMES)
    given = rng.choice(GIVEN_ONE if rng.random() < 0.45 else GIVEN_TWO)
    return surname + given, f"{pinyin(surname)} {pinyin(given)}"


def people(rng: Random, count: int) -> list[tuple[str, str]]:
    """People with different names whose pinyin differs too, so that sign-ins do."""
    found: dict[str, str] = {}
    while len(found) < count:
        chinese, latin = person(rng)
        found.setdefault(latin, chinese)
    return [(chinese, latin) for latin, chinese in found.items()]


def phone(number: int) -> str:
    """The nth test number; far neighbours look unlike each other."""
    prefix = TEST_RANGES[number // 10_000_000 % len(TEST_RANGES)]
    return f"{prefix}{number * 7_368_787 % 10_000_000:07d}"


def _counted(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _first_different(names: list[str], count: int) -> list[str]:
    different = list(dict.fromkeys(names))
    if len(different) < count:
        raise ValueError(f"only {len(different)} names for {count} places")
    return different[:count]
