"""Addresses of messages."""

from django.urls import path

from gewu.oversight.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("count/", views.count, name="count"),
    path("mine/", views.mine, name="mine"),
    path("read/", views.read_all, name="read_all"),
    path("preferences/", views.preferences, name="preferences"),
    path("wordings/", views.wordings, name="wordings"),
    path("wordings/<str:kind>/<str:language>/", views.wording, name="wording"),
    path("<uuid:pk>/", views.open_message, name="open"),
]
