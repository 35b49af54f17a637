import json

import pytest
import time_machine
from django.db import connection, transaction

from gewu.kernel.channels import LIVE
from gewu.kernel.live import publish, read_token, token


@pytest.fixture
def calls(transactional_db):
    """What other processes hear on the live channel."""
    ear = connection.copy()
    with ear.cursor() as cursor:
        cursor.execute(f"LISTEN {LIVE}")

    def heard() -> list[list[str]]:
        return [json.loads(call.payload) for call in ear.connection.notifies(timeout=0.2)]

    yield heard
    ear.close()


@pytest.mark.slow
def test_topics_are_called_after_the_commit_once_and_sorted(calls):
    with transaction.atomic():
        publish(["queue:1.4.", "all", "all"])
        publish({"all", "queue:1.4."})
        assert calls() == []
    assert calls() == [["all", "queue:1.4."]]


@pytest.mark.slow
def test_nothing_is_called_after_a_rollback(calls):
    with transaction.atomic():
        publish(["all"])
        transaction.set_rollback(True)
    assert calls() == []


@pytest.mark.slow
def test_many_topics_fit_into_several_calls(calls):
    topics = [f"{number:0>100}" for number in range(150)]
    publish(topics)
    heard = calls()
    assert [topic for call in heard for topic in call] == topics
    assert max(len(json.dumps(call)) for call in heard) < 8_000


@pytest.mark.parametrize("topic", ["", "a b", "王", "x" * 101, "a\n"])
def test_a_topic_is_a_plain_short_word(topic):
    with pytest.raises(ValueError, match="a topic is"):
        publish([topic])
    with pytest.raises(ValueError, match="a topic is"):
        token([topic])


def test_a_token_carries_its_topics():
    assert read_token(token(["b", "a", "a"])) == {"a", "b"}
    assert read_token(token([])) == frozenset()


def test_a_forged_token_carries_nothing():
    signed = token(["a"])
    assert read_token(signed[:-1] + ("A" if signed[-1] != "A" else "B")) == frozenset()
    assert read_token("") == frozenset()


def test_an_old_token_carries_nothing():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as clock:
        signed = token(["a"])
        clock.shift(59)
        assert read_token(signed, max_age=60) == {"a"}
        clock.shift(2)
        assert read_token(signed, max_age=60) == frozenset()
