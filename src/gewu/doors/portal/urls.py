"""Addresses of residents' pages."""

from django.urls import path

from gewu.doors.portal.views import answering, done, follow, grids, home, questions, report

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
]
