"""Counties that stand get the usual kinds of records."""

from typing import Any

from django.db import migrations

from gewu.ground.registers.queries.kinds import standard_kinds

GROUPS = {"general": ("基本情况", "General", 10), "contact": ("管理联系", "Who keeps it", 20)}


def fill(apps: Any, _editor: Any) -> None:
    """As `actions.fill_kinds` does for a new county."""
    kind_model = apps.get_model("registers", "RegisterKind")
    group_model = apps.get_model("registers", "FieldGroup")
    field_model = apps.get_model("registers", "RegisterField")
    for county in apps.get_model("territory", "Area").objects.filter(level=1, closed_on=None):
        for place, row in enumerate(standard_kinds(), 1):
            kind = kind_model.objects.create(
                county_id=county.pk,
                code=row["code"],
                name_zh=row["zh"],
                name_en=row["en"],
                group=row["group"],
                about=row["about"],
                months=row["months"],
                code_rule=row["code_rule"],
                order=10 * place,
            )
            wanted = {each.get("group", "general") for each in row["fields"]} | {"general"}
            groups = {
                name: group_model.objects.create(kind=kind, name_zh=zh, name_en=en, order=order)
                for name, (zh, en, order) in GROUPS.items()
                if name in wanted
            }
            field_model.objects.bulk_create(
                field_model(
                    kind=kind,
                    group=groups[each.get("group", "general")],
                    key=each["key"],
                    name_zh=each["zh"],
                    name_en=each["en"],
                    type=each["type"],
                    required=each.get("required", False),
                    unit=each.get("unit", ""),
                    privacy=each.get("privacy", "internal"),
                    purpose=each.get("purpose", ""),
                    choices=[{**choice, "gone": False} for choice in each.get("choices", ())],
                    order=10 * number,
                )
                for number, each in enumerate(row["fields"], 1)
            )


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_kinds_and_records"), ("territory", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
