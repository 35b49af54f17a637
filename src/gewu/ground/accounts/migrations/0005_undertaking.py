"""The confidentiality undertaking: its versions, and who has signed which."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gewu.kernel.ids
from gewu.kernel.stamps import watch


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_password_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gewu.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("text_zh", models.TextField(max_length=4000, verbose_name="Text in Chinese")),
                ("text_en", models.TextField(max_length=6000, verbose_name="Text in English")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_by", models.UUIDField(null=True)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gewu.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undertaking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.undertaking",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("undertaking", "user"), name="everybody_signs_a_version_once"
                    )
                ],
            },
        ),
        watch("accounts_undertaking"),
    ]
