"""Another brand's site, cleared away for a new one."""

from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.models import Page

from website.branding.loaded import LoadedBrand
from website.navigation.models import Menus
from website.snippets.contacts import Contacts
from website.snippets.opening_hours import OpeningHours

from .scope import Scope


def clear_away(brands: QuerySet[LoadedBrand], scope: Scope) -> None:
    """Delete what `brands` made: their pages with all below them, photographs, menus, contacts and hours."""
    models = {"menus": Menus, "contacts": Contacts, "hours": OpeningHours, "photo": get_image_model()}
    for brand in brands:
        # Pages first: a place protects the contacts it shows.
        for key, record in sorted(brand.records.items(), key=lambda each: not each[0].startswith("page/home/")):
            first, last = key.split("/")[0], key.split("/")[-2] if "/" in key else ""
            if key.startswith("page/home/"):
                for home in Page.objects.filter(pk=record["pk"]):
                    home.specific.delete()
            elif model := models.get(last if first == "place" else first):
                model._default_manager.filter(pk=record["pk"]).delete()
        scope.report.changed.append(f"The site of the brand “{brand.slug}” was cleared away")
        brand.delete()
