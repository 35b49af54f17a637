"""Names of estates and villages as people write them, cut out of what they write.

What a name is, only its end tells without a dictionary: 小区, 花园, 家属院, 村. Where it begins is
found by what cannot be part of it. Cutting too much is harmless, since too short a name is none;
digits and letters are never part of one, so no number of a phone or a card can come along.
"""

import re

LONGEST_BEFORE = 6
ENDS = (
    *("小区", "花园", "家园", "嘉园", "雅苑", "新苑", "公寓", "大厦", "新村", "新城", "名城"),
    *("广场", "商城", "家属院", "宿舍", "山庄", "庄园", "市场", "苑", "庄", "村"),
)
NAME = re.compile(
    rf"[\u4e00-\u9fff]{{2,{LONGEST_BEFORE + 14}}}?(?:{'|'.join(ENDS)})(?!委|民|干|镇|口|头|长|组)"
)
# What stands before a name and is no part of it: where, who, a step on the way, a larger area.
BEFORE = re.compile(
    r"在|到|于|住|是|的|去|从|往|和(?!平|谐|美|顺)|与|及|或|有|把|被|给|向(?!阳|荣)|对|说|叫|请|让|(?<!前|先)进|出|过|等|我|你|他|她|它|们"
    r"|这|那|该|本|全|整|每|各|某|个|座|附近|隔壁|旁边|对面|省|市|县|区|镇|乡|街道|路|街|巷|号|弄|组"
)
# Words that tell of a person; who lives there names no place.
PEOPLE = re.compile(r"先生|女士|师傅|阿姨|大爷|大妈|大叔|老人|同志|医生|老师|主任|书记|家$")
# What only says what kind of place it is.
PLAIN = re.compile(
    r"^(?:老旧?|旧|新|大|小|农贸|菜|城中|自然|行政|住宅|居民|高档|职工|单位|学生|员工)+$"
)
SHORTEST_BEFORE = 2


def estates_in(text: str) -> list[str]:
    """The names of estates that a text holds, each once."""
    found = (_cut(hit.group()) for hit in NAME.finditer(text))
    return list(dict.fromkeys(name for name in found if name))


def _cut(words: str) -> str:
    """A name without what stands before it; empty where nothing that names a place is left."""
    end = max((each for each in ENDS if words.endswith(each)), key=len)
    before = words.removesuffix(end)
    if hits := list(BEFORE.finditer(before)):
        before = before[hits[-1].end() :]
    is_name = SHORTEST_BEFORE <= len(before) <= LONGEST_BEFORE
    if not is_name or PEOPLE.search(before) or PLAIN.match(before):
        return ""
    return before + end
