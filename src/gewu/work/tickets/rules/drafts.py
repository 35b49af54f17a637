"""Rows of a file as tickets to be, or the reasons why not, each with line and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from gewu.kernel.tables import Row
from gewu.methods.coordinates import to_wgs84
from gewu.work.tickets.rules.mapping import AT_IMPORT, CLOSED, ColumnMapping, Moments, Values
from gewu.work.tickets.rules.wording import LONGEST_TITLE, beginning

# Another house took these words in; their writer cannot be asked to shorten them any more.
LONGEST_IMPORTED = 20_000
LONGEST_ADDRESS = 200
LONGEST_SOURCE_ID = 80
PLACES = Decimal("0.0000001")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a row says, in our words: times in UTC, degrees in CGCS2000."""

    line: int
    source_id: str
    title: str
    words: str
    address: str
    lon: Decimal | None
    lat: Decimal | None
    item_code: str
    submitted_at: datetime
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether the source had closed it."""
        return self.closed_at is not None


@dataclass(frozen=True)
class BadRow:
    """Why a row cannot be imported."""

    line: int
    column: str
    reason: str


def drafts_of(
    rows: Iterable[Row], mapping: ColumnMapping, item_codes: Iterable[str], now: datetime
) -> tuple[list[Draft], list[BadRow]]:
    """Every row as a draft, and everything that is wrong with the others."""
    known_codes = frozenset(item_codes)
    drafts: list[Draft] = []
    bad: list[BadRow] = []
    first_line: dict[str, int] = {}
    for row in rows:
        reading = _Reading(row, mapping, known_codes, now)
        draft = reading.draft()
        twin = first_line.setdefault(draft.source_id, row.line)
        if twin != row.line and draft.source_id:
            reading.refuse(
                mapping.source_id, _("The same id stands in line %(line)d.") % {"line": twin}
            )
        if reading.bad:
            bad += reading.bad
        else:
            drafts.append(draft)
    return drafts, bad


class _Reading:
    """One row being read; what is wrong is gathered, so that a person mends it in one go."""

    def __init__(
        self, row: Row, mapping: ColumnMapping, item_codes: frozenset[str], now: datetime
    ) -> None:
        self.row, self.mapping, self.item_codes, self.now = row, mapping, item_codes, now
        self.bad: list[BadRow] = []

    def refuse(self, column: str, reason: str) -> None:
        """Keep a reason."""
        self.bad.append(BadRow(self.row.line, column, reason))

    def draft(self) -> Draft:
        """The row as a draft, which is of use only when nothing is bad."""
        if self.row.ragged:
            self.refuse("", self.row.ragged)
        title, words = self._title_and_words()
        lon, lat = self._place()
        submitted_at = self._moment(self.mapping.submitted_at) or self.now
        return Draft(
            line=self.row.line,
            source_id=self._source_id(),
            title=title,
            words=words,
            address=self._cell(self.mapping.address)[:LONGEST_ADDRESS],
            lon=lon,
            lat=lat,
            item_code=self._item_code(),
            submitted_at=submitted_at,
            closed_at=self._closed_at(submitted_at),
        )

    def _cell(self, column: str) -> str:
        return self.row[column] if column else ""

    def _source_id(self) -> str:
        text = self._cell(self.mapping.source_id)
        if not text or len(text) > LONGEST_SOURCE_ID:
            self.refuse(
                self.mapping.source_id,
                _("An id of 1 to %(most)d characters is needed.") % {"most": LONGEST_SOURCE_ID},
            )
        return text

    def _title_and_words(self) -> tuple[str, str]:
        """Title and words; what is too long for a title is said in the words and loses nothing."""
        title = " ".join(" ".join(map(self._cell, self.mapping.title)).split())
        words = "\n".join(filter(None, map(self._cell, self.mapping.words))).strip()
        column = (*self.mapping.title, *self.mapping.words)[0]
        if not title and not words:
            self.refuse(column, _("It says nothing."))
        if len(title) > LONGEST_TITLE:
            title, words = "", f"{title}\n{words}".strip()
        if len(words) > LONGEST_IMPORTED:
            self.refuse(
                column,
                _("That is %(count)s characters; at most %(limit)s can be kept.")
                % {"count": len(words), "limit": LONGEST_IMPORTED},
            )
        return title or beginning(words), words

    def _place(self) -> tuple[Decimal | None, Decimal | None]:
        texts = self._cell(self.mapping.lon), self._cell(self.mapping.lat)
        if not any(texts):
            return None, None
        lon = self._degrees(self.mapping.lon, texts[0], 180)
        lat = self._degrees(self.mapping.lat, texts[1], 90)
        if lon is None or lat is None:
            return None, None
        x, y = to_wgs84(float(lon), float(lat), self.mapping.coordinates)
        return _seven_places(x), _seven_places(y)

    def _degrees(self, column: str, text: str, most: int) -> Decimal | None:
        try:
            degrees = Decimal(text)
            if abs(degrees) <= most:
                return degrees
        except InvalidOperation:
            pass
        self.refuse(
            column,
            _("“%(text)s” is no number of degrees between -%(most)d and %(most)d.")
            % {"text": text[:40], "most": most},
        )
        return None

    def _item_code(self) -> str:
        code = self._meaning(self.mapping.item)
        if code and code not in self.item_codes:
            column = self.mapping.item.column if self.mapping.item else ""
            self.refuse(column, _("The catalogue has no item %(code)s.") % {"code": code[:40]})
        return code

    def _meaning(self, values: Values | None) -> str:
        """What a value means by its table; an empty cell means nothing."""
        text = self._cell(values.column) if values else ""
        if not values or not text or not values.table:
            return text
        if text not in values.table:
            self.refuse(
                values.column,
                _("The mapping does not say what “%(text)s” means.") % {"text": text[:40]},
            )
        return values.table.get(text, "")

    def _moment(self, moments: Moments | None) -> datetime | None:
        text = self._cell(moments.column) if moments else ""
        if moments is None or (not text and moments.missing == AT_IMPORT):
            return None
        if not text:
            self.refuse(moments.column, _("There is no time."))
            return None
        moment = _parsed(text, moments)
        if moment is None:
            self.refuse(
                moments.column, _("“%(text)s” is no time as expected.") % {"text": text[:40]}
            )
        elif moment > self.now:
            self.refuse(moments.column, _("This time lies in the future."))
        return moment

    def _closed_at(self, submitted_at: datetime) -> datetime | None:
        """When it was closed: the state decides where there is one, else the time."""
        moments, state = self.mapping.closed_at, self._meaning(self.mapping.state)
        has_time = bool(moments and self._cell(moments.column))
        if (state and state != CLOSED) or (not state and not has_time):
            return None
        closed_at = (self._moment(moments) if has_time else None) or submitted_at
        if closed_at < submitted_at and moments:
            self.refuse(moments.column, _("It was closed before it was reported."))
        if not self._has_item():
            column = self.mapping.item.column if self.mapping.item else ""
            self.refuse(column, _("A closed request needs an item of the catalogue."))
        return closed_at

    def _has_item(self) -> bool:
        values = self.mapping.item
        text = self._cell(values.column) if values else ""
        return bool(values and (values.table.get(text) if values.table else text))


def _parsed(text: str, moments: Moments) -> datetime | None:
    """A time in one of the formats, or in ISO 8601; its own offset wins over the zone."""
    for form in moments.formats:
        try:
            return _zoned(datetime.strptime(text, form), moments)  # noqa: DTZ007
        except ValueError:
            continue
    try:
        return _zoned(datetime.fromisoformat(text), moments)
    except ValueError:
        return None


def _zoned(moment: datetime, moments: Moments) -> datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=moments.zone)
    return local.astimezone(UTC)


def _seven_places(degrees: float) -> Decimal:
    return Decimal(str(degrees)).quantize(PLACES)
