"""Addresses of residents' pages."""

from django.urls import path

from gewu.doors.portal.views import answering, done, follow, grids, home, questions, report
from gewu.doors.portal.views.me import data, identity, number, people, rights, signing

app_name = "portal"

TICKET = "follow/<str:number>/<str:secret>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("grid/", home.my_grid, name="my_grid"),
    path("map/", grids.grid_map, name="grid_map"),
    path("report/", report.report, name="report"),
    path("report/photos/<str:token>/", report.waiting_photo, name="waiting_photo"),
    path("follow/", follow.follow, name="follow"),
    path(TICKET, follow.ticket, name="ticket"),
    path(TICKET + "thanks/", follow.thanks, name="thanks"),
    path(TICKET + "confirm/", follow.confirm, name="confirm"),
    path(TICKET + "revisit/", follow.revisit, name="revisit"),
    path(TICKET + "reopen/", follow.reopen, name="reopen"),
    path(TICKET + "answer/", answering.answer, name="answer"),
    path(TICKET + "urge/", answering.urge, name="urge"),
    path(TICKET + "rate/", follow.rate, name="rate"),
    path(TICKET + "photos/<uuid:pk>/<str:size>/", follow.photo, name="photo"),
    path("questions/", questions.questions, name="questions"),
    path("done/", done.done, name="done"),
    path("me/", data.me, name="me"),
    path("me/enter/", signing.enter, name="enter"),
    path("me/code/<uuid:challenge>/", signing.enter_code, name="enter_code"),
    path("me/identity/", identity.begin, name="begin_identity"),
    path("me/identity/back/", identity.back, name="identity_back"),
    path("me/leave/", signing.leave, name="leave"),
    path("me/copy/", rights.copy, name="copy"),
    path("me/ask/", rights.ask, name="ask"),
    path("me/delete/", rights.delete, name="delete"),
    path("me/number/", number.number, name="number"),
    path("me/number/<uuid:challenge>/", number.number_code, name="number_code"),
    path("me/names/<uuid:pk>/", rights.correct, name="correct"),
    path("me/people/<uuid:pk>/name/", people.correct_person, name="correct_person"),
    path("me/people/<uuid:pk>/<uuid:purpose>/", people.take_back, name="take_back"),
    path("me/people/<uuid:pk>/<uuid:purpose>/agree/", people.agree, name="agree"),
    path("me/requests/<uuid:pk>/withdraw/", rights.withdraw, name="withdraw"),
]
