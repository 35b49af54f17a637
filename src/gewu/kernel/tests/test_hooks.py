from gewu.kernel.hooks import Hook, all_hooks


def test_items_come_in_the_order_they_were_plugged_and_only_once():
    hook: Hook[str] = Hook("tests.order", "Letters.")
    assert hook.plug("b") == "b"
    hook.plug("a")
    hook.plug("b")
    assert list(hook) == ["b", "a"] and len(hook) == 2


def test_a_function_is_plugged_as_a_decorator_and_named():
    hook: Hook = Hook("tests.functions", "Functions.")
    assert repr(hook) == "<Hook tests.functions: empty>"

    @hook.plug
    def shout():
        return "!"

    assert [call() for call in hook] == ["!"]
    assert hook.names()[0].endswith(
        "test_hooks.test_a_function_is_plugged_as_a_decorator_and_named.<locals>.shout"
    )


def test_a_value_is_named_by_how_it_looks():
    hook: Hook[int] = Hook("tests.values", "Numbers.")
    hook.plug(5)
    assert hook.names() == ["builtins.5"]


def test_plugging_while_walking_does_not_disturb_the_walk():
    hook: Hook[int] = Hook("tests.walk", "Numbers.")
    hook.plug(1)
    assert [hook.plug(each + 1) for each in hook] == [2]


def test_all_hooks_are_known_by_name():
    hook: Hook[int] = Hook("tests.known", "Numbers.")
    names = [each.name for each in all_hooks()]
    assert hook.name in names and names == sorted(names)
