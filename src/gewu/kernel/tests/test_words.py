"""Words for what is never kept."""

import pytest
from django.utils.translation import override

from gewu.kernel.words import never_kept, never_kept_fault


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("民族", "民族"),
        ("民 族 成 分", "民族"),
        ("上·访*次数", "上访"),
        ("重點人員", "重点人"),
        ("稳控措施", "稳控"),
        ("是否信访", "信访"),
        ("ｒｅｌｉｇｉｏｎ", "religion"),
        ("religion", "religion"),
        ("Religious belief", "religious"),
        ("holder_nationality", "nationality"),
        ("faceImage", "face image"),
        ("Fingerprints", "fingerprints"),
        ("key-person", "key person"),
        ("Criminal record", "criminal"),
    ],
)
def test_it_finds_what_is_never_kept(text, word):
    assert never_kept(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "消火栓编号",
        "民族路",
        "民族小学",
        "党员活动室",
        "Culture hall",
        "Agriculture",
        "Nation",
        "Insect traps",
        "Repetition",
        "Last checked",
        "脸盆",
    ],
)
def test_it_leaves_things_alone(text):
    assert never_kept(text) == ""


def test_the_sentence_names_the_word():
    assert never_kept_fault("Code", "State") == ""
    assert "“petition”" in never_kept_fault("Code", "Petition")
    with override("zh-hans"):
        assert "“上访”" in never_kept_fault("编码", "上访")
