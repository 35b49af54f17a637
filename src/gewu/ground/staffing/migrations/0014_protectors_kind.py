"""Counties that stand get the kind of post of a data-protection officer."""

from typing import Any

from django.db import migrations

from gewu.ground.staffing.queries.kinds import standard_kinds


def fill(apps: Any, _editor: Any) -> None:
    """Where no kind of this code is there yet."""
    kind_model = apps.get_model("staffing", "PostKind")
    for county in apps.get_model("territory", "Area").objects.filter(level=1):
        known = set(kind_model.objects.filter(county_id=county.pk).values_list("code", flat=True))
        for row in standard_kinds(county.pk):
            if row["code"] == "protector" and known and row["code"] not in known:
                kind_model.objects.create(**row)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0013_protector"), ("territory", "0003_redraws")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
