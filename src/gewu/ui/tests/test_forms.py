"""Forms show what is wrong at the field that is wrong."""

from django import forms

from gewu.ui.tests.test_components import draw


class ReportForm(forms.Form):
    """A few kinds of fields."""

    words = forms.CharField(widget=forms.Textarea, help_text="A few words.", label="Words")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    phone = forms.CharField(required=False, label="Phone")
    agree = forms.BooleanField(required=False)

    def clean(self) -> None:
        """Always something wrong with the whole."""
        raise forms.ValidationError("The two do not fit.")


def test_a_wrong_field_names_its_error_and_its_help() -> None:
    drawn = draw('{% component "field" field=form.words %}', form=ReportForm({}))
    assert 'aria-describedby="id_words_error id_words_help"' in drawn
    assert 'id="id_words_error"' in drawn
    assert 'id="id_words_help"' in drawn
    assert "is-invalid" in drawn
    assert 'aria-invalid="true"' in drawn


def test_what_was_typed_is_still_there() -> None:
    form = ReportForm({"phone": "571 8888", "words": "lamp <b>"})
    drawn = draw('{% component "fields" form=form %}', form=form)
    assert 'value="571 8888"' in drawn
    assert "lamp &lt;b&gt;" in drawn


def test_a_fault_of_the_whole_form_stands_above_the_fields() -> None:
    drawn = draw('{% component "fields" form=form %}', form=ReportForm({}))
    assert drawn.index("The two do not fit.") < drawn.index("<label")


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    form = ReportForm()
    assert 'class="optional"' in draw('{% component "field" field=form.phone %}', form=form)
    assert 'class="optional"' not in draw('{% component "field" field=form.words %}', form=form)


def test_choices_stand_in_a_named_group() -> None:
    drawn = draw('{% component "field" field=form.kind %}', form=ReportForm())
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert drawn.count('type="radio"') == 2


def test_a_box_has_its_label_beside_it() -> None:
    drawn = draw('{% component "field" field=form.agree %}', form=ReportForm())
    assert "form-check-input" in drawn


def test_a_control_keeps_its_own_class() -> None:
    class Own(forms.Form):
        word = forms.CharField(widget=forms.TextInput(attrs={"class": "mine"}))

    assert 'class="mine form-control"' in draw("{% widget form.word %}", form=Own())
