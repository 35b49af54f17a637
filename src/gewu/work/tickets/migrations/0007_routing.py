"""Routing rules: versions of an ordered list, and the stamp that tells caches to look again."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import gewu.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0002_head_of_department"),
        ("territory", "0001_initial"),
        ("tickets", "0006_near"),
    ]

    operations = [
        migrations.AddField(
            model_name="terms",
            name="routing_stamp",
            field=models.UUIDField(default=gewu.kernel.ids.uuid7, editable=False),
        ),
        migrations.CreateModel(
            name="RuleSet",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "In force"),
                            ("retired", "Of the past"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.UUIDField(blank=True, null=True)),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="What changes and why"
                    ),
                ),
                ("restores", models.PositiveIntegerField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ("version", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("county_id",),
                        name="one_rule_set_is_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("county_id",),
                        name="one_rule_set_is_a_draft",
                    ),
                    models.UniqueConstraint(
                        fields=("county_id", "version"), name="rule_sets_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "draft"),
                                ("valid_from__isnull", True),
                                ("version__isnull", True),
                            ),
                            models.Q(
                                ("state__in", ("active", "retired")),
                                ("valid_from__isnull", False),
                                ("version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="rule_sets_in_force_have_number_and_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
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
                ("order", models.PositiveSmallIntegerField()),
                (
                    "name_zh",
                    models.CharField(blank=True, max_length=80, verbose_name="Name of the rule"),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=120, verbose_name="English name"),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("area_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("area_kind", models.CharField(blank=True, max_length=20)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("since", models.TimeField(blank=True, null=True)),
                ("until", models.TimeField(blank=True, null=True)),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("is_confidential", models.BooleanField(blank=True, null=True)),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("unit", "A certain unit"),
                            ("level", "The unit of the place"),
                            ("lead", "The department that leads a kind of work"),
                            ("item", "As if it were another item"),
                        ],
                        max_length=6,
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=12)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.area",
                    ),
                ),
                (
                    "as_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.item",
                    ),
                ),
                (
                    "lead_kind",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.leadkind",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="staffing.unit",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ruleset",
                    ),
                ),
            ],
            options={
                "ordering": ("rule_set", "order"),
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("rule_set", "order"),
                        name="rules_of_a_set_have_one_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("as_item", None),
                                ("lead_kind", None),
                                ("level", ""),
                                ("target", "unit"),
                            ),
                            models.Q(
                                ("as_item", None),
                                ("lead_kind", None),
                                ("target", "level"),
                                ("unit", None),
                                ("level__in", ("grid", "community", "town")),
                            ),
                            models.Q(
                                ("as_item", None),
                                ("lead_kind__isnull", False),
                                ("level", ""),
                                ("target", "lead"),
                                ("unit", None),
                            ),
                            models.Q(
                                ("as_item__isnull", False),
                                ("lead_kind", None),
                                ("level", ""),
                                ("target", "item"),
                                ("unit", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_rule_has_one_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7])),
                        name="weekdays_are_one_to_seven",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            models.Q(("since", models.F("until")), _negated=True),
                            _connector="OR",
                        ),
                        name="hours_of_a_rule_are_not_empty",
                    ),
                ],
            },
        ),
    ]
