"""The sheets of a book: which columns each has, how they are called, what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gewu.ground.accounts.models import ROLES
from gewu.ground.staffing.models import Unit

LANGUAGES = ("zh-hans", "en")
YES_NO: dict[str, str | Promise] = {"yes": _("yes"), "no": _("no")}
AREA_KINDS: dict[str, str | Promise] = {
    "general": _("General grid"),
    "special": _("Special grid"),
}
UNIT_KINDS: dict[str, str | Promise] = {str(kind): kind.label for kind in Unit.Kind}
ROLE_NAMES: dict[str, str | Promise] = {name: role.label for name, role in ROLES.items()}


@dataclass(frozen=True)
class Column:
    """A column: its name in the code, on paper, and what may stand in it."""

    name: str
    label: str | Promise
    needed: bool = False
    # Codes, phones and sign-in names stay text, so that a spreadsheet keeps their zeros.
    is_text: bool = False
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    example: str = ""
    note: str | Promise = ""

    @property
    def shown_example(self) -> str:
        """The example in the reader's words."""
        return str(self.choices.get(self.example, self.example))

    def words(self) -> set[str]:
        """What may stand above the column, in any language."""
        return {spelled(self.name), *(spelled(word) for word in in_languages(self.label))}

    def meant(self, text: str) -> str | None:
        """The choice that a cell means, in any language; None where it is none."""
        for key, label in self.choices.items():
            if spelled(text) in {spelled(key), *(spelled(each) for each in in_languages(label))}:
                return key
        return None


@dataclass(frozen=True, eq=False)
class SheetKind:
    """One kind of sheet."""

    name: str
    label: str | Promise
    columns: tuple[Column, ...]

    def column_of(self, heading: str) -> Column | None:
        """The column that a heading means."""
        return next((each for each in self.columns if spelled(heading) in each.words()), None)

    def titles(self) -> set[str]:
        """How the sheet may be called in a book."""
        return {spelled(self.name), *(spelled(word) for word in in_languages(self.label))}


def in_languages(word: str | Promise) -> list[str]:
    """A word in each language of the house."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(word))
    return found


def spelled(word: str | Promise) -> str:
    """Without what people add or leave out: case, blanks, the star of what is needed."""
    return str(word).strip().strip("*＊").replace(" ", "").replace("_", "").lower()


AREAS = SheetKind(
    "areas",
    _("Areas"),
    (
        Column("code", _("Code"), needed=True, is_text=True, example="370899100001001"),
        Column(
            "parent_code",
            _("Code of the area above it"),
            needed=True,
            is_text=True,
            example="370899100001",
            note=_("Empty only for the county itself."),
        ),
        Column("name_zh", _("Name"), needed=True, example="东一社区第一网格"),
        Column("name_en", _("Name in English"), example="Grid 1"),
        Column("kind", _("Kind of grid"), choices=AREA_KINDS, example="general"),
    ),
)
UNITS = SheetKind(
    "units",
    _("Units"),
    (
        Column("kind", _("Kind of unit"), needed=True, choices=UNIT_KINDS, example="department"),
        Column(
            "area_code",
            _("Code of its area"),
            is_text=True,
            example="",
            note=_("Empty for a department and for the county desk."),
        ),
        Column("name_zh", _("Name of the unit"), needed=True, example="环卫中心"),
        Column("name_en", _("Name in English"), example="Sanitation Centre"),
        Column("phone", _("Public phone"), is_text=True, example="0537-2212345"),
    ),
)
STAFF = SheetKind(
    "staff",
    _("Staff"),
    (
        Column(
            "username",
            _("Sign-in name"),
            needed=True,
            is_text=True,
            example="00123",
            note=_("Such as the work number. It tells two people of one name apart."),
        ),
        Column("name_zh", _("Full name"), needed=True, example="王秀兰"),
        Column("name_en", _("Full name in Latin letters"), example="Wang Xiulan"),
    ),
)
APPOINTMENTS = SheetKind(
    "appointments",
    _("Appointments"),
    (
        Column(
            "person",
            _("Person"),
            is_text=True,
            example="00123",
            note=_("Sign-in name, or the full name where nobody else bears it. Empty: vacant."),
        ),
        Column(
            "unit",
            _("Unit"),
            needed=True,
            is_text=True,
            example="370899100001001",
            note=_("Code of the area whose unit it is, or the name of a department."),
        ),
        Column(
            "role",
            _("Role"),
            choices=ROLE_NAMES,
            example="worker",
            note=_("What the post opens. Empty for a post that opens nothing; then say its kind."),
        ),
        Column("title", _("Title of the post"), example=""),
        Column("full_time", _("Full time"), choices=YES_NO, example="yes"),
        Column("phone", _("Work phone"), is_text=True, example="0537-2212346"),
        Column("from_day", _("First day"), example="2026-01-01"),
        Column("until", _("Last day"), example=""),
        Column(
            "post_kind",
            _("Kind of post"),
            example="",
            note=_(
                "Only for posts that open nothing, such as a building head. Their holders do not"
                " sign in: a full name that nobody bears yet becomes somebody new."
            ),
        ),
    ),
)
LEADS = SheetKind(
    "leads",
    _("Who leads what"),
    (
        Column("lead_kind", _("Kind of work"), needed=True, is_text=True, example="环卫"),
        Column(
            "unit",
            _("Unit"),
            is_text=True,
            example="环卫中心",
            note=_("Empty: to be decided later."),
        ),
    ),
)
SHEETS = {sheet.name: sheet for sheet in (AREAS, UNITS, STAFF, APPOINTMENTS, LEADS)}
