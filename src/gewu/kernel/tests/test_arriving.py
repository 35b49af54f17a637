"""Tables on their way in: laid down whole, and worked on by one at a time, also when one dies."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from gewu.kernel.acting import Refusal
from gewu.kernel.arriving import beginning, is_worked_on, keep_upload, table_in, working

WORDS = "tests.import:1"


def upload(text="名称,编码\n一号,1\n"):
    return SimpleUploadedFile("a.csv", text.encode())


def test_an_upload_is_laid_down_and_its_beginning_read(tmp_path):
    path = tmp_path / "kept" / "1.table"
    keep_upload(upload(), path)
    assert beginning(path) == (["名称", "编码"], [["一号", "1"]])
    assert [each.name for each in path.parent.iterdir()] == ["1.table"]


def test_columns_alone_are_no_table(tmp_path):
    path = tmp_path / "1.table"
    keep_upload(upload("名称,编码\n"), path)
    with pytest.raises(Refusal) as no:
        beginning(path)
    assert no.value.code == "no_rows"


def test_a_table_that_is_not_kept_leaves_no_file():
    with table_in(upload()) as table:
        assert [row["编码"] for row in table.rows] == ["1"]


@pytest.mark.django_db
def test_the_lock_is_gone_with_the_connection_of_whoever_worked():
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [WORDS])
        assert is_worked_on(WORDS)
    finally:
        other.close()
    ends = time.monotonic() + 10
    while is_worked_on(WORDS) and time.monotonic() < ends:
        time.sleep(0.05)  # the server notices in its own time that the connection is gone
    with working(WORDS):
        pass
    assert not is_worked_on(WORDS)
