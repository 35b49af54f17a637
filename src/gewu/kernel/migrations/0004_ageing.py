"""The log of exports, where the audit begins since it was cut, and what may remove history."""

import django.utils.timezone
from django.db import migrations, models

# Run by the application with the rights of the owner. Logs are kept for at least 180 days whoever
# asks (Cybersecurity Law, article 21).
CUT_AUDIT = """
CREATE FUNCTION kernel_cut_audit(upto bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    IF EXISTS (SELECT FROM kernel_auditrecord
               WHERE seq <= upto AND at > now() - interval '180 days') THEN
        RAISE EXCEPTION 'records of the last 180 days stay';
    END IF;
    IF NOT EXISTS (SELECT FROM kernel_auditstart WHERE seq >= upto) THEN
        RAISE EXCEPTION 'the chain is not cut there';
    END IF;
    DELETE FROM kernel_auditrecord WHERE seq <= upto;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""
DROP_MONTHS = """
CREATE FUNCTION kernel_drop_months(before date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    month text;
    counted bigint;
    gone bigint := 0;
BEGIN
    IF before > (now() - interval '180 days')::date THEN
        RAISE EXCEPTION 'entries of the last 180 days stay';
    END IF;
    FOR month IN
        SELECT inhrelid::regclass::text FROM pg_inherits
        WHERE inhparent = 'kernel_journalentry'::regclass
        AND inhrelid::regclass::text ~ '^kernel_journalentry_\\d{4}_\\d{2}$'
        AND to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') + interval '1 month' <= before
        ORDER BY 1
    LOOP
        EXECUTE format('SELECT count(*) FROM %I', month) INTO counted;
        EXECUTE format('DROP TABLE %I', month);
        gone := gone + counted;
    END LOOP;
    -- What lies in no month: a UUIDv7 begins with its milliseconds.
    DELETE FROM kernel_journalentry_other
    WHERE id < (lpad(to_hex((extract(epoch FROM before::timestamp AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0')
                || '70008000000000000000')::uuid;
    GET DIAGNOSTICS counted = ROW_COUNT;
    RETURN gone + counted;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditStart",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("mac", models.BinaryField(default=b"", max_length=32)),
                ("signed", models.BinaryField(default=b"", max_length=32)),
                ("cut_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="the_audit_begins_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportRecord",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("what", models.CharField(max_length=60)),
                ("format", models.CharField(max_length=10)),
                ("rows", models.PositiveIntegerField(null=True)),
                ("is_personal", models.BooleanField()),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("by_kind", models.CharField(max_length=20)),
                ("by_id", models.UUIDField(null=True)),
                ("source", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["by_id", "-number"], name="exports_of_somebody"),
                    models.Index(fields=["at"], name="exports_in_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_personal", False))
                        | models.Q(("purpose", ""), _negated=True),
                        name="personal_exports_say_what_for",
                    )
                ],
            },
        ),
        migrations.RunSQL(CUT_AUDIT, "DROP FUNCTION kernel_cut_audit(bigint)"),
        migrations.RunSQL(DROP_MONTHS, "DROP FUNCTION kernel_drop_months(date)"),
    ]
