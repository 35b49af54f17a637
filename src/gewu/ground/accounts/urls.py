"""Addresses of accounts; allauth's own names, so that it finds its pages, but only these."""

from django.urls import include, path

from gewu.ground.accounts.views import audit, identities, signing, undertakings, users

own = [
    path("users/", users.users, name="users"),
    path("users/add/", users.add_user, name="add_user"),
    path("users/<uuid:pk>/", users.user, name="user"),
    path("users/<uuid:pk>/password/", users.set_password, name="set_password"),
    path("users/<uuid:pk>/active/", users.set_active, name="set_active"),
    path("users/<uuid:pk>/factors/", users.remove_factors, name="remove_factors"),
    path("users/<uuid:pk>/keys/", users.issue_key, name="issue_key"),
    path("founding/end/", users.give_up_everything, name="give_up_everything"),
    path("identity/", identities.mine, name="identity"),
    path("identity/begin/", identities.begin, name="begin_identity"),
    path("identity/back/", identities.back, name="identity_back"),
    path("identity/unlink/", identities.unlink, name="unlink_identity"),
    path("users/<uuid:pk>/identity/", users.unlink_identity, name="unlink_identity_of"),
    path("undertaking/", undertakings.undertaking, name="undertaking"),
    path("undertakings/", undertakings.undertakings, name="undertakings"),
    path("undertakings/publish/", undertakings.publish, name="publish_undertaking"),
    path("undertakings/export/", undertakings.export, name="export_undertakings"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export_audit, name="export_audit"),
    path("keys/<uuid:pk>/revoke/", users.revoke_key, name="revoke_key"),
]

urlpatterns = [
    path("login/", signing.SignIn.as_view(), name="account_login"),
    path("logout/", signing.SignOut.as_view(), name="account_logout"),
    path("password/change/", signing.ChangePassword.as_view(), name="account_change_password"),
    path("reauthenticate/", signing.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", signing.Places.as_view(), name="usersessions_list"),
    path("", include((own, "accounts"))),
]
