"""What audited events were about, in words: the post and its unit."""

from typing import Any

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Post, Unit


def audit_words(payloads: list[dict[str, Any]]) -> list[str]:
    """For each payload the post or the unit that it names; empty where it names none."""
    posts = Post.objects.select_related("unit", "kind").in_bulk(_ids(payloads, "post_id"))
    units = Unit.objects.in_bulk(_ids(payloads, "unit_id"))
    posts_by_id = {str(pk): post for pk, post in posts.items()}
    units_by_id = {str(pk): unit for pk, unit in units.items()}
    said = []
    for payload in payloads:
        post = posts_by_id.get(payload.get("post_id", ""))
        unit = post.unit if post else units_by_id.get(payload.get("unit_id", ""))
        parts = [post.title if post else "", str(unit) if unit else ""]
        said.append(_(", ").join(filter(None, parts)))
    return said


def _ids(payloads: list[dict[str, Any]], name: str) -> list[str]:
    return sorted({payload[name] for payload in payloads if payload.get(name)})
