"""What the second wall asks about a whistle beyond what its viewer sees: the call, the ticket."""

from django.db import migrations

CALLS = """
CREATE FUNCTION tickets_whistle_calls(whistle uuid, units uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM tickets_whistlecall call
        WHERE call.whistle_id = whistle AND call.unit_id = ANY (units))
$$
"""
KEPT_FROM = """
CREATE FUNCTION tickets_is_kept_from(ticket uuid, units uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM tickets_ticket held WHERE held.id = ticket AND held.barred && units)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_unit_all")]

    operations = [
        migrations.RunSQL(CALLS, "DROP FUNCTION tickets_whistle_calls(uuid, uuid[])"),
        migrations.RunSQL(KEPT_FROM, "DROP FUNCTION tickets_is_kept_from(uuid, uuid[])"),
    ]
