"""Units can be dissolved; their names are free again."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0003_stamp"),
        ("territory", "0002_stamp"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="unit",
            options={"base_manager_name": "ever", "ordering": ["kind", "name_zh"]},
        ),
        migrations.AlterModelManagers(
            name="unit",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("ever", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="unit",
            name="an_area_has_one_unit_of_its_own",
        ),
        migrations.RemoveConstraint(
            model_name="unit",
            name="departments_of_a_county_differ_in_name",
        ),
        migrations.AddField(
            model_name="unit",
            name="dissolved_on",
            field=models.DateField(editable=False, null=True, verbose_name="Dissolved"),
        ),
        migrations.AddField(
            model_name="unit",
            name="successor",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staffing.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("dissolved_on", None),
                    ("kind__in", ["county_desk", "town", "community", "grid_team"]),
                ),
                fields=("area",),
                name="an_area_has_one_unit_of_its_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dissolved_on", None), ("kind", "department")),
                fields=("area", "name_zh"),
                name="departments_of_a_county_differ_in_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), ("dissolved_on__isnull", False), _connector="OR"
                ),
                name="only_a_dissolved_unit_has_a_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None),
                    models.Q(("successor", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="no_unit_succeeds_itself",
            ),
        ),
    ]
