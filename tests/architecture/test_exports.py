"""No file leaves the house but by one way, which marks it, logs it and asks what it is for."""

import ast
import re

from gewu.ui.exporting import Export
from tests.architecture.sources import PACKAGE, is_test, python_files, short, tree

# The one way; and what is shown in the browser and public, one's own, or one stored file.
THE_WAY = "src/gewu/ui/exporting.py"
OTHERS = {
    "src/gewu/kernel/files.py": "one attachment, to whoever may see the thing it hangs on",
    "src/gewu/ground/staffing/views/my_duty.py": "one's own duties, for one's own calendar",
    "src/gewu/ground/territory/views/public.py": "the code of a grid, which is public",
    "src/gewu/ground/territory/views/posters.py": "posters of grids, which are public",
}
ATTACHED = re.compile(r"Content-Disposition|as_attachment=(?!False)|FileResponse\(")


def sources() -> dict[str, str]:
    return {
        short(file): file.read_text()
        for file in python_files()
        if PACKAGE in file.parents and not is_test(file)
    }


def test_whatever_is_taken_away_goes_through_the_one_way() -> None:
    found = {name for name, text in sources().items() if ATTACHED.search(text)}
    assert THE_WAY in found
    assert found - {THE_WAY, *OTHERS} == set()


def test_what_goes_another_way_is_not_attached() -> None:
    texts = sources()
    attached = [name for name in OTHERS if "attachment;" in texts[name]]
    assert attached == []
    assert [name for name in OTHERS if not ATTACHED.search(texts[name])] == []


def test_what_is_about_people_comes_with_a_purpose() -> None:
    """Whoever says `is_personal=True` also says `purpose=`; the database would refuse it later."""
    without = [
        f"{short(file)}:{call.lineno}"
        for file in python_files()
        if PACKAGE in file.parents and not is_test(file)
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == Export.__name__
        if not says_what_for(call) and not is_said_to_be_harmless(call)
    ]
    assert without == []


def says_what_for(call: ast.Call) -> bool:
    return len(call.args) > 3 or "purpose" in {word.arg for word in call.keywords}


def is_said_to_be_harmless(call: ast.Call) -> bool:
    said = {word.arg: word.value for word in call.keywords}.get("is_personal")
    return isinstance(said, ast.Constant) and said.value is False
