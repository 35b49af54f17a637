"""Addresses as people write them, and the places that they name."""

import pytest

from gewu.methods.addresses import (
    LIKELY,
    PERHAPS,
    SURE,
    Address,
    Gazetteer,
    Place,
    parse,
    read_number,
)

PLACES = [
    Place("estate-a", "康宁小区 1—13 号楼", 5),
    Place("estate-b", "康宁小区 14—20 号楼", 5),
    Place("village", "石桥村", 3),
    Place("group", "石桥村 13 组", 5),
    Place("community", "望河社区", 3, aliases=("老粮站",)),
    Place("grid", "望河社区第三网格", 4),
    Place("east", "银杏小区", 5),
    Place("west", "银杏小区", 5),
]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("十", 10),
        ("十二", 12),
        ("三十", 30),
        ("一百零五", 105),
        ("二〇一", 201),
        ("两", 2),
    ],
)
def test_numbers_are_read_in_words_and_digits(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("康宁小区三号楼２单元501室", Address(building=3, unit=2, room=501)),
        ("文昌路 138 号 云禾花店", Address(road="文昌路", number=138)),
        ("长乐小区十五栋二单元雨水口被堵", Address(building=15, unit=2)),
        ("石桥村13组门前", Address(group=13)),
        ("3楼楼道堆物", Address(floor=3)),
        ("楼道灯不亮", Address()),
    ],
)
def test_an_address_is_taken_apart(text, address):
    assert parse(text) == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("康宁小区三号楼2单元漏水", [("estate-a", SURE)]),
        ("康 宁 小 区 15栋", [("estate-b", SURE)]),
        ("康宁小区门口积水", [("estate-a", PERHAPS), ("estate-b", PERHAPS)]),
        ("康宁小区 99 号楼", [("estate-a", PERHAPS), ("estate-b", PERHAPS)]),
        ("石桥村13组门前", [("group", SURE)]),
        ("石桥村的路", [("village", LIKELY)]),
        ("望河社区第三网格", [("grid", LIKELY)]),
        ("望河社区", [("community", LIKELY)]),
        ("望河那边", [("community", PERHAPS)]),
        ("老粮站旁边", [("community", LIKELY)]),
        ("银杏小区2号楼", [("east", PERHAPS), ("west", PERHAPS)]),
        ("没有说在哪里", []),
    ],
)
def test_a_text_names_the_places_that_are_known(text, found):
    assert [(each.key, each.confidence) for each in Gazetteer(PLACES).find(text)] == found


def test_a_number_in_two_places_of_one_name_is_only_likely():
    twice = Gazetteer([Place(1, "柳岸小区 1—5 号楼", 5), Place(2, "柳岸小区 5—9 号楼", 5)])
    assert [each.confidence for each in twice.find("柳岸小区5号楼")] == [LIKELY, LIKELY]


def test_the_words_that_name_a_place_are_told_and_the_surest_comes_first():
    matches = Gazetteer(PLACES).find("从望河到石桥村13组的公交")
    assert [(each.key, each.words) for each in matches] == [
        ("group", "石桥村"),
        ("community", "望河"),
    ]
    assert len(Gazetteer(PLACES).find("银杏小区、康宁小区、石桥村", most=2)) == 2


def test_a_name_that_many_bear_or_that_is_a_number_tells_nothing():
    grids = Gazetteer([Place(number, "第一网格", 4) for number in range(9)])
    assert grids.find("第一网格门口") == [] and grids.find("第一次来") == []
    assert Gazetteer([Place(1, "第一网格", 4)]).find("第一次来") == []
