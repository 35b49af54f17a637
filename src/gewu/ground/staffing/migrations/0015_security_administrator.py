"""A role of its own for whoever lets people in, with its kind of posts in the counties that stand."""

from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models

from gewu.ground.staffing.queries.kinds import standard_kinds

FOUND_BY = ("county_id", "code")


def fill(apps: Any, _editor: Any) -> None:
    """The new kind for each county, and the name that tells the other from it."""
    kinds = apps.get_model("staffing", "PostKind")
    row = next(row for row in standard_kinds(None) if row["code"] == "security")
    held = kinds.objects.filter(code="administrator")
    for county_id in list(held.order_by().values_list("county_id", flat=True).distinct()):
        kinds.objects.get_or_create(
            county_id=county_id,
            code="security",
            defaults={name: value for name, value in row.items() if name not in FOUND_BY},
        )
    plain = held.filter(name_zh="管理员", name_en="Administrator")
    plain.update(name_zh="系统管理员", name_en="System administrator")


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0014_protectors_kind"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="posts_have_a_known_role",
        ),
        migrations.RemoveConstraint(
            model_name="postkind",
            name="kinds_open_a_known_role",
        ),
        migrations.AlterField(
            model_name="certificatekind",
            name="needed_for",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("worker", "Grid worker"),
                        ("handler", "Department staff"),
                        ("head", "Head of a department"),
                        ("community", "Community staff"),
                        ("dispatcher", "Dispatcher"),
                        ("checker", "Checker"),
                        ("leader", "Leader"),
                        ("auditor", "Auditor"),
                        ("protector", "Data-protection officer"),
                        ("administrator", "System administrator"),
                        ("security", "Security administrator"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("worker", "Grid worker"),
                    ("handler", "Department staff"),
                    ("head", "Head of a department"),
                    ("community", "Community staff"),
                    ("dispatcher", "Dispatcher"),
                    ("checker", "Checker"),
                    ("leader", "Leader"),
                    ("auditor", "Auditor"),
                    ("protector", "Data-protection officer"),
                    ("administrator", "System administrator"),
                    ("security", "Security administrator"),
                ],
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.AlterField(
            model_name="postkind",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("worker", "Grid worker"),
                    ("handler", "Department staff"),
                    ("head", "Head of a department"),
                    ("community", "Community staff"),
                    ("dispatcher", "Dispatcher"),
                    ("checker", "Checker"),
                    ("leader", "Leader"),
                    ("auditor", "Auditor"),
                    ("protector", "Data-protection officer"),
                    ("administrator", "System administrator"),
                    ("security", "Security administrator"),
                ],
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.AlterField(
            model_name="shiftkind",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("worker", "Grid worker"),
                        ("handler", "Department staff"),
                        ("head", "Head of a department"),
                        ("community", "Community staff"),
                        ("dispatcher", "Dispatcher"),
                        ("checker", "Checker"),
                        ("leader", "Leader"),
                        ("auditor", "Auditor"),
                        ("protector", "Data-protection officer"),
                        ("administrator", "System administrator"),
                        ("security", "Security administrator"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "worker",
                            "handler",
                            "head",
                            "community",
                            "dispatcher",
                            "checker",
                            "leader",
                            "auditor",
                            "protector",
                            "administrator",
                            "security",
                        ],
                    ),
                    models.Q(("kind__isnull", False), ("role", "")),
                    _connector="OR",
                ),
                name="posts_have_a_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="postkind",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role", ""),
                    (
                        "role__in",
                        [
                            "worker",
                            "handler",
                            "head",
                            "community",
                            "dispatcher",
                            "checker",
                            "leader",
                            "auditor",
                            "protector",
                            "administrator",
                            "security",
                        ],
                    ),
                    _connector="OR",
                ),
                name="kinds_open_a_known_role",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
