"""Signing in, under the addresses of Wagtail's own sign-in."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from .invitations import AcceptView
from .signing_in import SignInView

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("login/again/", account.reauthenticate, name="account_reauthenticate"),
    path("login/leave/", account.logout, name="account_logout"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("invitation/<str:token>/", AcceptView.as_view(), name="website_invitation"),
    path("login/second-step/", include("allauth.mfa.urls")),
]
