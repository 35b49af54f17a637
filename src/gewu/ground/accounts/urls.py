"""Addresses of accounts; allauth's own names, so that it finds its pages, but only these three."""

from django.urls import include, path

from gewu.ground.accounts import views

own = [
    path("users/", views.users, name="users"),
    path("users/add/", views.add_user, name="add_user"),
    path("users/<uuid:pk>/", views.user, name="user"),
    path("users/<uuid:pk>/password/", views.set_password, name="set_password"),
    path("users/<uuid:pk>/active/", views.set_active, name="set_active"),
    path("users/<uuid:pk>/keys/", views.issue_key, name="issue_key"),
    path("keys/<uuid:pk>/revoke/", views.revoke_key, name="revoke_key"),
]

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("password/change/", views.ChangePassword.as_view(), name="account_change_password"),
    path("", include((own, "accounts"))),
]
