"""`python -m gewu.config.cli`: the command line without an installed script."""

from gewu.config.cli import main

main()
