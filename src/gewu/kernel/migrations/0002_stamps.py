"""A stamp that changes with every change of the set-up."""

import uuid

from django.db import migrations, models

TOUCH = """
CREATE FUNCTION kernel_touch_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kernel_stamp (name, value) VALUES ('setup', gen_random_uuid())
        ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                (
                    "name",
                    models.CharField(max_length=20, primary_key=True, serialize=False),
                ),
                ("value", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.RunSQL(TOUCH, "DROP FUNCTION kernel_touch_stamp()"),
    ]
