"""Where editors arrange the menus."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.models import Page, Site
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from .models import Menus


class MenusCreateView(CreateView):
    """Begins with the menu that visitors see now; where there are menus already, it leads to them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sites = Site.objects.count()
        here = Menus.objects.filter(locale=self.locale) if request.method == "GET" else Menus.objects.none()
        if sites and here.count() >= sites:
            return redirect(reverse(self.edit_url_name, args=[here.earliest("pk").pk]))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_initial_form_instance(self) -> Menus:
        menus: Menus = super().get_initial_form_instance()
        arranged = Menus.objects.filter(locale=self.locale).values("site")
        sites = Site.objects.exclude(pk__in=arranged).select_related("root_page").order_by("-is_default_site", "pk")
        if site := sites.first():
            menus.site = site
            menus.header = [
                ("page", {"page": page, "words": "", "children": []}) for page in tree_menu(site, self.locale)
            ]
        return menus


def tree_menu(site: Site, locale: Any) -> list[Page]:
    """What the header of `site` shows while nobody has arranged it."""
    home = site.root_page.get_translation_or_none(locale) or site.root_page
    return list(home.get_children().live().in_menu())


class MenusViewSet(SnippetViewSet):
    model = Menus
    icon = "list-ul"
    menu_label = _("Menus")
    list_display = ["__str__", "locale"]
    add_view_class = MenusCreateView
    edit_handler = ObjectList(Menus.panels)
