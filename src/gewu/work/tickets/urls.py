"""Addresses of the staff pages of tickets."""

from django.urls import path

from gewu.work.tickets.views import (
    catalogue,
    importing,
    intake,
    moves,
    queue,
    routing,
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
    path("rules/", routing.rules, name="rules"),
    path("rules/draft/", routing.draft, name="rules_draft"),
    path("rules/draft/drop/", routing.drop, name="rules_drop"),
    path("rules/draft/trial/", routing.trial, name="rules_trial"),
    path("rules/draft/new/", routing.add, name="add_rule"),
    path("rules/draft/<uuid:pk>/", routing.change, name="change_rule"),
    path("rules/draft/<uuid:pk>/delete/", routing.delete, name="delete_rule"),
    path("rules/draft/<uuid:pk>/move/", routing.move, name="move_rule"),
    path("rules/<int:number>/", routing.version, name="rules_version"),
    path("rules/<int:number>/restore/", routing.restore, name="rules_restore"),
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
    path("<uuid:pk>/close/", moves.close, name="close"),
    path("<uuid:pk>/reopen/", moves.reopen, name="reopen"),
]
