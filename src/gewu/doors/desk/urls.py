"""Addresses of the staff shell."""

from django.urls import path

from gewu.doors.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("failures/", views.failures, name="failures"),
    path("failures/<uuid:pk>/again/", views.try_again, name="try_again"),
]
