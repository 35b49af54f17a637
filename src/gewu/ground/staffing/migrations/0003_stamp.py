"""Changes here change the stamp of the set-up."""

from django.db import migrations

from gewu.kernel.stamps import watch


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_stamps"), ("staffing", "0002_head_of_department")]

    operations = [watch("staffing_unit", "staffing_post", "staffing_appointment")]
