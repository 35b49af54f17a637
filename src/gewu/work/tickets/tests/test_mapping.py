"""The small file that says what columns mean, and what is wrong with it."""

import json
from importlib.resources import files

import pytest
from django.utils.translation import override

from gewu.kernel.acting import Refusal
from gewu.work.tickets.rules.mapping import KEYS, read_mapping

SHIPPED = files("gewu.work.tickets") / "data" / "mappings"
LEAST = {"source_system": "s", "source_id": "id", "title": "title"}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def read(**changed):
    return read_mapping(json.dumps(LEAST | changed))


class TestShipped:
    @pytest.mark.parametrize("name", ["la311.json", "taidi.json"])
    def test_it_is_read(self, name):
        mapping = read_mapping((SHIPPED / name).read_text(encoding="utf-8"))
        assert mapping.source_system and mapping.title

    def test_columns_are_all_that_are_named(self):
        mapping = read_mapping((SHIPPED / "la311.json").read_text())
        assert set(mapping.columns()) == {
            "requestId", "typeName", "address", "longitude", "latitude", "createdDate", "closedDate",
        }  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"titel": "x"}, "titel.*The keys are"),
            ({"source_id": ""}, "second import"),
            ({"title": [], "words": []}, "title or words"),
            ({"lon": "x"}, "belong together"),
            ({"coordinates": "mars"}, "wgs84"),
            ({"address": 7}, "address must be text"),
            ({"words": [1]}, "list of columns"),
            ({"item": "x"}, "item needs a column"),
            ({"item": {"column": "x", "codes": {}}}, "it may have: column, values"),
            ({"item": {"column": "x", "values": {"a": 1}}}, "item.values must be text"),
            ({"state": {"column": "x", "values": {"a": "gone"}}}, "open or closed, not gone"),
            ({"submitted_at": {"column": "x"}}, "needs a zone"),
            ({"submitted_at": {"column": "x", "zone": "Mars/Base"}}, "needs a zone"),
            ({"submitted_at": {"column": "x", "zone": "UTC", "missing": "now"}}, "import"),
        ],
    )
    def test_it_says_which_key_is_wrong(self, changed, words):
        with pytest.raises(Refusal, match=words):
            read(**changed)

    @pytest.mark.parametrize("text", ["", "{", "[]", '"x"'])
    def test_what_is_no_object_is_refused(self, text):
        with pytest.raises(Refusal, match="mapping cannot be used"):
            read_mapping(text)

    def test_every_key_is_read(self):
        full = {
            "name": "n", "words": ["a", "b"], "address": "c", "lon": "x", "lat": "y",
            "coordinates": "gcj02", "item": {"column": "i"},
            "submitted_at": {"column": "t", "formats": "%Y", "zone": "UTC", "missing": "import"},
            "closed_at": {"column": "u", "zone": "UTC"},
            "state": {"column": "v", "values": {"办结": "closed"}},
        }  # fmt: skip
        mapping = read(**full)
        assert set(full) | set(LEAST) == set(KEYS)
        assert set(mapping.columns()) == set("abcxyituv") | {"id", "title"}
        assert mapping.submitted_at.formats == ("%Y",)
