"""Who sets up, who lets in and who looks on are three people, at every door that fills a post."""

from django.db.backends.postgresql.psycopg_any import DateRange

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import fault_of_joining
from gewu.ground.staffing import queries
from gewu.ground.staffing.models import Post
from gewu.kernel.acting import refuse


def refuse_joined(post: Post, user: User, days: DateRange) -> None:
    """Refuse to give somebody two of the three, on any day; inside an action."""
    # Two posts at the same moment wait for each other here.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = queries.roles_between(user, days)
    refuse(fault_of_joining(user, held, post.role), "joined_roles", "user")
