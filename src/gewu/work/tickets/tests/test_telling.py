"""Routing rules as sentences."""

from datetime import time

import pytest
from django.utils import translation

from gewu.work.tickets.rules import telling
from gewu.work.tickets.rules.telling import Wording


def said(language: str, **known) -> str:
    with translation.override(language):
        return telling.sentence(Wording(**{"target": "unit", "target_name": "市政处"} | known))


@pytest.mark.parametrize(
    ("known", "english"),
    [
        ({}, "Whatever comes, it goes to 市政处."),
        ({"what": ("A", "B")}, "If the item is A or B, then it goes to 市政处."),
        (
            {"what": ("A",), "conditions": ("c",)},
            "If the item is A or it is filed because “c”, then it goes to 市政处.",
        ),
        (
            {"place": "石桥村", "confidential": True},
            "If the place is in 石桥村, and it is confidential,",
        ),
        ({"confidential": False}, "If it is not confidential,"),
        (
            {"level": "Grid", "kind": "Special grid"},
            "is known as a Grid, and the place is a Special",
        ),
        ({"channels": ("Telephone",)}, "If it came by Telephone,"),
        ({"keywords": ("灯", "杆")}, "If its words name “灯” or “杆”,"),
        ({"weekdays": (1, 2, 3, 4, 5)}, "reported from Monday to Friday,"),
        ({"weekdays": (6, 7)}, "reported on Saturday and Sunday,"),
        ({"weekdays": (3, 1)}, "reported on Monday or Wednesday,"),
        ({"weekdays": (1, 2, 3, 4, 5, 6, 7)}, "Whatever comes,"),
        ({"since": time(8), "until": time(18)}, "reported between 08:00 and 18:00,"),
        ({"since": time(22), "until": time(6)}, "between 22:00 and 06:00 of the next day,"),
        ({"until": time(6)}, "reported before 06:00,"),
        ({"weekdays": (6, 7), "since": time(9)}, "on Saturday and Sunday after 09:00,"),
        ({"target": "level"}, "it goes to the unit of the place: 市政处."),
        ({"target": "lead"}, "it goes to the department for 市政处."),
        ({"target": "item"}, "it is routed like “市政处”."),
    ],
)
def test_every_part_is_said(known, english):
    assert english in said("en", **known)


def test_in_chinese_it_is_one_sentence_without_english():
    known = {
        "what": ("“路灯不亮”", "“暴露垃圾”"),
        "place": "石桥村",
        "weekdays": (1, 2, 3, 4, 5),
        "since": time(18),
    }
    assert said("zh-hans", **known) == (
        "如果事项是“路灯不亮”、“暴露垃圾”，且地点在石桥村，且在周一至周五 18:00 之后报告，就派给市政处。"
    )
