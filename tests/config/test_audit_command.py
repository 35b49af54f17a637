"""`gewu audit`: says whether the chain holds, and writes it down."""

import json

import pytest
from typer.testing import CliRunner

from gewu.config.cli.audit import app
from gewu.ground.accounts.actions import NewUser, admit_users
from gewu.kernel import audit
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import AuditRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(db):
    people = [NewUser(f"00{number}", "某", "") for number in range(60)]
    admit_users(people=people, by=SYSTEM)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_chain_that_holds_and_one_that_does_not(records):
    whole = run("verify")
    assert whole.exit_code == 0 and str(audit.head()) in whole.stdout
    assert run("verify", "--noted", audit.head()).exit_code == 0
    AuditRecord.objects.update(path="1.")
    broken = run("verify")
    assert broken.exit_code == 1 and "and 10 more" in broken.stdout


def test_a_noted_end_that_is_none_is_refused(records):
    assert "is no end of a chain" in str(run("verify", "--noted", "yesterday").output)


def test_records_go_to_a_file(records, tmp_path):
    target = tmp_path / "audit.jsonl"
    assert run("export", target).exit_code == 0
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, 61))
    assert f"60:{lines[-1]['mac']}" == str(audit.head())
