import pytest

from gewu.kernel.states import IllegalMove, Move, StateTable


def not_too_late(*, late: bool) -> str | None:
    return "It is too late." if late else None


TABLE = StateTable(
    start="new",
    labels={"new": "New", "open": "Open", "done": "Done"},
    moves=[
        Move("take", ("new",), "open"),
        Move("finish", ("new", "open"), "done", guard=not_too_late),
        Move("remark", ("open",), None),
    ],
)
LEGAL = {("take", "new"): "open", ("remark", "open"): "open"} | {
    ("finish", state): "done" for state in ("new", "open")
}


@pytest.mark.parametrize("state", ["new", "open", "done"])
@pytest.mark.parametrize("verb", ["take", "finish", "remark", "fly"])
def test_every_verb_in_every_state(verb, state):
    if (verb, state) in LEGAL:
        assert (
            TABLE.ask(verb, state, **({"late": False} if verb == "finish" else {}))
            == (LEGAL[verb, state])
        )
    else:
        with pytest.raises(IllegalMove) as refused:
            TABLE.ask(verb, state)
        assert (refused.value.verb, refused.value.state) == (verb, state)
        assert refused.value.code == "illegal_move"


def test_a_refusal_names_the_state_as_people_do():
    with pytest.raises(IllegalMove, match="Done"):
        TABLE.ask("take", "done")


def test_a_state_that_the_table_does_not_know_is_named_as_it_is():
    with pytest.raises(IllegalMove, match="lost"):
        TABLE.ask("take", "lost")


def test_a_guard_says_why_not():
    with pytest.raises(IllegalMove, match=r"It is too late\."):
        TABLE.ask("finish", "open", late=True)


def test_verbs_come_in_the_order_of_the_table():
    assert TABLE.verbs_from("new") == ("take", "finish")
    assert TABLE.verbs_from("open") == ("finish", "remark")
    assert TABLE.verbs_from("done") == ()


def test_choices_are_the_labels():
    assert TABLE.choices() == [("new", "New"), ("open", "Open"), ("done", "Done")]


def test_the_diagram_shows_every_move_once():
    assert TABLE.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> new\n"
        "    new --> open: take\n"
        "    new --> done: finish\n"
        "    open --> done: finish\n"
        "    open --> open: remark\n"
        "    done --> [*]\n"
    )


def test_a_verb_cannot_lead_to_two_places():
    with pytest.raises(ValueError, match="starts twice"):
        StateTable("a", {"a": "A", "b": "B"}, [Move("go", ("a",), "b"), Move("go", ("a",), "a")])


@pytest.mark.parametrize(
    ("start", "move"),
    [
        ("x", Move("go", ("a",), "a")),
        ("a", Move("go", ("x",), "a")),
        ("a", Move("go", ("a",), "x")),
    ],
)
def test_every_state_needs_a_label(start, move):
    with pytest.raises(ValueError, match="x has no label"):
        StateTable(start, {"a": "A"}, [move])
