"""Changes here change the stamp of the set-up."""

from django.db import migrations

from gewu.kernel.stamps import watch


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_stamps"), ("territory", "0001_initial")]

    operations = [watch("territory_area", "territory_areaversion", "territory_revision")]
