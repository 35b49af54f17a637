"""A small PostgreSQL of our own: found, created, started and stopped without asking anybody.

Words: a *cluster* is one PostgreSQL server with its data; its *place* is the folder that holds
the data. Neighbours: nothing above the kernel is known here, and neither is Django.
"""

from gewu.kernel.postgres.cluster import Cluster
from gewu.kernel.postgres.errors import ClusterError

__all__ = ["Cluster", "ClusterError"]
