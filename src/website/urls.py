"""The website's own addresses, outside the page tree."""

from django.urls import URLPattern, path

from .branding.views import brand_css
from .navigation.robots import robots_txt
from .navigation.sitemap import sitemap

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("brand.css", brand_css, name="brand_css"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
