"""The configuration files of a cluster, written anew at each start."""

import os
from pathlib import Path

from gewu.kernel.postgres.account import Account, name_of

SUPERUSER = "gewu_super"
OWNER = "gewu_owner"
APPLICATION = "gewu_app"
VIEWER = "gewu_viewer"  # what the application becomes while a page is read (kernel.wall)

_SETTINGS = """\
# Written at each start; own settings go to postgresql.conf, below the line that includes this.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
fsync = on
synchronous_commit = on
full_page_writes = on
max_connections = 100
shared_buffers = '{shared}MB'
effective_cache_size = '{cache}MB'
maintenance_work_mem = '128MB'
max_wal_size = '2GB'
checkpoint_timeout = '15min'
wal_compression = on
random_page_cost = 1.1
jit = off
max_locks_per_transaction = 256
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
log_line_prefix = '%m [%p] %d '
"""

# The superuser comes over the socket only, and only as the system user who runs Gewu; the two
# working roles show a password everywhere.
_ACCESS = f"""\
local all         {SUPERUSER} peer map=gewu
local replication {SUPERUSER} peer map=gewu
local all         {OWNER},{APPLICATION} scram-sha-256
host  all         {OWNER},{APPLICATION} 127.0.0.1/32 scram-sha-256
"""


def write(data: Path, *, port: int, socket: Path, account: Account) -> None:
    """Write settings, access rules and the map of system users."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    shared = max(32, min(512, memory // 8))
    settings = _SETTINGS.format(port=port, socket=socket, shared=shared, cache=memory // 2)
    _replace(data / "gewu.conf", settings, account)
    _replace(data / "pg_hba.conf", _ACCESS, account)
    names = sorted({name_of(os.geteuid()), name_of(account.uid)})
    users = "".join(f'gewu "{name}" {SUPERUSER}\n' for name in names)
    _replace(data / "pg_ident.conf", users, account)


def include(data: Path) -> None:
    """Make a new cluster read our settings."""
    with (data / "postgresql.conf").open("a") as stream:
        stream.write("\ninclude 'gewu.conf'\n")


def _replace(file: Path, text: str, account: Account) -> None:
    # A link here could lead a write by root elsewhere, so the old name goes first.
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    account.give(file, 0o600)
