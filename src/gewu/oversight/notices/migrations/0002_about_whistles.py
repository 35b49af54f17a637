"""Messages may be about a whistle, too."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("territory", "0002_stamp"),
        ("tickets", "0010_whistle_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="whistle_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="ticket_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ticket_id__isnull", False), ("whistle_id__isnull", True)),
                    models.Q(("ticket_id__isnull", True), ("whistle_id__isnull", False)),
                    _connector="OR",
                ),
                name="a_message_is_about_a_ticket_or_a_whistle",
            ),
        ),
    ]
