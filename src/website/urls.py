"""The website's own addresses, outside the page tree."""

from django.urls import URLPattern

app_name = "website"
urlpatterns: list[URLPattern] = []
