"""What staffing tells the areas below it."""

from gewu.ground.accounts import hooks as accounts_hooks
from gewu.ground.staffing import queries

accounts_hooks.grants_of.plug(queries.grants_of)
