"""Everything that changes units, posts and appointments."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.actions import add_person
from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.actions.kinds import fill_kinds, refuse_against_kind
from gewu.ground.staffing.actions.separating import refuse_joined
from gewu.ground.staffing.models import Appointment, Post, PostKind, Unit
from gewu.ground.staffing.queries import usual_kind, waiver_over
from gewu.ground.territory.actions import add_area
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import areas_under
from gewu.kernel.acting import SYSTEM, Actor, Refusal, action, refuse
from gewu.kernel.journal import announce, announce_all


@action
def open_county(
    *,
    code: str,
    name_zh: str,
    name_en: str = "",
    code_scheme: str = "national",
    phone: str = "",
    by: Actor,
) -> Unit:
    """Set up the county together with its desk, which takes what nobody else does."""
    county = add_area(code=code, name_zh=name_zh, name_en=name_en, code_scheme=code_scheme, by=by)
    fill_kinds(county.pk)
    return add_unit(
        kind=rules.UnitKind.COUNTY_DESK,
        area=county,
        name_zh=f"{name_zh}受理台",
        name_en=f"{name_en} desk" if name_en else "",
        phone=phone,
        by=by,
    )


@action
def add_unit(
    *, kind: str, area: Area, name_zh: str, name_en: str = "", phone: str = "", by: Actor
) -> Unit:
    """Add a unit on an area."""
    _need(policies.may_edit(by, area.path))
    refuse(rules.unit_fault(kind, area.level), "wrong_level", "kind")
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    refuse(_name_fault(kind, area, name_zh), "name_taken", "name_zh")
    unit = Unit.objects.create(
        county_id=area.county_id,
        kind=kind,
        area=area,
        name_zh=name_zh,
        name_en=name_en,
        phone=phone,
    )
    announce(events.UnitAdded(unit_id=unit.pk, kind=kind), by=by, path=area.path)
    return unit


@action
def add_missing_units(*, path: str, by: Actor) -> list[Unit]:
    """Give every area on or below a path the unit of its level, where it has none."""
    _need(policies.may_edit(by, path))
    served = Unit.objects.filter(
        area__path__startswith=path, kind__in=rules.TERRITORIAL.values()
    ).values_list("area_id", flat=True)
    areas = areas_under(path).filter(level__in=rules.TERRITORIAL).exclude(pk__in=served)
    units = [
        Unit(
            county_id=area.county_id,
            kind=rules.TERRITORIAL[area.level],
            area=area,
            name_zh=area.name_zh,
            name_en=area.name_en,
        )
        for area in areas
    ]
    Unit.objects.bulk_create(units, batch_size=1000)
    announce_all(
        (events.UnitAdded(unit_id=unit.pk, kind=unit.kind) for unit in units), by=by, path=path
    )
    return units


@action
def change_unit(*, unit: Unit, name_zh: str, name_en: str, phone: str, by: Actor) -> Unit:
    """Correct a unit's names and its public phone."""
    _need(policies.may_edit(by, unit.area.path))
    unit = Unit.objects.select_for_update(of=("self",)).select_related("area").get(pk=unit.pk)
    if (unit.name_zh, unit.name_en, unit.phone) == (name_zh, name_en, phone):
        return unit
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    if name_zh != unit.name_zh and unit.kind == rules.UnitKind.DEPARTMENT:
        refuse(_name_fault(unit.kind, unit.area, name_zh), "name_taken", "name_zh")
    refuse("" if name_zh else _("The name is missing."), "name_missing", "name_zh")
    unit.name_zh, unit.name_en, unit.phone = name_zh, name_en, phone
    unit.save(update_fields=["name_zh", "name_en", "phone"])
    announce(events.UnitChanged(unit_id=unit.pk), by=by, path=unit.area.path)
    return unit


