"""Changes here change the stamp of the set-up."""

from django.db import migrations

from gewu.kernel.stamps import watch


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_stamps"), ("tickets", "0002_life_cycle")]

    operations = [
        watch(
            "tickets_category",
            "tickets_item",
            "tickets_condition",
            "tickets_leadkind",
            "tickets_leadunit",
            "tickets_terms",
            "tickets_specialday",
        )
    ]
