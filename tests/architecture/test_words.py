"""What we do not build: no field and no catalogue row holds such data about a person."""

import csv
import re
from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.forms import BaseForm
from django.utils import translation

from tests.architecture.sources import PACKAGE, dotted, is_test, python_files, short, tracked

CHINESE = [
    "重点人员",
    "重点人群",
    "稳控",
    "维稳",
    "六色",
    "上访",
    "信访人",
    "邪教",
    "涉毒",
    "吸毒",
    "刑满释放",
    "刑释",
    "安置帮教",
    "社区矫正",
    "精神病人",
    "宗教信仰",
    "民族成分",
    "政治面貌",
    "人脸",
    "指纹",
    "征信",
    "失信",
]
ENGLISH = re.compile(
    r"religion|ethnicit|nationality|petition|sexual|political|criminal|convict|biometric|"
    r"face_image|faceprint|fingerprint|key_person|risk_person|person_colour|person_color|"
    r"credit_score|social_score|trajector|suspect"
)
DATA = (".csv", ".json", ".po")


def test_no_model_or_field_is_about_what_we_do_not_keep() -> None:
    names = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("gewu.")
        for field in model._meta.get_fields()
    ]
    assert [name for name in names if ENGLISH.search(name)] == []


def forms() -> Iterator[type[BaseForm]]:
    """Every form of ours."""
    for file in python_files():
        if PACKAGE in file.parents and not is_test(file) and "forms" in {*file.parts, file.stem}:
            for value in vars(import_module(dotted(file))).values():
                if isinstance(value, type) and issubclass(value, BaseForm):
                    yield value


def asked(form: type[BaseForm]) -> Iterator[str]:
    """What a form asks: the names of its fields, and their words in Chinese."""
    for name, field in form.base_fields.items():
        yield f"{form.__module__}.{form.__name__}.{name}"
        yield f"{field.label} {field.help_text}"


def test_no_form_asks_for_it() -> None:
    with translation.override("zh-hans"):
        texts = [text for form in set(forms()) for text in asked(form)]
    assert len(texts) > 100
    assert [text for text in texts if ENGLISH.search(text.lower())] == []
    assert [text for text in texts for word in CHINESE if word in text] == []


def test_no_choice_sorts_people() -> None:
    with translation.override("zh-hans"):
        texts = [
            f"{model._meta.label} {field.verbose_name} {value} {label}"
            for model in apps.get_models()
            if model.__module__.startswith("gewu.")
            for field in model._meta.fields
            for value, label in field.flatchoices or [("", "")]
        ]
    assert [text for text in texts if ENGLISH.search(text.lower())] == []
    assert [text for text in texts for word in CHINESE if word in text] == []


def test_no_data_file_or_message_sorts_people() -> None:
    wrong = [
        f"{short(file)}: {word}"
        for file in tracked()
        if file.suffix in DATA and PACKAGE in file.parents
        for word in CHINESE
        if word in file.read_text()
    ]
    assert wrong == []


def test_the_catalogue_has_no_item_about_a_kind_of_person() -> None:
    with (PACKAGE / "work/tickets/data/items.csv").open() as stream:
        rows = [" ".join(filter(None, row.values())) for row in csv.DictReader(stream)]
    assert [row for row in rows for word in CHINESE if word in row] == []


def test_our_words_come_before_those_of_a_package() -> None:
    """What we say in English may be said by a package as well, and otherwise in Chinese."""
    with translation.override("zh-hans"):
        said = [translation.gettext(word) for word in ("Code", "Phone", "Edit")]
    assert said == ["编码", "电话", "修改"]
