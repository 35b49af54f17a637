"""Shaping registers: kinds, groups, fields; what stays when they change."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from tests import cast

from gewu.ground.registers import actions, jobs, queries
from gewu.ground.registers.models import Record, RegisterField, RegisterKind
from gewu.ground.registers.queries.kinds import standard_kinds
from gewu.ground.registers.rules.fields import Choice
from gewu.ground.registers.rules.kinds import FieldRules, KindRules
from gewu.ground.registers.tests import kit
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place(town):
    return kit.filled(town)


def rules_of(field, **others):
    names = FieldRules.__dataclass_fields__
    held = {name: getattr(field, name) for name in names if name != "choices"}
    return replace(FieldRules(**held, choices=field.spec.choices), **others)


def kind_rules(kind, **others):
    names = KindRules.__dataclass_fields__
    held = {name: getattr(kind, name) for name in names if name != "keeper_id"}
    return replace(KindRules(**held), **others)


class TestKinds:
    def test_the_usual_ones_come_once(self, town):
        assert actions.fill_kinds(county=town.county, by=town.root) == 15
        assert actions.fill_kinds(county=town.county, by=town.root) == 0
        assert {k.code for k in queries.kinds_for(town.ada)} >= {"hydrants", "facilities"}
        assert RegisterField.objects.filter(kind__code="gas", key="contact_name").exists()
        assert len(standard_kinds()) == RegisterKind.objects.count()

    def test_a_kind_of_the_same_name_is_not_added_beside_it(self, town):
        actions.add_kind(county=town.county, given=KindRules("消防栓"), by=town.root)
        assert actions.fill_kinds(county=town.county, by=SYSTEM) == 14

    def test_only_the_countys_administrator_shapes(self, place):
        tom = cast.person("tom", "汤姆", place.town_office, "administrator")
        for who in (place.ada, place.ben, tom, RESIDENT):
            with pytest.raises(Refusal, match="administrator of the county"):
                actions.add_kind(county=place.county, given=KindRules("井盖"), by=who)

    def test_one_of_the_countys_own(self, place):
        own = actions.add_kind(
            county=place.county, given=KindRules("凉亭", "Pavilions", months=6), by=place.root
        )
        assert own.code.startswith("own_") and own.name == "Pavilions"
        assert JournalEntry.objects.filter(name="registers.kind_arranged").exists()
        with pytest.raises(Refusal) as taken:
            actions.add_kind(county=place.county, given=KindRules("凉亭"), by=place.root)
        assert taken.value.field == "name_zh"
        with pytest.raises(Refusal, match="about persons"):
            actions.add_kind(county=place.county, given=KindRules("重点人员"), by=place.root)

    def test_another_cycle_moves_the_due_days(self, place):
        with time_machine.travel(date(2026, 1, 31)):
            seen = kit.record(place.grid_1)
        kind = kit.kind()
        actions.change_kind(kind=kind, given=kind_rules(kind, months=1), by=place.root)
        assert Record.objects.get(pk=seen.pk).due_on == date(2026, 2, 28)
        kind = kit.kind()
        assert actions.change_kind(kind=kind, given=kind_rules(kind), by=place.root) == kind
        actions.change_kind(kind=kind, given=kind_rules(kind, months=0), by=place.root)
        assert Record.objects.get(pk=seen.pk).due_on is None

    def test_a_keeper_is_named_and_one_out_of_use_stands_in_no_list(self, place):
        kind = kit.kind()
        given = kind_rules(kind, keeper_id=str(place.sanitation.pk), in_use=False)
        kind = actions.change_kind(kind=kind, given=given, by=place.root)
        assert kind.keeper_id == place.sanitation.pk
        assert kind not in queries.kinds_for(place.ada) and kind in queries.kinds_for(place.root)
        with pytest.raises(Refusal, match="no longer used"):
            kit.record(place.grid_1)


class TestFields:
    def test_a_field_called_otherwise_keeps_its_values(self, place):
        thing = kit.record(place.grid_1, values={"diameter": 100})
        field = kit.field("hydrants", "diameter")
        given = rules_of(field, name_zh="接口直径", name_en="Bore")
        actions.change_field(field=field, group=field.group, given=given, by=place.root)
        shown = {f.name: value for f, value in queries.shown(place.ada, thing).pairs}
        assert shown["Bore"] == "100" and "Diameter" not in shown

    def test_a_retired_field_keeps_what_was_written_and_comes_back_with_it(self, place):
        thing = kit.record(place.grid_1, values={"diameter": 100})
        field = kit.field("hydrants", "diameter")
        for _twice in range(2):
            field = actions.set_field_use(field=field, is_used=False, by=place.root)
        assert field.retired_at and field.key not in [f.key for f in queries.fields_of(field.kind)]
        held = Record.objects.get(pk=thing.pk)
        actions.change_record(
            record=held, given=kit.given(place.grid_1, "改名"), version=1, by=place.ada
        )
        assert Record.objects.get(pk=thing.pk).values["diameter"] == 100
        other = FieldRules("口径", "whole")
        beside = actions.add_field(kind=field.kind, group=field.group, given=other, by=place.root)
        with pytest.raises(Refusal, match="of this name"):
            actions.set_field_use(field=field, is_used=True, by=place.root)
        actions.set_field_use(field=beside, is_used=False, by=place.root)
        assert actions.set_field_use(field=field, is_used=True, by=place.root).retired_at is None

    def test_its_type_changes_only_while_nothing_is_written(self, place):
        field = kit.field("hydrants", "diameter")
        text = rules_of(field, type="text")
        changed = actions.change_field(field=field, group=field.group, given=text, by=place.root)
        assert changed.type == "text"
        kit.record(place.grid_1, values={"diameter": "DN100"})
        with pytest.raises(Refusal) as no:
            actions.change_field(
                field=field, group=field.group, given=rules_of(field, type="whole"), by=place.root
            )
        assert no.value.field == "type"

    @pytest.mark.parametrize("name", ["name_zh", "hint", "purpose"])
    def test_what_is_about_persons_is_refused_at_its_place(self, place, name):
        kind = kit.kind()
        group = queries.groups_of(kind).first()
        given = replace(FieldRules("口径二", "text"), **{name: "是否信访人"})
        with pytest.raises(Refusal, match="信访") as no:
            actions.add_field(kind=kind, group=group, given=given, by=place.root)
        assert no.value.field == name

    def test_a_choice_that_is_renamed_is_found_by_its_new_name(self, place):
        thing = kit.record(place.grid_1, values={"condition": "c1"})
        field = kit.field("hydrants", "condition")
        words = (Choice("c1", "崭新", "Brand"), *field.spec.choices[1:])
        given = rules_of(field, choices=words)
        actions.change_field(field=field, group=field.group, given=given, by=place.root)
        assert jobs.find_anew(str(field.kind_id)) == 1
        assert jobs.find_anew(str(field.kind_id)) == 0
        asked = queries.Asked(words="崭新")
        assert list(queries.records_for(place.ada, field.kind, asked)) == [thing]


class TestGroups:
    def test_what_only_some_see_no_longer_leads_to_a_record(self, place):
        thing = kit.record(place.grid_1, values={"keeper": "供水公司"})
        asked = queries.Asked(words="供水公司")
        assert list(queries.records_for(place.ada, kit.kind(), asked)) == [thing]
        group = kit.field("hydrants", "keeper").group
        for _twice in range(2):
            actions.change_group(
                group=group, name_zh="联系", see_roles=["administrator"], by=place.root
            )
        assert jobs.find_anew(str(group.kind_id)) == 1
        assert not queries.records_for(place.ada, kit.kind(), asked).exists()

    def test_groups_differ_in_name_and_who_changes_also_sees(self, place):
        kind = kit.kind()
        with pytest.raises(Refusal) as taken:
            actions.add_group(kind=kind, name_zh="基本情况", by=place.root)
        assert taken.value.field == "name_zh"
        with pytest.raises(Refusal) as beyond:
            actions.add_group(
                kind=kind, name_zh="新", see_roles=["leader"], edit_roles=["worker"], by=place.root
            )
        assert beyond.value.field == "edit_roles"
        with pytest.raises(Refusal) as words:
            actions.add_group(kind=kind, name_zh="重点人群", by=place.root)
        assert words.value.field == "name_zh"
