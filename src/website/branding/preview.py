"""The home page with a brand that nobody has saved, for the settings screen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .company import Company
from .models import BrandingSettings
from .reasons import DARK, LIGHT, reasons
from .site_css import site_css

PREVIEWED = ["site_name", "look", "accent_colour", "second_colour", "fonts", "corners", "density"]


class UnsavedBrandForm(forms.ModelForm):
    """The values of the settings screen that change what the site looks like; never saved."""

    class Meta:
        model = BrandingSettings
        fields = PREVIEWED


class UnsavedCompany(Company):
    """A company whose stylesheet is drawn from the address instead of the database.

    Its one logo is that of the theme: the page must not follow the system of who looks at the settings.
    """

    def __init__(self, brand: BrandingSettings, query: str, theme: str) -> None:
        if theme == "dark" and brand.logo_dark:
            brand.logo = brand.logo_dark
        brand.logo_dark = ""
        super().__init__(brand)
        self._query, self._theme = query, theme

    @property
    def stylesheet_url(self) -> str:
        return f"{reverse('brand_preview_css', args=[self.brand.site_id, self._theme])}?{self._query}"


View = Callable[..., HttpResponse]


def _may_change_the_brand(view: View) -> View:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.get("theme", "light") not in ("light", "dark"):
            raise Http404(kwargs["theme"])
        if not request.user.has_perm("website.change_brandingsettings"):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return require_safe(checked)


def _unsaved(request: HttpRequest, site: int) -> tuple[BrandingSettings, UnsavedBrandForm]:
    """The saved brand with what the address says over it, once its form has found that valid."""
    brand = BrandingSettings.for_site(get_object_or_404(Site, pk=site))
    form = UnsavedBrandForm(request.GET, instance=brand)
    form.is_valid()
    return form.instance, form


@_may_change_the_brand
def page(request: HttpRequest, site: int, theme: str) -> HttpResponse:
    """The home page, or in words what is wrong with the values."""
    brand, form = _unsaved(request, site)
    if form.errors:
        return render(request, "website/admin/brand_problems.html", {"form": form}, status=422)
    home = brand.site.root_page.localized.specific
    if not hasattr(home, "hero_heading"):
        raise Http404("The site has no home page yet.")
    company = UnsavedCompany(brand, request.GET.urlencode(), theme)
    response: HttpResponse = home.make_preview_request(
        request, extra_request_attrs={"_company": company, "in_preview_panel": True}
    )
    return response


@_may_change_the_brand
def css(request: HttpRequest, site: int, theme: str) -> HttpResponse:
    brand, form = _unsaved(request, site)
    status = 422 if form.errors else 200
    text = "" if form.errors else site_css(brand, theme)
    return HttpResponse(text, status=status, content_type="text/css; charset=utf-8")


@_may_change_the_brand
def why(request: HttpRequest, site: int) -> HttpResponse:
    """The list of colours and reasons, or of problems."""
    brand, form = _unsaved(request, site)
    return render(request, "website/admin/brand_reasons.html", {"form": form} | both_themes(brand, form))


def both_themes(brand: BrandingSettings, form: UnsavedBrandForm | None = None) -> dict[str, Any]:
    if form is not None and form.errors:
        return {}
    return {"in_the_light": reasons(brand, LIGHT), "in_the_dark": reasons(brand, DARK)}


def addresses() -> list[URLPattern]:
    return [
        path("brand/<int:site>/preview/<str:theme>/", page, name="brand_preview"),
        path("brand/<int:site>/preview/<str:theme>/brand.css", css, name="brand_preview_css"),
        path("brand/<int:site>/reasons/", why, name="brand_reasons"),
    ]
