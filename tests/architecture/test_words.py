"""What we do not build: no field and no catalogue row holds such data about a person."""

import csv
import re

from django.apps import apps

from tests.architecture.sources import PACKAGE, short, tracked

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
