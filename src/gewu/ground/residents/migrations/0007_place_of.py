"""Where a person lives, asked by the second wall about children of whom the viewer sees no row."""

from django.db import migrations

MADE = """
CREATE FUNCTION residents_place_of(who uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT area.path FROM residents_person person
    JOIN residents_household home ON home.id = person.household_id
    JOIN territory_area area ON area.id = home.area_id
    WHERE person.id = who
$$
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0006_reviews_go_with_their_reading")]

    operations = [migrations.RunSQL(MADE, "DROP FUNCTION residents_place_of(uuid)")]
