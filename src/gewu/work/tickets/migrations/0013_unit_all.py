"""All tickets of a unit, the newest first; and one index for numbers instead of two.

A department that asked for all its tickets waited a second at a million. A number is looked up
whole and by its beginning: one index with pattern operators serves both, and each move writes one
entry less.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_responses")]

    operations = [
        migrations.AddIndex("ticket", models.Index(fields=["unit", "id"], name="ticket_unit_all")),
        migrations.AlterField(
            "ticket", "number", models.CharField(max_length=21, verbose_name="Number")
        ),
        migrations.AddConstraint(
            "ticket",
            models.UniqueConstraint(
                fields=("number",), name="number_is_unique", opclasses=("varchar_pattern_ops",)
            ),
        ),
    ]
