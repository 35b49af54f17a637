"""What tickets plug into lower floors."""

from gewu.kernel.partitions import PARTITIONED

PARTITIONED.append("tickets_move")
