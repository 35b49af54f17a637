"""Addresses of the staff pages of tickets."""

from django.urls import path

from gewu.work.tickets.views import (
    catalogue,
    importing,
    intake,
    moves,
    queue,
    reminding,
    revisiting,
    terms,
    ticket,
)

app_name = "tickets"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("export/", queue.export, name="export"),
    path("kept/", queue.save_queue, name="save_queue"),
    path("kept/<uuid:pk>/forget/", queue.forget_queue, name="forget_queue"),
    path("new/", intake.new, name="new"),
    path("calls/", revisiting.calls, name="calls"),
    path("reminders/", reminding.reminders, name="reminders"),
    path("import/", importing.imports, name="import"),
    path(
        "import/mappings/<uuid:pk>/forget/", importing.forget_mapping, name="import_forget_mapping"
    ),
    path("import/<uuid:pk>/", importing.run, name="import_run"),
    path("import/<uuid:pk>/columns/", importing.columns, name="import_columns"),
    path("import/<uuid:pk>/mapping/", importing.take_mapping, name="import_take_mapping"),
    path("import/<uuid:pk>/mapping/keep/", importing.keep_mapping, name="import_keep_mapping"),
    path("import/<uuid:pk>/values/", importing.values, name="import_values"),
    path("import/<uuid:pk>/check/", importing.check, name="import_check"),
    path("import/<uuid:pk>/land/", importing.land, name="import_land"),
    path("import/<uuid:pk>/forget/", importing.forget, name="import_forget"),
    path("import/<uuid:pk>/bad-rows.csv", importing.bad_rows, name="import_bad_rows"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/new/", catalogue.add_item, name="add_item"),
    path("catalogue/units/", catalogue.lead_units, name="lead_units"),
    path("catalogue/terms/", terms.terms, name="terms"),
    path("catalogue/days/", terms.days, name="days"),
    path("catalogue/days/<uuid:pk>/remove/", terms.remove_day, name="remove_day"),
    path("catalogue/<str:code>/", catalogue.item, name="item"),
    path("catalogue/<str:code>/change/", catalogue.change_item, name="change_item"),
    path("catalogue/<str:code>/versions/", catalogue.versions, name="versions"),
    path("catalogue/<str:code>/conditions/", catalogue.add_condition, name="add_condition"),
    path(
        "catalogue/<str:code>/conditions/<int:seq>/",
        catalogue.change_condition,
        name="change_condition",
    ),
    path("photos/<uuid:pk>/<str:size>/", ticket.photo, name="photo"),
    path("<uuid:pk>/", ticket.ticket, name="ticket"),
    path("<uuid:pk>/contact/", ticket.contact, name="contact"),
    path("<uuid:pk>/place/", moves.place, name="place"),
    path("<uuid:pk>/file/", moves.file, name="file"),
    path("<uuid:pk>/dispatch/", moves.dispatch, name="dispatch"),
    path("<uuid:pk>/sign/", moves.sign, name="sign"),
    path("<uuid:pk>/handle/", moves.handle, name="handle"),
    path("<uuid:pk>/check/", moves.check, name="check"),
    path("<uuid:pk>/rework/", moves.rework, name="rework"),
    path("<uuid:pk>/revisit/", revisiting.revisit, name="revisit"),
    path("<uuid:pk>/revisit/contact/", revisiting.contact, name="revisit_contact"),
    path("<uuid:pk>/close/", moves.close, name="close"),
    path("<uuid:pk>/reopen/", moves.reopen, name="reopen"),
]
