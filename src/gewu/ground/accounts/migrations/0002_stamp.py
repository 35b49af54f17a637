"""Changes here change the stamp of the set-up."""

from django.db import migrations

from gewu.kernel.stamps import watch


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_stamps"), ("accounts", "0001_initial")]

    operations = [
        watch(
            accounts_user="is_active, is_superuser, username, name_zh, name_en",
            accounts_apikey="revoked_at, digest",
        )
    ]
