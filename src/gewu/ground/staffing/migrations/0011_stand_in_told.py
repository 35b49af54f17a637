"""Who stands in is told shortly before it begins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0010_leave_and_stand_ins"),
    ]

    operations = [
        migrations.AddField(
            model_name="standin",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
