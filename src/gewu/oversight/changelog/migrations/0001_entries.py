"""The few entries of the journal that the change log tells are found among the many of tickets."""

from django.db import migrations

# As the query names them (queries/entries.py); a further kind needs this index made anew.
NAMES = (
    "territory.area_added",
    "territory.area_changed",
    "territory.areas_imported",
    "territory.redraw_entered",
    "territory.redraw_planned",
    "territory.redraw_undone",
    "tickets.lead_mapped",
)
WANTED = ", ".join(f"'{name}'" for name in NAMES)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_stamps")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX changes_of_the_structure ON kernel_journalentry (id)"
            f" WHERE name IN ({WANTED})",
            "DROP INDEX changes_of_the_structure",
        )
    ]
