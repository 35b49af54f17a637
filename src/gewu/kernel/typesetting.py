"""Paper: a template of our own and data become pages of a PDF, or pictures of them.

Words that a person typed reach typst as data only, never as source. Nothing is written to disk and
nothing is fetched; the one font family comes with a package, so every machine prints the same.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import manimgx_fonts_cjk
import typst


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The pages as one PDF; the template finds the data with `json(bytes(sys.inputs.data))`."""
    return cast(bytes, _compiled(template, data, "pdf"))


def pictured(template: Path, data: Mapping[str, Any], *, dots_per_inch: int = 96) -> list[bytes]:
    """Each page as a PNG."""
    found = _compiled(template, data, "png", dots_per_inch)
    return found if isinstance(found, list) else [found]


def _compiled(
    template: Path, data: Mapping[str, Any], kind: Literal["pdf", "png"], ppi: int | None = None
) -> bytes | list[bytes]:
    # The folder of the template is all that it could read.
    compiler = typst.Compiler(root=template.parent, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        input=template.read_bytes(),
        format=kind,
        ppi=ppi,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert made is not None  # it is only when a file is named
    return made


@cache
def _fonts() -> typst.Fonts:
    folder = str(Path(manimgx_fonts_cjk.__file__).parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
