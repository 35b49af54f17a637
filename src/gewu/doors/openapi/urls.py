"""Where the programming interface hangs."""

from django.urls import path

from gewu.doors.openapi.views import api

urlpatterns = [path("", api.urls)]
