from types import SimpleNamespace

import pytest
from django.apps import apps

from gewu.kernel.privacy import unclassified


def model(fields, **body):
    made = SimpleNamespace(**body)
    made._meta = SimpleNamespace(
        fields=[SimpleNamespace(name=name) for name in fields], many_to_many=[]
    )
    return made


@pytest.mark.parametrize("each", list(apps.get_app_config("kernel").get_models()))
def test_every_field_of_the_kernel_is_classified(each):
    assert unclassified(each) == []


def test_a_missing_field_is_named():
    assert unclassified(model(["id", "phone"], PRIVACY={"id": "internal"})) == ["phone"]


def test_an_unknown_class_and_a_field_that_is_gone_are_named():
    privacy = {"id": "secret", "phone": "sensitive"}
    assert unclassified(model(["id"], PRIVACY=privacy)) == ["id (secret)", "phone (no such field)"]


def test_a_model_without_a_word_on_privacy_has_everything_missing():
    assert unclassified(model(["id"])) == ["id"]
