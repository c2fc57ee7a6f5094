"""The addresses of pages: Wagtail's, with our own way from an address to its page."""

from django.urls import URLPattern, re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_urlpatterns

from .navigation.serving import serve

# The name stays Wagtail's: it builds every page's address from it.
SERVE = "wagtail_serve"
urlpatterns: list[URLPattern] = [
    *(pattern for pattern in wagtail_urlpatterns if pattern.name != SERVE),
    re_path(serve_pattern, serve, name=SERVE),
]
