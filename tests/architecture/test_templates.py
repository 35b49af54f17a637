"""Templates are used, and an area uses only its own and those of ui."""

import re
from pathlib import Path

from tests.architecture.sources import PACKAGE, is_test, python_files, short, tracked

NAME = re.compile(r"""["']([\w\-/]+\.html)(?:#[\w\-]+)?["']""")
FOREIGN = (
    "account/",
    "allauth/",
    "socialaccount/",
    "django/",
    "mfa/",
)  # names that libraries look up


def templates() -> dict[str, Path]:
    """Every template by the name it is loaded with."""
    found = {}
    for file in tracked():
        if file.suffix == ".html" and "templates" in file.parts and PACKAGE in file.parents:
            place = len(file.parts) - file.parts[::-1].index("templates")
            found["/".join(file.parts[place:])] = file
    return found


def named_in() -> dict[Path, set[str]]:
    """Which templates each source names."""
    files = [file for file in python_files() if not is_test(file)]
    files += templates().values()
    return {file: set(NAME.findall(file.read_text())) for file in files}


def home(file: Path) -> str:
    """The area (or floor) a file belongs to."""
    parts = file.relative_to(PACKAGE).parts if PACKAGE in file.parents else ("tests",)
    return parts[1] if parts[0] in {"ground", "work", "oversight", "doors"} else parts[0]


def test_every_template_is_used() -> None:
    named = set().union(*named_in().values())
    composed = {name for name in templates() if name.startswith(("ui/components/", *FOREIGN))}
    bases = {name for name in templates() if name.startswith("ui/base_")}
    assert sorted(set(templates()) - named - composed - bases) == []


def test_every_named_template_exists() -> None:
    known = set(templates())
    missing = [
        f"{short(file)}: {name}"
        for file, names in named_in().items()
        for name in names
        if "/" in name and name not in known and not name.startswith(FOREIGN)
    ]
    assert missing == []


def test_an_area_uses_only_its_own_templates_and_those_of_ui() -> None:
    strangers = [
        f"{short(file)}: {name}"
        for file, names in named_in().items()
        for name in names & set(templates())
        if home(templates()[name]) not in {home(file), "ui"}
    ]
    assert strangers == []


def test_no_style_or_script_is_written_into_a_page() -> None:
    """The content security policy would refuse it."""
    inline = re.compile(r"""\s(style|on[a-z]+)=["']""")
    wrong = [short(file) for file in templates().values() if inline.search(file.read_text())]
    assert wrong == []


def test_a_form_that_gives_a_file_says_so():
    """Its page stays, so that its button has to come back by itself (frontend/shared/once.ts)."""
    giving = [
        (short(file), tag)
        for file in templates().values()
        for tag in re.findall(r'{% wrap "form".*?%}', file.read_text())
        if 'submit_icon="download"' in tag
    ]
    assert giving and [each for each in giving if "gives_file=True" not in each[1]] == []
