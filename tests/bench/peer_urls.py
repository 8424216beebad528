"""The addresses of the peer that `peer_helpdesk.py` serves."""

from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("", include("helpdesk.urls")),
]
