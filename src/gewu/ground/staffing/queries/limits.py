"""What units and posts may be, for whoever looks at rows of a file before anything is written."""

from gewu.ground.staffing.rules import (
    LEVEL_OF,
    TERRITORIAL,
    is_sole_worker,
    phone_fault,
    post_fault,
)

__all__ = ["LEVEL_OF", "TERRITORIAL", "is_sole_worker", "phone_fault", "post_fault"]
