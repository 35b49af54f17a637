"""What must be true of every model."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field, Model

from gewu.kernel.privacy import unclassified

FLOORS = ("kernel", "ui", "ground", "work", "oversight", "doors", "simulation")


def own_models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=False):
        if model.__module__.startswith("gewu.") and not is_audit(model):
            yield model


def is_audit(model: type[Model]) -> bool:
    """Tables that pghistory writes by trigger hold what the table they follow holds."""
    return any(base.__module__.startswith("pghistory") for base in model.__mro__)


def floor(model: type[Model]) -> int:
    return FLOORS.index(model.__module__.split(".")[1])


def relations(model: type[Model]) -> Iterator[Field]:
    for field in model._meta.get_fields():
        if isinstance(field, Field) and field.is_relation and field.model is model:
            yield field


def test_every_field_is_classified_for_privacy() -> None:
    missing = {model._meta.label: unclassified(model) for model in own_models()}
    assert {label: fields for label, fields in missing.items() if fields} == {}


def test_foreign_keys_point_down() -> None:
    up = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in relations(model)
        if field.related_model in set(own_models()) and floor(field.related_model) > floor(model)
    ]
    assert up == []


def test_relations_have_no_way_back() -> None:
    """A way back out of its area would let a lower area reach up without importing anything."""
    named = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in relations(model)
        if field.model.__module__.startswith("gewu.")
        and not field.remote_field.hidden
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert named == []


@pytest.mark.parametrize("kind", ["constraints"])
def test_constraints_are_named_as_sentences(kind: str) -> None:
    short = [
        f"{model._meta.label}: {constraint.name}"
        for model in own_models()
        for constraint in getattr(model._meta, kind)
        if constraint.name.count("_") < 2
    ]
    assert short == []
