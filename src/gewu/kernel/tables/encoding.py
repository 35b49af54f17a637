"""From bytes to text: UTF-8 with or without a mark, UTF-16 with one, GB 18030, then a guess."""

import codecs

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Big5 or Japanese bytes often pass as GB 18030, but as characters that nobody writes: of real
# Chinese text nine characters in ten belong to the first level of GB 2312, lead bytes B0 to D7
FIRST_LEVEL = range(0xB0, 0xD8)
ENOUGH_COMMON = 0.6
SAMPLE = 200_000


def decoded(data: bytes) -> str:
    """The text of a file in whichever encoding it came, refused when none fits."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data:
        raise Refusal(
            _("This is not a table but a file of another kind. CSV, TSV and XLSX can be read."),
            code="not_a_table",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _of_another_encoding(data)


def _of_another_encoding(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _share_of_common(text[:SAMPLE]) >= ENOUGH_COMMON:
        return text
    guess = from_bytes(data[:SAMPLE]).best()
    return _strictly(data, guess.encoding if guess else "utf-8")


def _share_of_common(text: str) -> float:
    """Of the Chinese characters in a text, the share of everyday ones."""
    han = [character for character in text if "\u3400" <= character <= "\u9fff"]
    common = sum(
        character.encode("gb18030")[0] in FIRST_LEVEL and _is_gb2312(character) for character in han
    )
    return common / len(han) if han else 0.0


def _is_gb2312(character: str) -> bool:
    code = character.encode("gb18030")
    return len(code) == 2 and code[1] >= 0xA1


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(
            _("Line %(line)d cannot be read as text. Save the file as UTF-8 and try again.")
            % {"line": line},
            code="unknown_encoding",
        ) from error
