"""Addresses of registers."""

from django.urls import path

from gewu.ground.registers.views import exporting, importing, joining, lending, noting, shaping

app_name = "registers"
urlpatterns = [
    path("", noting.registers, name="registers"),
    path("lending/", lending.lending, name="lending"),
    path("lending/ask/<slug:code>/", lending.ask_fields, name="ask_fields"),
    path("lending/<uuid:pk>/", lending.field_request, name="field_request"),
    path("lending/<uuid:pk>/answer/", lending.answer_request, name="answer_request"),
    path("lending/<uuid:pk>/revoke/", lending.revoke_request, name="revoke_request"),
    path("lending/<uuid:pk>/look-up/", lending.look_up, name="look_up"),
    path("due/", noting.due, name="due"),
    path("usual/", shaping.fill_kinds, name="fill_kinds"),
    path("add/", shaping.add_kind, name="add_kind"),
    path("kinds/<slug:code>/", noting.records, name="records"),
    path("kinds/<slug:code>/add/", noting.add_record, name="add_record"),
    path("kinds/<slug:code>/export/", exporting.export_register, name="export_register"),
    path("kinds/<slug:code>/map/", joining.records_map, name="records_map"),
    path("kinds/<slug:code>/alike/", joining.alike, name="alike"),
    path("kinds/<slug:code>/alike/<uuid:one>/<uuid:other>/", joining.settle, name="settle"),
    path("kinds/<slug:code>/import/", importing.import_register, name="import_register"),
    path("imports/<uuid:pk>/", importing.import_run, name="import_run"),
    path("imports/<uuid:pk>/columns/", importing.import_columns, name="import_columns"),
    path("imports/<uuid:pk>/land/", importing.import_land, name="import_land"),
    path("imports/<uuid:pk>/again/", importing.import_again, name="import_again"),
    path("imports/<uuid:pk>/forget/", importing.import_forget, name="import_forget"),
    path("imports/<uuid:pk>/bad/", importing.import_bad_rows, name="import_bad_rows"),
    path("kinds/<slug:code>/shape/", shaping.shape, name="shape"),
    path("kinds/<slug:code>/change/", shaping.change_kind, name="change_kind"),
    path("kinds/<slug:code>/groups/add/", shaping.add_group, name="add_group"),
    path("kinds/<slug:code>/groups/<uuid:pk>/", shaping.change_group, name="change_group"),
    path("kinds/<slug:code>/fields/add/", shaping.add_field, name="add_field"),
    path("kinds/<slug:code>/fields/<uuid:pk>/", shaping.change_field, name="change_field"),
    path("kinds/<slug:code>/fields/<uuid:pk>/retire/", shaping.retire_field, name="retire_field"),
    path(
        "kinds/<slug:code>/fields/<uuid:pk>/restore/",
        shaping.restore_field,
        name="restore_field",
    ),
    path("<uuid:pk>/", noting.record, name="record"),
    path("<uuid:pk>/history/", noting.history, name="history"),
    path("<uuid:pk>/change/", noting.change_record, name="change_record"),
    path("<uuid:pk>/confirm/", noting.confirm, name="confirm"),
    path("<uuid:pk>/retire/", noting.retire_record, name="retire_record"),
    path("<uuid:pk>/restore/", noting.restore_record, name="restore_record"),
    path("<uuid:pk>/undo/", noting.undo_record, name="undo_record"),
]
