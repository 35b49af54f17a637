"""A routing rule as a sentence that people read aloud."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

WORK = (1, 2, 3, 4, 5)
WEEKEND = (6, 7)


@dataclass(frozen=True)
class Wording:
    """What a rule asks and says, with every code already turned into a name."""

    what: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    place: str = ""
    level: str = ""
    kind: str = ""
    channels: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    since: time | None = None
    until: time | None = None
    keywords: tuple[str, ...] = ()
    confidential: bool | None = None
    target: str = ""
    target_name: str = ""


def sentence(said: Wording) -> str:
    """The whole rule in the reader's language."""
    asked = asked_words(said)
    target = target_words(said)
    if not asked:
        return _("Whatever comes, %(target)s.") % {"target": target}
    return _("If %(asked)s, then %(target)s.") % {
        "asked": _(", and ").join(asked),
        "target": target,
    }


def asked_words(said: Wording) -> list[str]:
    """One part of the sentence for each matcher that asks something."""
    parts = [
        _what(said),
        said.place and _("the place is in %(place)s") % {"place": said.place},
        said.level and _("the place is known as a %(level)s") % {"level": said.level},
        said.kind and _("the place is a %(kind)s") % {"kind": said.kind},
        said.channels and _("it came by %(ways)s") % {"ways": _either(said.channels)},
        when_words(said),
        said.keywords and _("its words name %(words)s") % {"words": _either(quoted(said.keywords))},
        {True: _("it is confidential"), False: _("it is not confidential"), None: ""}[
            said.confidential
        ],
    ]
    return [part for part in parts if part]


def target_words(said: Wording) -> str:
    """Where it goes."""
    name = {"name": said.target_name}
    return {
        "unit": _("it goes to %(name)s"),
        "level": _("it goes to the unit of the place: %(name)s"),
        "lead": _("it goes to the department for %(name)s"),
        "item": _("it is routed like “%(name)s”"),
    }[said.target] % name


def when_words(said: Wording) -> str:
    """Days and hours of the report."""
    days, hours = days_words(said.weekdays), hours_words(said.since, said.until)
    if not days and not hours:
        return ""
    when = _("%(days)s %(hours)s") % {"days": days, "hours": hours} if days and hours else ""
    return _("it is reported %(when)s") % {"when": when or days or hours}


def days_words(weekdays: Sequence[int]) -> str:
    """Days of the week, shortly."""
    days = tuple(sorted(weekdays))
    if days in ((), (*WORK, *WEEKEND)):
        return ""
    if days == WORK:
        return _("from Monday to Friday")
    if days == WEEKEND:
        return _("on Saturday and Sunday")
    return _("on %(days)s") % {"days": _either([weekday_names()[day - 1] for day in days])}


def hours_words(since: time | None, until: time | None) -> str:
    """Hours of the day; from the evening into the morning is said so."""
    if since and until:
        text = _("between %(since)s and %(until)s")
        if until < since:
            text = _("between %(since)s and %(until)s of the next day")
        return text % {"since": f"{since:%H:%M}", "until": f"{until:%H:%M}"}
    if since:
        return _("after %(since)s") % {"since": f"{since:%H:%M}"}
    return _("before %(until)s") % {"until": f"{until:%H:%M}"} if until else ""


def weekday_names() -> list[str]:
    """The days of the week, Monday first."""
    return [
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")),
        *(_("Saturday"), _("Sunday")),
    ]


def quoted(words: Iterable[str]) -> list[str]:
    """Words in the marks of the reader's language."""
    return [_("“%(word)s”") % {"word": word} for word in words]


def _what(said: Wording) -> str:
    parts = []
    if said.what:
        parts.append(_("the item is %(items)s") % {"items": _either(said.what)})
    if said.conditions:
        names = _either(quoted(said.conditions))
        parts.append(_("it is filed because %(conditions)s") % {"conditions": names})
    return pgettext("between two conditions", " or ").join(parts)


def _either(words: Sequence[str]) -> str:
    return pgettext("between names", " or ").join(words)
