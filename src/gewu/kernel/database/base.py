"""The connection that tells the server who is looking, before it asks for anything.

Django loads `DatabaseWrapper` from here; settings name the folder as ENGINE.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from gewu.kernel.postgres.configuration import VIEWER
from gewu.kernel.viewing import Scope, scope

# Where nobody has made the role the house reads without a wall; `gewu check` says so.
TELL = f"""
SELECT set_config('role', CASE WHEN %s AND EXISTS (
    SELECT FROM pg_roles WHERE rolname = '{VIEWER}' AND pg_has_role(session_user, oid, 'MEMBER')
) THEN '{VIEWER}' ELSE 'none' END, false),
(SELECT count(set_config(name, value, false)) FROM unnest(%s::text[], %s::text[]) AS told (name, value))
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, and the scope that its server was last told.

    A rolled back transaction takes back what was told in it, so afterwards it is told again.
    """

    _told: Scope | None = None
    _is_sure = True

    def get_new_connection(self, conn_params: Any) -> Any:
        """Connections begin with the eyes of the house."""
        made = super().get_new_connection(conn_params)
        self._told, self._is_sure = None, True
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        """Every statement of Django goes through a cursor from here."""
        self.tell()
        return super().create_cursor(name)

    def tell(self) -> None:
        """Tell the server whose eyes it has now, where that is not what it knows."""
        wanted = scope()
        if self._is_sure and wanted == self._told:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing can be read until it is rolled back
        self._is_sure = False
        self.connection.execute(TELL, _values(wanted))
        self._told, self._is_sure = wanted, True

    def _rollback(self) -> None:
        self._is_sure = False
        super()._rollback()  # type: ignore[misc]  # the stubs do not know it

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._is_sure = False


def _values(wanted: Scope | None) -> list[Any]:
    if wanted is None:
        return [False, [], []]
    settings = {
        "gewu.reader": str(wanted.reader or ""),
        "gewu.paths": _patterns(wanted.paths),
        "gewu.units": _listed(wanted.units),
        "gewu.kept_from": _listed(wanted.kept_from),
    }
    for reach in wanted.reaches:
        settings[f"gewu.paths.{reach.permission}"] = _patterns(reach.paths)
        settings[f"gewu.units.{reach.permission}"] = _listed(reach.units)
    return [True, list(settings), list(settings.values())]


def _patterns(paths: Any) -> str:
    return _listed(f"{path}%" for path in paths)


def _listed(values: Any) -> str:
    return f"{{{','.join(str(each) for each in values)}}}"
