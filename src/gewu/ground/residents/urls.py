"""Addresses of residents, for the staff."""

from django.urls import path

from gewu.ground.residents.views import households, importing, people, purposes, watching

app_name = "residents"

urlpatterns = [
    path("", households.households, name="households"),
    path("import/", importing.upload, name="import"),
    path("households/add/", households.add, name="household_add"),
    path("households/<uuid:pk>/", households.household, name="household"),
    path("households/<uuid:pk>/change/", households.change, name="household_change"),
    path("households/<uuid:pk>/end/", households.end, name="household_end"),
    path("households/<uuid:pk>/move-in/", households.move_in, name="move_in"),
    path("households/<uuid:pk>/add/<slug:code>/", people.add, name="person_add"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/open/", people.open_person, name="open"),
    path("people/<uuid:pk>/ask/", people.ask, name="ask"),
    path("people/<uuid:pk>/write/<uuid:purpose_pk>/", people.write, name="write"),
    path("people/<uuid:pk>/consent/<uuid:purpose_pk>/", people.consent, name="consent"),
    path("people/<uuid:pk>/withdraw/<uuid:purpose_pk>/", people.withdraw, name="withdraw"),
    path("people/<uuid:pk>/leave/", people.leave, name="leave"),
    path("people/<uuid:pk>/guardian/", people.guardian, name="guardian"),
    path("guardians/<uuid:pk>/end/", people.end_guardian, name="guardian_end"),
    path("requests/", watching.requests, name="requests"),
    path("requests/<uuid:pk>/", watching.decide, name="decide"),
    path("renewals/", watching.renewals, name="renewals"),
    path("urgent/", watching.urgent, name="urgent"),
    path("emergencies/", watching.emergencies, name="emergencies"),
    path("emergencies/<uuid:pk>/", watching.review, name="review"),
    path("purposes/", purposes.purposes, name="purposes"),
    path("purposes/start/", purposes.start, name="purposes_start"),
    path("purposes/add/", purposes.add, name="purpose_add"),
    path("purposes/<uuid:pk>/", purposes.purpose, name="purpose"),
    path("purposes/<uuid:pk>/change/", purposes.change, name="purpose_change"),
    path("purposes/<uuid:pk>/switch/", purposes.switch, name="purpose_switch"),
    path("purposes/<uuid:pk>/notice/", purposes.notice, name="purpose_notice"),
    path("purposes/<uuid:pk>/assess/", purposes.assess, name="purpose_assess"),
    path("purposes/<uuid:pk>/assess/<uuid:assessment>/", purposes.decide, name="assessment_decide"),
]
