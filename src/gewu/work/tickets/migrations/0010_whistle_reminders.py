"""Reminders of whistles, each of which fires once."""

import django.db.models.deletion
from django.db import migrations, models

import gewu.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0003_stamp"),
        ("tickets", "0009_recounting"),
    ]

    operations = [
        migrations.CreateModel(
            name="WhistleReminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gewu.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("county_id", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unapproved", "The whistle waits for approval"),
                            ("unheard", "The call was not acknowledged"),
                            ("absent", "Not reported in"),
                            ("task_late", "The task is past its deadline"),
                            ("unjudged", "The judgement is outstanding"),
                        ],
                        max_length=12,
                        verbose_name="Reason",
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("round", models.PositiveIntegerField()),
                ("limit_at", models.DateTimeField()),
                ("fired_at", models.DateTimeField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("handler", "Whoever has it"),
                            ("lead", "The unit's lead"),
                            ("supervisor", "The supervisor"),
                        ],
                        max_length=10,
                        verbose_name="To",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("blue", "Blue: near its limit"),
                            ("yellow", "Yellow: behind"),
                            ("red", "Red: long overdue"),
                        ],
                        max_length=6,
                        verbose_name="Alert level",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staffing.unit",
                    ),
                ),
                (
                    "whistle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.whistle",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("whistle", "reason", "subject_id", "round", "limit_at"),
                        name="a_reminder_of_a_whistle_fires_once",
                    )
                ],
            },
        ),
    ]
