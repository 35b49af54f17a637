"""The log of exports, and one moment for all that a file says."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from gewu.kernel import audit, exports
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import ExportRecord
from gewu.kernel.tables import write_xlsx


def note(**said):
    given = {"what": "pool", "format": "csv", "is_personal": True, "purpose": " 年审 ", **said}
    return exports.note_export(by=SYSTEM, **given)


@pytest.mark.django_db
class TestLog:
    def test_a_line_says_who_what_what_for_and_from_where(self):
        token = audit.source.set("192.0.2.7")
        record = note()
        audit.source.reset(token)
        exports.note_rows(record=record, rows=3, by=SYSTEM)
        kept = ExportRecord.objects.get()
        assert (kept.purpose, kept.rows, kept.by_kind, kept.source) == (
            "年审", 3, "system", "192.0.2.7",
        )  # fmt: skip
        assert str(kept) == f"{kept.number} pool"

    @pytest.mark.parametrize("purpose", ["", "  "])
    def test_what_is_about_people_needs_a_purpose(self, purpose):
        with pytest.raises(Refusal) as no:
            note(purpose=purpose)
        assert no.value.field == "purpose" and not ExportRecord.objects.exists()
        assert note(purpose=purpose, is_personal=False).purpose == ""

    def test_the_database_holds_it_too(self):
        with pytest.raises(IntegrityError, match="say_what_for"), transaction.atomic():
            ExportRecord.objects.create(what="x", format="csv", is_personal=True)


def level():
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_everything_inside_is_of_one_moment():
    with exports.one_moment():
        assert level() == "repeatable read"
    assert level() == "read committed"


@pytest.mark.django_db
def test_inside_of_a_transaction_it_is_that_one_s_moment():
    with exports.one_moment():
        assert level() == "read committed"


def test_a_book_bears_its_mark_below_every_page_and_in_its_properties():
    target = BytesIO()
    write_xlsx(target, ["a"], [["b"]], head=["c"], mark="Ben & Eve · 7")
    book = load_workbook(target)
    assert book.properties.description == "Ben & Eve · 7"
    assert book.active.oddFooter.center.text == "Ben && Eve · 7"
