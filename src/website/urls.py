"""The website's own addresses, outside the page tree."""

from django.urls import URLPattern, path

from .branding.views import all_css, brand_icon
from .inbox.proof import challenge
from .navigation.robots import robots_txt
from .navigation.sitemap import sitemap
from .snippets.vcard import vcard

app_name = "website"
urlpatterns: list[URLPattern] = [
    path("site.css", all_css, name="site_css"),
    path("favicon.ico", brand_icon, {"name": "favicon.ico"}, name="favicon"),
    path("icons/<str:name>", brand_icon, name="icon"),
    path("contact/challenge", challenge, name="challenge"),
    path("contacts/<int:pk>.vcf", vcard, name="vcard"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
