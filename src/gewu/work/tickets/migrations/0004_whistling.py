"""Whistles: calls, tasks, meetings and their history."""

import django.db.models.deletion
from django.db import migrations, models

import gewu.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0002_head_of_department"),
        ("territory", "0001_initial"),
        ("tickets", "0003_stamp"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE tickets_whistle_number AS bigint START 1",
            "DROP SEQUENCE tickets_whistle_number",
        ),
        migrations.CreateModel(
            name="Whistle",
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
                ("number", models.CharField(max_length=16, unique=True, verbose_name="Number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resident_problem", "A residents' problem that we cannot solve alone"),
                            ("joint_enforcement", "Joint enforcement"),
                            ("emergency", "Emergency response"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("community", "Grid whistles, community and town come"),
                            ("departments", "Town whistles, departments come"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Waiting for approval"),
                            ("approved", "Units are called"),
                            ("running", "Working together"),
                            ("to_meeting", "For a joint meeting"),
                            ("ended", "Ended"),
                            ("refused", "Refused"),
                        ],
                        default="raised",
                        max_length=12,
                        verbose_name="State",
                    ),
                ),
                ("area_path", models.CharField(max_length=120)),
                ("approval_path", models.CharField(max_length=120)),
                ("words", models.TextField(verbose_name="What is wanted")),
                ("raised_by", models.UUIDField(null=True)),
                ("raised_at", models.DateTimeField(verbose_name="Raised")),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True, verbose_name="Report in by")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "Solved"),
                            ("partly", "Partly solved"),
                            ("unsolved", "Not solved"),
                            ("groundless", "There was no reason to whistle"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                        verbose_name="Outcome",
                    ),
                ),
                ("outcome_words", models.TextField(blank=True, verbose_name="In words")),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.area",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staffing.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="WhistleCall",
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
                ("due_at", models.DateTimeField(null=True, verbose_name="Report in by")),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("reported_by", models.UUIDField(null=True)),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("onsite", "On site"), ("online", "Online")],
                        max_length=6,
                    ),
                ),
                ("late", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
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
                        related_name="calls",
                        to="tickets.whistle",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="WhistleMeeting",
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
                ("held_at", models.DateTimeField(verbose_name="Held")),
                ("minutes", models.TextField(verbose_name="Minutes")),
                ("decisions", models.TextField(verbose_name="Decisions")),
                ("by_id", models.UUIDField(null=True)),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "whistle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="tickets.whistle",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="WhistleStep",
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
                ("verb", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("codes", models.JSONField(default=dict)),
                ("command", models.UUIDField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tickets.whistle",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="WhistleTask",
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
                ("words", models.TextField(verbose_name="What to do")),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="Due")),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("result", models.TextField(blank=True, verbose_name="What was done")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.UUIDField(null=True)),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staffing.unit",
                    ),
                ),
                (
                    "whistle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="tickets.whistle",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddIndex(
            model_name="whistle",
            index=models.Index(
                condition=models.Q(("state__in", ("raised", "approved", "running", "to_meeting"))),
                fields=["unit", "id"],
                name="whistle_open_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="whistle",
            index=models.Index(fields=["state", "id"], name="whistle_state"),
        ),
        migrations.AddIndex(
            model_name="whistle",
            index=models.Index(
                condition=models.Q(("ticket__isnull", False)),
                fields=["ticket"],
                name="whistle_of_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("raised", "approved", "running", "to_meeting"))),
                fields=("ticket",),
                name="one_open_whistle_for_each_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("ended", "refused")),
                        ("ended_at__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ("ended", "refused")), _negated=True),
                        ("ended_at__isnull", True),
                        ("outcome", ""),
                    ),
                    _connector="OR",
                ),
                name="ended_whistles_have_a_time_and_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("approved", "running", "to_meeting", "ended")), _negated=True
                    ),
                    models.Q(("approved_at__isnull", False), ("due_at__isnull", False)),
                    _connector="OR",
                ),
                name="units_are_called_after_an_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    ("raised_by__isnull", True),
                    models.Q(("approved_by", models.F("raised_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_their_own_whistle",
            ),
        ),
        migrations.AddIndex(
            model_name="whistlecall",
            index=models.Index(
                condition=models.Q(("reported_at__isnull", True)),
                fields=["unit", "due_at"],
                name="whistle_call_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistlecall",
            constraint=models.UniqueConstraint(
                fields=("whistle", "unit"), name="a_unit_is_called_once_by_a_whistle"
            ),
        ),
        migrations.AddConstraint(
            model_name="whistlecall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("late", False), ("mode", ""), ("reported_at__isnull", True)),
                    models.Q(("reported_at__isnull", False), models.Q(("mode", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reporting_in_has_a_time_and_a_mode",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistlestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("command__isnull", False)),
                fields=("command",),
                name="a_command_moves_a_whistle_once",
            ),
        ),
        migrations.AddIndex(
            model_name="whistletask",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["unit", "due_at"],
                name="whistle_task_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="whistletask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", True), ("done_at__isnull", False), _connector="OR"
                ),
                name="a_task_is_done_before_it_is_confirmed",
            ),
        ),
    ]
