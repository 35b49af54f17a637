"""Words and names: many, different, harmless and the same for the same seed."""

import csv
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from gewu.kernel.words import never_kept
from gewu.simulation import names, texts
from gewu.work.tickets import __file__ as tickets_file


def items():
    with (Path(tickets_file).parent / "data" / "items.csv").open(encoding="utf-8") as file:
        return [row["code"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("item", items())
def test_every_item_has_four_different_texts(item):
    pairs = texts.patterns()[item]
    assert len({title for title, _ in pairs}) >= 4
    assert len({words for _, words in pairs}) >= 4


def test_there_is_no_text_for_an_unknown_item():
    assert set(texts.patterns()) == set(items())


def test_no_text_speaks_of_persons_as_the_rights_forbid():
    for text in texts.every_text():
        assert not never_kept(text), text


def test_no_text_holds_a_number_that_could_be_somebodys():
    assert not [text for text in texts.every_text() if re.search(r"\d{5,}", text)]


def test_words_are_plain_and_without_exclamation_in_titles():
    for pairs in texts.patterns().values():
        for title, words in pairs:
            assert 3 <= len(title) <= 20
            assert "！" not in title
            assert not words.endswith("。")
            assert "{where}{since}" not in words


def test_three_thousand_reports_differ():
    rng = Random(1)
    made = [texts.report(rng, rng.choice(items()), f"明德小区{n % 30}号楼") for n in range(3_000)]
    assert len({words.words for words in made}) > 2_700
    assert max(Counter(words.title for words in made).values()) < 40


def test_the_same_seed_gives_the_same_words():
    assert texts.report(Random(5), "0201", "青石路") == texts.report(Random(5), "0201", "青石路")


@pytest.mark.parametrize(
    "kind", ["sign", "check_pass", "check_fail", "rate5", "rate1", "reopen", "return", "close"]
)
def test_notes_of_each_kind_exist(kind):
    assert isinstance(texts.note(Random(1), kind), str)


def test_every_category_has_notes_of_handling():
    for item in items():
        assert len(texts.note(Random(1), "handle", item)) > 5


def test_phones_are_numbers_nobody_has_and_all_different():
    numbers = [names.phone(n) for n in range(20_000)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"(1690|1540)\d{7}", number) for number in numbers)


def test_people_have_different_pinyin():
    people = names.people(Random(1), 400)
    assert len({latin for _, latin in people}) == 400
    assert all(re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", latin) for _, latin in people)


def test_grids_count_in_chinese():
    counted = [names.grid("明德社区", n)[0] for n in (1, 10, 11, 20, 32)]
    assert [name.removeprefix("明德社区第").removesuffix("网格") for name in counted] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十二",
    ]


def test_estates_never_run_out_of_different_names():
    first = list(islice(names.estates(Random(1)), 300))
    assert len({chinese for chinese, _ in first}) == 300
