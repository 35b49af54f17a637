"""Counties that stand get the usual kinds of posts, and every post the kind that it is of."""

from typing import Any

from django.db import migrations

from gewu.ground.staffing.queries.kinds import standard_kinds
from gewu.kernel.stamps import watch


def fill(apps: Any, _editor: Any) -> None:
    """For each county its kinds; a post is of the first kind that fits its unit and role."""
    kind_model = apps.get_model("staffing", "PostKind")
    post_model = apps.get_model("staffing", "Post")
    for county in apps.get_model("territory", "Area").objects.filter(level=1):
        rows = [row for row in standard_kinds(county.pk) if row["code"] != "security"]  # 0015
        kinds = [kind_model(**row) for row in rows]
        kind_model.objects.bulk_create(kinds)
        # Later ones first, so that in the end the first that fits stands.
        for kind in reversed(kinds):
            if kind.role:
                posts = post_model.objects.filter(
                    unit__county_id=county.pk, unit__kind__in=kind.unit_kinds, role=kind.role
                )
                if "grid_team" in kind.unit_kinds:
                    posts = posts.filter(full_time=kind.full_time)
                posts.update(kind=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("staffing", "0005_kinds_of_posts"),
        ("territory", "0003_redraws"),
        ("kernel", "0002_stamps"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        watch("staffing_postkind"),
    ]
