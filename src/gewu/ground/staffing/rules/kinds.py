"""Which kinds of posts may stand where, and which of their rules an appointment would break."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gewu.ground.staffing.rules.posts import ROLES_OF, UnitKind


@dataclass(frozen=True)
class KindRules:
    """What a county says of a kind of posts; its fields are those of the model."""

    name_zh: str
    unit_kinds: Sequence[str]
    name_en: str = ""
    role: str = ""
    least: int = 0
    most: int | None = None
    many_grids: bool = True
    is_public: bool = False
    in_use: bool = True


def kind_fault(given: KindRules, full_time: bool) -> tuple[str, str]:
    """What is wrong with the rules of a kind, and in which field; empty when nothing is."""
    if not given.name_zh:
        return _("The name is missing."), "name_zh"
    if not given.unit_kinds:
        return _("Choose at least one kind of unit."), "unit_kinds"
    if given.role and any(given.role not in ROLES_OF[kind] for kind in given.unit_kinds):
        return _("Units of one of these kinds have no posts with this role."), "role"
    if given.most is not None and given.most < max(given.least, 1):
        return _("At most cannot be less than at least."), "most"
    if is_sole(given.unit_kinds, given.role, full_time) and given.most != 1:
        return _("A grid has one full-time worker at most."), "most"
    return "", ""


def is_sole(unit_kinds: Iterable[str], role: str, full_time: bool) -> bool:
    """Whether it is the full-time worker of a grid, of whom the law wants one for each."""
    return UnitKind.GRID_TEAM in unit_kinds and role == "worker" and full_time


def too_many(kind: str, most: int | None, held: int) -> str:
    """Why nobody more may be appointed here; empty when somebody may."""
    if most is None or held < most:
        return ""
    text = _("This grid may have %(most)s of the kind %(kind)s, and has %(held)s.")
    return text % {"most": most, "kind": kind, "held": held}


def waiver_fault(from_day: date, until: date, today: date) -> str:
    """What is wrong with the days of an exception."""
    if until < from_day:
        return _("The last day lies before the first.")
    if until < today:
        return _("The last day is over already.")
    return ""
