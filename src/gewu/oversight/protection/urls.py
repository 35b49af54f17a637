"""Addresses of the desk for data protection."""

from django.urls import path

from gewu.oversight.protection import views

app_name = "protection"

urlpatterns = [
    path("", views.requests, name="requests"),
    path("register/", views.register, name="register"),
    path("terms/", views.terms, name="terms"),
    path("<uuid:pk>/", views.request, name="request"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/refuse/", views.refuse, name="refuse"),
    path("<uuid:pk>/carry-out/", views.carry_out, name="carry_out"),
    path("<uuid:pk>/extend/", views.extend, name="extend"),
]
