"""When limits were last counted again, and how many moved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0008_follow"),
    ]

    operations = [
        migrations.AddField(
            model_name="terms",
            name="recounted",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="terms",
            name="recounted_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
