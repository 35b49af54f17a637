"""A text is found by what it says: any piece of Chinese, any whole word."""

from hypothesis import assume, given
from hypothesis import strategies as st

from gewu.methods.bigrams import query_terms, terms

han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
chinese = st.text(han, min_size=1, max_size=30)
anything = st.text(max_size=60)


def found(query, text):
    return set(query_terms(query)) <= set(terms(text))


class TestChinese:
    def test_pairs_of_neighbours_and_single_characters_are_kept(self):
        assert terms("路灯不亮") == ["路灯", "灯不", "不亮", "路", "灯", "不", "亮"]
        assert query_terms("路灯不亮") == ["路灯", "灯不", "不亮"]

    def test_two_characters_and_one_are_enough(self):
        assert found("路灯", "小区门口路灯不亮")
        assert found("灯", "小区门口路灯不亮")
        assert not found("灯路", "小区门口路灯不亮")

    def test_punctuation_parts_words_and_invisible_characters_do_not(self):
        assert not found("亮井", "路灯不亮，井盖丢失")
        assert found("路灯", "路\u200b灯不亮")

    def test_rare_characters_of_names_count(self):
        assert found("𠮷野", "𠮷野家门口")
        assert query_terms("〇八") == ["〇八"]

    @given(chinese, st.data())
    def test_any_piece_of_a_chinese_text_is_found(self, text, data):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        assert found(text[start:end], text)

    @given(anything, chinese, anything)
    def test_chinese_is_found_whatever_stands_around_it(self, before, piece, after):
        assert found(piece, before + piece + after)


class TestWords:
    def test_letters_are_small_and_full_width_is_the_same(self):
        assert terms("ＬＥＤ Lamp 12号") == ["led", "lamp", "12", "号"]
        assert found("led", "ＬＥＤ灯")

    def test_a_mixed_query_needs_all_its_parts(self):
        assert found("A3区", "座落在A市A3区联丰路")
        assert not found("A4区", "座落在A市A3区联丰路")

    def test_other_scripts_go_by_words(self):
        assert terms("Москва улица") == ["москва", "улица"]

    def test_an_endless_word_stays_a_short_term(self):
        assert terms("x" * 20_000) == ["x" * 64]
        assert found("x" * 20_000, "x" * 20_000)

    def test_nothing_to_look_for_is_no_term(self):
        assert query_terms(" ,. ！？ \x00") == terms("") == []


class TestProperties:
    @given(anything)
    def test_terms_are_distinct_short_and_printable(self, text):
        kept = terms(text)
        assert len(kept) == len(set(kept))
        assert all(0 < len(term) <= 64 and "\x00" not in term for term in kept)

    @given(anything)
    def test_every_text_finds_itself(self, text):
        assert found(text, text)

    @given(chinese, chinese)
    def test_what_is_not_in_the_text_by_pairs_is_not_found(self, query, text):
        pairs = {query[i : i + 2] for i in range(len(query) - 1)}
        assume(pairs and not any(pair in text for pair in pairs))
        assert not found(query, text)
