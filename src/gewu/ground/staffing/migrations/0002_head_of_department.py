"""A department has a head of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="posts_have_a_known_role",
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("worker", "Grid worker"),
                    ("handler", "Department staff"),
                    ("head", "Head of a department"),
                    ("community", "Community staff"),
                    ("dispatcher", "Dispatcher"),
                    ("checker", "Checker"),
                    ("leader", "Leader"),
                    ("auditor", "Auditor"),
                    ("administrator", "Administrator"),
                ],
                max_length=20,
                verbose_name="Role",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "worker",
                            "handler",
                            "head",
                            "community",
                            "dispatcher",
                            "checker",
                            "leader",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="posts_have_a_known_role",
            ),
        ),
    ]
