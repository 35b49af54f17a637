import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.crypto import (
    BrokenSeal,
    blind_index,
    key_id_of,
    open_sealed,
    same_word,
    seal,
    secret_word,
)
from gewu.kernel.ids import uuid7

PLACE = "residents_contact.phone:1"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.DATA_KEYS = {1: b"1" * 32, 2: b"2" * 32}
    settings.INDEX_KEY = b"i" * 32


@pytest.mark.parametrize("text", ["", "王小明", "13800138000", "a" * 10_000])
def test_what_is_sealed_opens_again(text):
    assert open_sealed(seal(text, PLACE), PLACE) == text
    assert open_sealed(memoryview(seal(text, PLACE)), PLACE) == text


def test_equal_texts_look_different_when_sealed():
    assert seal("王小明", PLACE) != seal("王小明", PLACE)
    assert "王小明".encode() not in seal("王小明", PLACE)


def test_a_seal_does_not_open_in_another_place():
    with pytest.raises(BrokenSeal):
        open_sealed(seal("13800138000", PLACE), "residents_contact.phone:2")


@pytest.mark.parametrize("position", [1, 5, 13, -1])
def test_a_changed_byte_breaks_the_seal(position):
    blob = bytearray(seal("13800138000", PLACE))
    blob[position] ^= 1
    with pytest.raises(BrokenSeal):
        open_sealed(bytes(blob), PLACE)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + b"n" * 20, b"\x09" + b"n" * 60])
def test_what_is_no_seal_is_refused(blob):
    with pytest.raises(BrokenSeal):
        open_sealed(blob, PLACE)


def test_the_highest_key_seals_and_older_ones_still_open(settings):
    new = seal("new", PLACE)
    settings.DATA_KEYS = {1: b"1" * 32}
    old = seal("old", PLACE)
    with pytest.raises(BrokenSeal, match="key"):
        open_sealed(new, PLACE)
    settings.DATA_KEYS = {1: b"1" * 32, 2: b"2" * 32}
    assert open_sealed(old, PLACE) == "old" and open_sealed(new, PLACE) == "new"
    assert (key_id_of(old), key_id_of(new), key_id_of(b"")) == (1, 2, 0)


def test_a_blind_index_finds_equal_texts_of_one_purpose_only(settings):
    assert blind_index("138", "phone") == blind_index("138", "phone")
    assert blind_index("138", "phone") != blind_index("138", "id_card")
    assert blind_index("b", "phonea") != blind_index("ab", "phone")
    before = blind_index("138", "phone")
    settings.INDEX_KEY = b"j" * 32
    assert blind_index("138", "phone") != before


def test_a_secret_word_is_stable_and_of_its_purpose():
    id = uuid7()
    assert secret_word("follow", id) == secret_word("follow", str(id))
    assert secret_word("follow", id) != secret_word("rate", id)
    assert secret_word("follow", id) != secret_word("follow", uuid7())
    assert len(secret_word("follow", id)) == 24 and len(secret_word("follow", id, length=51)) == 51
    assert secret_word("follow", id).startswith(secret_word("follow", id, length=6))
    assert not set(secret_word("follow", id, length=51)) & set("ILOU")


@pytest.mark.parametrize("length", [0, 52])
def test_a_secret_word_has_a_sensible_length(length):
    with pytest.raises(ValueError, match="1 to 51"):
        secret_word("follow", 1, length=length)


def test_words_are_compared_as_people_type_them():
    assert same_word("0O1Il-ab C", "001 11ABC")
    assert not same_word("ABC", "ABD") and not same_word("ABC", "ABCD")
    assert not same_word("王", "ABC")


@given(st.text(), st.text())
def test_comparing_never_fails(a, b):
    assert same_word(a, a) and same_word(a, b) == same_word(b, a)


@pytest.mark.parametrize("keys", [{}, {1: b"short"}, {0: b"1" * 32}, {256: b"1" * 32}])
def test_bad_data_keys_are_said_aloud(settings, keys):
    settings.DATA_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="DATA_KEYS"):
        seal("x", PLACE)


def test_a_bad_index_key_is_said_aloud(settings):
    settings.INDEX_KEY = b"short"
    with pytest.raises(ImproperlyConfigured, match="INDEX_KEY"):
        blind_index("x", "y")
