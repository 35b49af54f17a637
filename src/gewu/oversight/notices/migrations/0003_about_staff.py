"""Messages may be about staff, too: leave, stand-ins, rosters and swaps."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_about_whistles"),
        ("staffing", "0011_stand_in_told"),
        ("territory", "0005_buildings"),
        ("tickets", "0013_unit_all"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="a_message_is_about_a_ticket_or_a_whistle",
        ),
        migrations.AddField(
            model_name="message",
            name="days",
            field=django.contrib.postgres.fields.ranges.DateRangeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="matter_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staffing.unit",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reminder", "Reminder"),
                    ("given", "Given to your unit"),
                    ("help", "Your unit is asked to help"),
                    ("approval", "To be decided"),
                    ("return", "Sent back, to be decided"),
                    ("urged", "Urged by the reporter"),
                    ("supervised", "Under supervision"),
                    ("leave_asked", "Leave to be decided"),
                    ("leave", "Your leave"),
                    ("stand_in", "You stand in"),
                    ("roster", "Roster published"),
                    ("swap", "Swap of shifts"),
                ],
                max_length=12,
                verbose_name="Kind",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="number",
            field=models.CharField(blank=True, max_length=21),
        ),
        migrations.AlterField(
            model_name="wording",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reminder", "Reminder"),
                    ("given", "Given to your unit"),
                    ("help", "Your unit is asked to help"),
                    ("approval", "To be decided"),
                    ("return", "Sent back, to be decided"),
                    ("urged", "Urged by the reporter"),
                    ("supervised", "Under supervision"),
                    ("leave_asked", "Leave to be decided"),
                    ("leave", "Your leave"),
                    ("stand_in", "You stand in"),
                    ("roster", "Roster published"),
                    ("swap", "Swap of shifts"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("matter_id", None), ("ticket_id__isnull", False), ("whistle_id", None)
                    ),
                    models.Q(
                        ("matter_id", None), ("ticket_id", None), ("whistle_id__isnull", False)
                    ),
                    models.Q(
                        ("matter_id__isnull", False), ("ticket_id", None), ("whistle_id", None)
                    ),
                    _connector="OR",
                ),
                name="a_message_is_about_one_thing",
            ),
        ),
    ]
