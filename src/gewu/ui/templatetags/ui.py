"""Tags and filters of the look: components, icons, times, names and built files."""

import json
from collections.abc import Mapping
from datetime import datetime
from re import compile
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.engine import Engine
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gewu.kernel.ids import uuid7
from gewu.kernel.live import token as live_token
from gewu.methods.small_counts import Told
from gewu.ui import assets, basemap, clocks, icons, options, pills, words
from gewu.ui.components import component as component_named
from gewu.ui.widgets import widget_attributes

register = template.Library()
register.simple_tag(icons.icon)
register.simple_tag(clocks.clock)
register.simple_tag(pills.pill)
register.simple_tag(options.options)

MODULE_AHEAD = '<link rel="modulepreload" href="{}">'
STYLE_AHEAD = '<link rel="preload" as="style" crossorigin href="{}">'
SHARED = ("request", "look", "user", "csrf_token", "perms")
THIN_SPACE = "\u2009"
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_GAPS = compile(r"(?<=[\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff09])\s+")
_HAN = r"[\u2e80-\u2fff\u3040-\u9fff]"  # letters only: a stop brings its own space
_SEAMS = compile(rf"(?<={_HAN})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?={_HAN})")


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, /, **given: Any) -> SafeString:
    """Draw a component: `{% component "pill" label=text tone="good" %}`."""
    return _drawn(context, name, given)


@register.simple_tag
def map_site() -> str:
    """A site's own map below maps, as JSON; empty where it has none."""
    made = basemap.site()
    return json.dumps(made, ensure_ascii=False) if made else ""


@register.simple_tag
def map_ground() -> str:
    """Where the layers below maps are found; empty where the site has none."""
    made = basemap.stamp()
    if not made:
        return ""
    return reverse("ui:map_layer", kwargs={"stamp": made, "name": "_"}).removesuffix("_.json")


@register.simple_block_tag(takes_context=True)
def wrap(context: Context, content: str, name: str, /, **given: Any) -> SafeString:
    """Draw a component around a block: `{% wrap "card" title=text %}…{% endwrap %}`."""
    return _drawn(context, name, {**given, "content": content})


@register.simple_tag
def scripts(*entries: str) -> SafeString:
    """Script elements of entries of the front end; what they import is asked for with them."""
    found = [(address,) for entry in entries for address in assets.scripts_of(entry)]
    beside = [(address,) for entry in entries for address in assets.imports_of(entry)]
    return format_html(
        "{}{}",
        format_html_join("", MODULE_AHEAD, beside),
        format_html_join("\n", '<script type="module" src="{}"></script>', found),
    )


@register.simple_tag
def styles(*entries: str) -> SafeString:
    """Style sheet links of entries of the front end."""
    found = dict.fromkeys(address for entry in entries for address in assets.styles_of(entry))
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', [(address,) for address in found]
    )


@register.simple_tag
def ahead(part: str) -> SafeString:
    """Asks for a part of the front end that this page will load, while its first scripts are read."""
    modules, sheets = assets.later(part)
    return format_html(
        "{}{}",
        format_html_join("", MODULE_AHEAD, [(address,) for address in modules]),
        format_html_join("", STYLE_AHEAD, [(address,) for address in sheets]),
    )


@register.simple_tag(takes_context=True)
def live(context: Context) -> SafeString:
    """Says which topics (`live_topics`) this page follows and where; without them, nothing."""
    topics = list(context.get("live_topics") or ())
    if not topics:
        return SafeString("")
    return format_html(
        '<meta name="gewu-live" content="{}" data-token="{}" data-topics="{}">',
        settings.LIVE_URL, live_token(topics), " ".join(topics),
    )  # fmt: skip


@register.tag
def again(parser: Parser, token: Token) -> "Again":
    """Draw a block a second time, so that a page says its title once: `{% again "title" %}`."""
    return Again(token.split_contents()[1].strip("\"'"))


class Again(Node):
    """Draws the most derived version of a named block."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        """The block's content."""
        block = context.render_context[BLOCK_CONTEXT_KEY].get_block(self.name)
        return block.nodelist.render(context) if block else SafeString("")


@register.simple_tag
def clock_face(
    due: datetime, warn: datetime | None, state: str, ended: datetime | None
) -> words.ClockFace:
    """What a deadline's clock shows now."""
    return words.clock_face(due, timezone.now(), warn=warn, state=state, ended=ended)


@register.simple_tag
def once_key() -> str:
    """A fresh key that makes a repeated sending of a form harmless."""
    return str(uuid7())


@register.simple_tag
def widget(field: BoundField, **attrs: Any) -> SafeString:
    """A form field's control with the classes and hints of the look."""
    return field.as_widget(attrs=widget_attributes(field) | attrs)


@register.filter
def json_template(value: Any, element_id: str) -> SafeString:
    """Data for the browser as JSON, kept in a template: a part that htmx fetched loses its scripts."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_MARKUP)
    return format_html('<template id="{}">{}</template>', element_id, SafeString(text))


@register.filter
def when(value: datetime | None) -> str:
    """A moment as people say it, its exact time on hover."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(), words.exact(value), words.moment(value, timezone.now()),
    )  # fmt: skip


@register.filter
def exact(value: datetime) -> str:
    """The exact time, for hovering and for paper."""
    return words.exact(value)


@register.filter
def number(value: float | int | str | None) -> str:
    """A number with its thousands set apart; one that is words already, such as 1,000+, as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    return words.number(value)


@register.filter
def told(value: Told) -> str:
    """A count of people as it may be told; one that is not says why when it is pointed at."""
    if isinstance(value, int):
        return words.number(value)
    why = words.why_not_told(value)
    return format_html('<abbr title="{}">{}</abbr>', why, words.count_told(value))


@register.filter
def named(thing: Any) -> str:
    """The thing's name in the viewer's language, the other one where it is missing."""
    if thing is None:
        return ""
    chinese, english = _name(thing, "name_zh"), _name(thing, "name_en")
    if (get_language() or "").startswith("zh"):
        return chinese or english
    return english or chinese


@register.filter
def han(text: Any) -> str:
    """The text with a thin space wherever Chinese and Latin letters or figures meet.

    After a Chinese stop no other space: it brings its own.
    """
    return _SEAMS.sub(THIN_SPACE, _GAPS.sub("", str(text)))


def _name(thing: Any, key: str) -> str:
    value = thing.get(key) if isinstance(thing, Mapping) else getattr(thing, key, "")
    return str(value or "")


def _drawn(context: Context, name: str, given: Mapping[str, Any]) -> SafeString:
    drawn = component_named(name)
    found = Engine.get_default().get_template(drawn.template)
    if drawn.is_alone:
        return found.render(Context(drawn.filled(given)))
    shared = {key: context[key] for key in SHARED if key in context}
    return found.render(context.new(shared | drawn.filled(given)))
