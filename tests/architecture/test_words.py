"""What we do not build: no field and no catalogue row holds such data about a person."""

import csv
import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.forms import BaseForm
from django.utils import translation

from gewu.config import catalogues
from gewu.doors.openapi.views import api
from gewu.doors.setup.rules.sheets import SHEETS
from gewu.kernel.words import never_kept
from tests.architecture.sources import PACKAGE, dotted, is_test, python_files, short, tracked

LANGUAGES = ("zh-hans", "en")
# What says that something is not kept, to whom else one may turn, or speaks of other things.
SAID = (
    "is not kept about anybody here",
    "No tracking: nobody's movements",
    "You may always call 12345",
    "只记需求，不记行踪",
    "Every record holds a fingerprint of the one before",
    "sign in using just this key",  # a passkey keeps to itself what it asks for
    "仅使用此密钥登录",
)


def found_in(texts: Iterator[str]) -> list[str]:
    """The texts that are about what is never kept; there must have been some to look at."""
    looked_at = [text for text in texts if not any(said in text for said in SAID)]
    assert len(looked_at) > 10
    return [f"{text}: {never_kept(text)}" for text in looked_at if never_kept(text)]


def own_models() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith("gewu."))


def named(model: type[Model]) -> Iterator[str]:
    """What a model and its fields are called, and what may be chosen in them."""
    yield f"{model._meta.label} {model._meta.verbose_name}"
    for field in model._meta.get_fields():
        yield f"{model.__name__} {field.name} {getattr(field, 'verbose_name', '')}"
        yield f"{field.name} {getattr(field, 'help_text', '')}"
        for value, label in getattr(field, "flatchoices", []):
            yield f"{field.name} {value} {label}"


def test_no_model_or_field_is_about_what_we_do_not_keep() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            assert found_in(text for model in own_models() for text in named(model)) == []


def forms() -> Iterator[type[BaseForm]]:
    """Every form of ours."""
    for file in python_files():
        if PACKAGE in file.parents and not is_test(file) and "forms" in {*file.parts, file.stem}:
            for value in vars(import_module(dotted(file).removesuffix(".__init__"))).values():
                if isinstance(value, type) and issubclass(value, BaseForm):
                    yield value


def asked(form: type[BaseForm]) -> Iterator[str]:
    """What a form asks: names, labels, hints and choices of its fields."""
    for name, field in form.base_fields.items():
        yield f"{form.__module__}.{form.__name__}.{name}"
        yield f"{field.label} {field.help_text}"
        choices = getattr(field, "_choices", None)
        if isinstance(choices, list | tuple):
            yield from (str(each) for each in choices)


def test_no_form_asks_for_it() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            assert found_in(text for form in set(forms()) for text in asked(form)) == []


def columns() -> Iterator[str]:
    for sheet in SHEETS.values():
        yield f"{sheet.name} {sheet.label}"
        for column in sheet.columns:
            yield f"{column.name} {column.label} {column.note}"
            yield from (f"{key} {label}" for key, label in column.choices.items())


def test_no_spreadsheet_of_the_set_up_asks_for_it() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            assert found_in(columns()) == []


def keys_and_words(schema: Any) -> Iterator[str]:
    """Every name and every text of the interface's own description."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield str(key)
            yield from keys_and_words(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from keys_and_words(each)
    elif isinstance(schema, str):
        yield schema


def test_the_programming_interface_does_not_speak_of_it() -> None:
    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))
    assert found_in(keys_and_words(schema)) == []


def data_lines() -> Iterator[str]:
    """Every line of every data file that is shipped."""
    for file in tracked():
        if file.suffix in {".csv", ".json"} and PACKAGE in file.parents and not is_test(file):
            yield from (f"{short(file)} {line}" for line in file.read_text().splitlines())


def test_no_data_file_sorts_people() -> None:
    assert found_in(data_lines()) == []


def messages() -> Iterator[str]:
    """Every message of the house with its translation."""
    for file in tracked():
        if file.suffix == ".po":
            yield from (f"{entry.id} {entry.string}" for entry in catalogues.read(file))


def test_no_message_sorts_people() -> None:
    assert found_in(messages()) == []


def test_the_catalogue_has_no_item_about_a_kind_of_person() -> None:
    with (PACKAGE / "work/tickets/data/items.csv").open() as stream:
        assert (
            found_in(" ".join(filter(None, row.values())) for row in csv.DictReader(stream)) == []
        )


def test_our_words_come_before_those_of_a_package() -> None:
    """What we say in English may be said by a package as well, and otherwise in Chinese."""
    with translation.override("zh-hans"):
        said = [translation.gettext(word) for word in ("Code", "Phone", "Edit")]
    assert said == ["编码", "电话", "修改"]
