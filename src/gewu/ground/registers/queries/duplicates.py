"""Records of a kind that look like the same thing: the same name, close by."""

from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.models import Record, RegisterKind
from gewu.ground.registers.states import USED

# So many metres; a degree of latitude has 111 km, one of longitude less by the cosine.
NEAR_M = 50
METRES = 111_320
MOST = 100
# The same name, and closer than that or, where one has no point, in the same area.
ALIKE = f"""
SELECT a.id, b.id FROM registers_record AS a
JOIN registers_record AS b ON b.kind_id = a.kind_id AND b.name = a.name AND b.id > a.id
WHERE a.kind_id = %s AND a.state = 'used' AND b.state = 'used'
AND CASE WHEN a.lon IS NULL OR b.lon IS NULL THEN a.area_id = b.area_id ELSE
  sqrt(power((a.lat - b.lat) * {METRES}, 2)
    + power((a.lon - b.lon) * {METRES} * cos(radians(a.lat)), 2)) < {NEAR_M} END
AND NOT EXISTS (SELECT FROM registers_keptapart AS k WHERE k.first_id = a.id AND k.second_id = b.id)
AND {{scope}}
ORDER BY a.name, a.id, b.id LIMIT {MOST}
"""


def alike(viewer: User, kind: RegisterKind) -> list[tuple[Record, Record]]:
    """Pairs that look like one thing, both of which the viewer may change; at most a hundred."""
    scope, values = _scope(viewer, kind)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE.format(scope=scope), [kind.pk, *values])
        pairs = cursor.fetchall()
    wanted = {pk for pair in pairs for pk in pair}
    held = Record.objects.filter(pk__in=wanted, state=USED).select_related("area", "kind")
    by_pk = {record.pk: record for record in held.order_by("pk")}
    return [(by_pk[one], by_pk[other]) for one, other in pairs]


def pair_for(viewer: User, kind: RegisterKind, one: UUID, other: UUID) -> tuple[Record, Record]:
    """Two records of a kind that the viewer may change; 404 for everybody else."""
    scope = policies.scope_of(viewer, "registers.edit")
    found = Record.objects.filter(scope, kind=kind).select_related("kind", "area")
    return get_object_or_404(found, pk=one), get_object_or_404(found, pk=other)


def _scope(viewer: User, kind: RegisterKind) -> tuple[str, list[str]]:
    if kind.keeper_id is not None and kind.keeper_id in viewer.units_with("registers.edit"):
        return "TRUE", []
    paths = [f"{path}%" for path in viewer.paths_with("registers.edit")]
    either = " OR ".join(["a.path LIKE %s AND b.path LIKE %s"] * len(paths)) or "FALSE"
    return f"({either})", [each for path in paths for each in (path, path)]
