"""A month of the invented town in an empty database. Run as a program: `month DAYS SEED A_DAY`."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from gewu.config import schema
from gewu.simulation.month.run import Size, run


def main() -> None:
    """Migrate, live the month, print one line of JSON."""
    schema.migrate(say=lambda _words: None)
    days, seed, a_day = map(int, sys.argv[1:4])
    figures = run(Size(days, seed, a_day))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
