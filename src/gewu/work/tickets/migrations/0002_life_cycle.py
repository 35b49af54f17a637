"""The whole life cycle: own limits of steps and units, pauses, applications, help, revisits."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import gewu.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0001_initial"),
        ("staffing", "0002_head_of_department"),
        ("territory", "0001_initial"),
        ("tickets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("return", "Sending back"),
                            ("extension", "Extension"),
                            ("suspension", "Suspension"),
                            ("cancel", "Cancelling"),
                            ("reopen", "Reopening once more"),
                            ("appeal", "Appeal against the overdue mark"),
                        ],
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Applied for"),
                            ("endorsed", "Supported by the unit's lead"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("endorsed_by", models.UUIDField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="Until")),
                ("words", models.TextField(verbose_name="Reason")),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="HelpOrder",
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
                    "kind",
                    models.CharField(
                        choices=[("help", "Helping"), ("dual", "Ordered at the same time")],
                        default="help",
                        max_length=4,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("given", "In hand"),
                            ("done", "Done"),
                            ("withdrawn", "No longer needed"),
                        ],
                        default="given",
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="Due")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("words", models.TextField(verbose_name="What to do")),
                ("result", models.TextField(blank=True, verbose_name="What was done")),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Revisit",
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
                ("round", models.PositiveSmallIntegerField()),
                ("attempt", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("solved", "Solved"),
                            ("partly", "Partly solved"),
                            ("unsolved", "Not solved"),
                            ("unreached", "Not reached"),
                        ],
                        max_length=10,
                    ),
                ),
                ("contacted", models.BooleanField(null=True)),
                ("satisfied", models.PositiveSmallIntegerField(null=True)),
                ("attitude", models.PositiveSmallIntegerField(null=True)),
                ("channel", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(null=True)),
                ("words", models.TextField(blank=True)),
                ("shredded_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="terms",
            name="promises_are_longer_than_nothing",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="closed_tickets_have_a_closing_time",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="dispatched_tickets_have_a_unit",
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="filed_tickets_have_item_and_condition",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_open_due",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_open_unit_due",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_open_state_due",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_closed",
        ),
        migrations.RemoveIndex(
            model_name="ticket",
            name="ticket_unit_closed",
        ),
        migrations.RenameField(
            model_name="ticket", old_name="sign_due_at", new_name="stage_due_at"
        ),
        migrations.AddField(
            model_name="move",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="move",
            name="stage_late",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="terms",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                default=3, verbose_name="Working days in which a reporter may answer"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="check_minutes",
            field=models.PositiveSmallIntegerField(
                default=480, verbose_name="Working minutes to check"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="decide_minutes",
            field=models.PositiveSmallIntegerField(
                default=120, verbose_name="Working minutes to decide about sending back"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="dispatch_minutes",
            field=models.PositiveSmallIntegerField(
                default=30, verbose_name="Working minutes to dispatch"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="file_minutes",
            field=models.PositiveSmallIntegerField(
                default=30, verbose_name="Working minutes to file"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="return_minutes",
            field=models.PositiveSmallIntegerField(
                default=240, verbose_name="Working minutes in which a unit may send back"
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="verify_minutes",
            field=models.PositiveSmallIntegerField(
                default=240, verbose_name="Working minutes to verify"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="barred",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="extensions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticket",
            name="helpers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="is_confidential",
            field=models.BooleanField(default=False, verbose_name="Confidential"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="is_excused",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="ticket",
            name="is_follow_up",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="ticket",
            name="master",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="pending",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name="ticket",
            name="resume_on",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Taken up again"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="return_locked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="ticket",
            name="reworks",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticket",
            name="self_handled",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="stage_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="This step is due"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="supervision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("blue", "Blue: near its limit"),
                    ("yellow", "Yellow: behind"),
                    ("red", "Red: long overdue"),
                ],
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="suspensions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticket",
            name="unit_due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="The unit's own limit"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="urged_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="urges",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="move",
            name="verb",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.area",
                verbose_name="Area",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="condition",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.condition",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="residents.contact",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="item",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.item",
                verbose_name="Item",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="state",
            field=models.CharField(
                choices=[
                    ("submitted", "Waiting to be filed"),
                    ("verifying", "Being verified"),
                    ("needs_info", "Waiting for the reporter"),
                    ("filed", "Waiting for dispatch"),
                    ("dispatched", "Waiting for signature"),
                    ("returning", "Sent back, to be decided"),
                    ("in_progress", "Being handled"),
                    ("suspended", "Suspended"),
                    ("checking", "Waiting for a check"),
                    ("checked", "Waiting for the resident"),
                    ("closed", "Closed"),
                    ("declined", "Not accepted"),
                    ("merged", "Merged into another"),
                    ("cancelled", "Cancelled"),
                    ("archived", "Archived"),
                ],
                default="submitted",
                max_length=12,
                verbose_name="State",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staffing.unit",
                verbose_name="Unit",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False), _negated=True),
                fields=["due_at", "id"],
                name="ticket_open_due",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False), _negated=True),
                fields=["unit", "due_at", "id"],
                name="ticket_open_unit_due",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False), _negated=True),
                fields=["state", "due_at", "id"],
                name="ticket_open_state_due",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at", "id"],
                name="ticket_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["unit", "closed_at", "id"],
                name="ticket_unit_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)),
                fields=["contact"],
                name="ticket_of_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("master__isnull", False)),
                fields=["master"],
                name="ticket_of_master",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["parent"],
                name="ticket_of_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("helpers", []), _negated=True),
                fields=["helpers"],
                name="ticket_of_helper",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_days__gt", 0),
                    ("check_minutes__gt", 0),
                    ("decide_minutes__gt", 0),
                    ("dispatch_minutes__gt", 0),
                    ("file_minutes__gt", 0),
                    ("reopen_days__gt", 0),
                    ("return_minutes__gt", 0),
                    ("sign_minutes__gt", 0),
                    ("silence_days__gt", 0),
                    ("verify_minutes__gt", 0),
                ),
                name="promises_are_longer_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        (
                            "state__in",
                            (
                                "submitted",
                                "verifying",
                                "needs_info",
                                "filed",
                                "dispatched",
                                "returning",
                                "in_progress",
                                "suspended",
                                "checking",
                                "checked",
                            ),
                        ),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state__in", ("closed", "declined", "merged", "cancelled", "archived")),
                    ),
                    _connector="OR",
                ),
                name="ended_tickets_have_a_closing_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            (
                                "dispatched",
                                "returning",
                                "in_progress",
                                "suspended",
                                "checking",
                                "checked",
                            ),
                        ),
                        _negated=True,
                    ),
                    ("unit__isnull", False),
                    _connector="OR",
                ),
                name="dispatched_tickets_have_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("dispatched", "returning", "in_progress", "suspended")),
                        _negated=True,
                    ),
                    models.Q(("condition__isnull", False), ("item__isnull", False)),
                    _connector="OR",
                ),
                name="dispatched_tickets_have_item_and_condition",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paused_at__isnull", False), ("state__in", ("needs_info", "suspended"))
                    ),
                    models.Q(
                        models.Q(("state__in", ("needs_info", "suspended")), _negated=True),
                        ("paused_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="the_clock_stands_still_only_in_a_pause",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "merged"), _negated=True),
                    ("master__isnull", False),
                    _connector="OR",
                ),
                name="merged_tickets_name_their_master",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("master__isnull", True),
                    models.Q(("master", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="a_ticket_is_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staffing.unit",
            ),
        ),
        migrations.AddField(
            model_name="helporder",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="help_orders",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            model_name="helporder",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staffing.unit",
            ),
        ),
        migrations.AddField(
            model_name="revisit",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "endorsed"))),
                fields=("ticket",),
                name="one_application_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "appeal")),
                fields=("ticket",),
                name="one_appeal_for_each_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "return")),
                fields=("ticket", "unit"),
                name="a_unit_sends_a_ticket_back_once",
            ),
        ),
        migrations.AddIndex(
            model_name="helporder",
            index=models.Index(
                condition=models.Q(("state", "given")), fields=["unit", "due_at"], name="help_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="helporder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "given")),
                fields=("ticket", "unit"),
                name="a_unit_helps_with_one_part_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="helporder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "given")),
                    models.Q(
                        models.Q(("state", "given"), _negated=True), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="ended_help_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="revisit",
            constraint=models.UniqueConstraint(
                fields=("ticket", "round", "attempt"), name="revisits_are_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="revisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("satisfied__isnull", True), ("satisfied__range", (1, 5)), _connector="OR"
                    ),
                    models.Q(
                        ("attitude__isnull", True), ("attitude__range", (1, 5)), _connector="OR"
                    ),
                ),
                name="marks_are_one_to_five",
            ),
        ),
    ]