@action
def add_post(
    *,
    unit: Unit,
    role: str = "",
    kind: PostKind | None = None,
    title_zh: str = "",
    title_en: str = "",
    full_time: bool = True,
    phone: str = "",
    by: Actor,
) -> Post:
    """Add a seat to a unit: of a kind, which says its role, or with a role, which says its kind."""
    _need(policies.may_edit(by, unit.area.path))
    _refuse_gone(unit)
    if kind is None:
        refuse(rules.post_fault(unit.kind, role), "wrong_role", "role")
        kind = usual_kind(unit, role, full_time)
    else:
        fits = kind.in_use and unit.kind in kind.unit_kinds
        refuse("" if fits else _("Units of this kind have no such posts."), "wrong_kind", "kind")
        role, full_time = kind.role, kind.full_time
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    post = Post.objects.create(
        unit=unit,
        kind=kind,
        role=role,
        title_zh=title_zh,
        title_en=title_en,
        full_time=full_time,
        phone=phone,
    )
    event = events.PostAdded(post_id=post.pk, unit_id=unit.pk, role=role)
    announce(event, by=by, path=unit.area.path)
    return post


@action
def set_phone(*, post: Post, phone: str, by: Actor) -> Post:
    """Set the work phone of a post; a worker may set the one of the post they hold."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit__area").get(pk=post.pk)
    _need(policies.may_set_phone(by, post))
    refuse(rules.phone_fault(phone), "bad_phone", "phone")
    if post.phone == phone:
        return post
    post.phone = phone
    post.save(update_fields=["phone"])
    event = events.PhoneSet(post_id=post.pk, unit_id=post.unit_id)
    announce(event, by=by, path=post.unit.area.path)
    return post


@action
def appoint(
    *, post: Post, user: User, from_day: date | None = None, until: date | None = None, by: Actor
) -> Appointment:
    """Put a person into a post, from a day on, perhaps up to a last day."""
    held = Post.objects.select_for_update(of=("self",)).select_related("unit__area", "kind")
    post = held.get(pk=post.pk)
    unit = post.unit
    _need(policies.may_appoint(by, post))
    _refuse_gone(unit)
    from_day = from_day or timezone.localdate()
    refuse(rules.days_fault(from_day, until), "days_reversed", "until")
    refuse("" if user.is_active else _("This sign-in is closed."), "user_closed", "user")
    days = DateRange(from_day, rules.day_after(until))
    waiver = waiver_over(post, user, days)
    sole = waiver is None and rules.is_sole_worker(unit.kind, post.role, post.full_time)
    refuse_joined(post, user, days)
    _refuse_double(post, user, days, unit.area if sole else None)
    if waiver is None:
        refuse_against_kind(post, user, days)
    appointment = _written(
        Appointment(
            county_id=unit.county_id,
            post=post,
            user=user,
            valid=days,
            sole_grid=unit.area if sole else None,
            waiver=waiver,
            entered_by=by if isinstance(by, User) else None,
        )
    )
    event = events.Appointed(
        appointment_id=appointment.pk,
        post_id=post.pk,
        unit_id=unit.pk,
        user_id=user.pk,
        from_day=from_day,
    )
    announce(event, by=by, path=unit.area.path)
    return appointment


@action
def appoint_somebody_new(
    *,
    post: Post,
    name_zh: str,
    name_en: str = "",
    from_day: date | None = None,
    until: date | None = None,
    by: Actor,
) -> Appointment:
    """Put somebody who does not sign in into a post that opens nothing: a family doctor."""
    opens = _("Whoever holds this post has to sign in. Add a user first.")
    refuse(opens if post.role else "", "has_to_sign_in", "user")
    _need(policies.may_edit(by, post.unit.area.path))
    user = add_person(name_zh=name_zh, name_en=name_en, by=SYSTEM)
    return appoint(post=post, user=user, from_day=from_day, until=until, by=by)


@action
def end_appointment(
    *, appointment: Appointment, last_day: date | None = None, by: Actor
) -> Appointment:
    """Set the last day of an appointment; today if none is named."""
    appointment = _locked(appointment.pk)
    unit = appointment.post.unit
    _need(policies.may_appoint(by, appointment.post))
    last_day = last_day or timezone.localdate()
    if appointment.last_day == last_day:
        return appointment
    refuse(rules.days_fault(appointment.from_day, last_day), "days_reversed", "last_day")
    days = DateRange(appointment.from_day, rules.day_after(last_day))
    _refuse_double(appointment.post, appointment.user, days, appointment.sole_grid, appointment.pk)
    if appointment.waiver is None:
        refuse_against_kind(appointment.post, appointment.user, days, appointment.pk)
    elif last_day > appointment.waiver.last_day:
        text = _("The exception ends on %(day)s, and this with it.")
        refuse(text % {"day": appointment.waiver.last_day}, "outside_waiver", "last_day")
    refuse_joined(appointment.post, appointment.user, days)
    appointment.valid = days
    appointment.save(update_fields=["valid"])
    event = events.AppointmentEnded(**_ids(appointment), last_day=last_day)
    announce(event, by=by, path=unit.area.path)
    return appointment


@action
def cancel_appointment(*, appointment: Appointment, by: Actor) -> None:
    """Take back an appointment that has not begun before today; older ones are ended instead."""
    appointment = _locked(appointment.pk)
    unit = appointment.post.unit
    _need(policies.may_appoint(by, appointment.post))
    began = appointment.from_day < timezone.localdate()
    refuse(
        _("It began on an earlier day and stays on record. Set its last day instead.")
        if began
        else "",
        "began",
        None,
    )
    event = events.AppointmentCancelled(**_ids(appointment))
    announce(event, by=by, path=unit.area.path)
    appointment.delete()


def _ids(appointment: Appointment) -> dict[str, UUID]:
    return {
        "appointment_id": appointment.pk,
        "post_id": appointment.post_id,
        "unit_id": appointment.post.unit_id,
        "user_id": appointment.user_id,
    }


def _locked(pk: UUID) -> Appointment:
    found = Appointment.objects.select_for_update(of=("self",))
    related = ("post__unit__area", "post__kind", "user", "sole_grid", "waiver")
    return found.select_related(*related).get(pk=pk)


def _name_fault(kind: str, area: Area, name_zh: str) -> str:
    if not name_zh:
        return _("The name is missing.")
    units = Unit.objects.filter(area=area)
    if kind == rules.UnitKind.DEPARTMENT:
        taken = units.filter(kind=kind, name_zh=name_zh).exists()
        return _("There is a department of this name already.") if taken else ""
    taken = units.exclude(kind=rules.UnitKind.DEPARTMENT).exists()
    return _("This area has a unit of its own already.") if taken else ""


def _refuse_gone(unit: Unit) -> None:
    if unit.dissolved_on is None:
        return
    heir = unit.successor.name if unit.successor else _("nobody")
    text = _("%(unit)s was dissolved on %(day)s; %(heir)s took over.")
    what = {"unit": unit.name, "day": unit.dissolved_on, "heir": heir}
    refuse(text % what, "dissolved", None)


def _written(appointment: Appointment) -> Appointment:
    try:
        appointment.save(force_insert=True)
    except IntegrityError:  # two administrators at the same moment; the constraints decide
        raise Refusal(
            _("Somebody else has just filled this place. Look again."), code="raced"
        ) from None
    return appointment


def _refuse_double(
    post: Post, user: User, days: DateRange, grid: Area | None, but: UUID | None = None
) -> None:
    others = Appointment.objects.filter(valid__overlap=days).select_related("user")
    if but is not None:
        others = others.exclude(pk=but)
    if other := others.filter(post=post).first():
        refuse(_taken_by(other, _("%(who)s holds this post until %(day)s.")), "held", "from_day")
    if grid is None:
        return
    hint = _("An exception can be granted with a reason and a last day.")
    if other := others.filter(sole_grid=grid).first():
        text = _("This grid has a full-time worker already: %(who)s, until %(day)s.")
        refuse(f"{_taken_by(other, text)} {hint}", "grid_has_worker", "from_day")
    if other := others.filter(user=user, sole_grid__isnull=False).first():
        text = _("%(who)s works full time in another grid until %(day)s.")
        refuse(f"{_taken_by(other, text)} {hint}", "works_elsewhere", "user")


def _taken_by(other: Appointment, text: str) -> str:
    day = other.valid.upper - timedelta(days=1) if other.valid.upper else _("further notice")
    return text % {"who": other.user.shown_name, "day": day}


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may do this."), code="not_allowed")
