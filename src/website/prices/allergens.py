"""What a menu must say of its dishes, and what guests ask about.

The fourteen substances and their order: Regulation (EU) No 1169/2011, Annex II. Italian menus number them so.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Allergen(models.TextChoices):
    """The short name is the label."""

    GLUTEN = "gluten", _("Gluten")
    CRUSTACEANS = "crustaceans", _("Crustaceans")
    EGGS = "eggs", _("Eggs")
    FISH = "fish", _("Fish")
    PEANUTS = "peanuts", _("Peanuts")
    SOYBEANS = "soybeans", _("Soya")
    MILK = "milk", _("Milk")
    NUTS = "nuts", _("Nuts")
    CELERY = "celery", _("Celery")
    MUSTARD = "mustard", _("Mustard")
    SESAME = "sesame", _("Sesame")
    SULPHITES = "sulphites", _("Sulphites")
    LUPIN = "lupin", _("Lupin")
    MOLLUSCS = "molluscs", _("Molluscs")


class Remark(models.TextChoices):
    """What else a line of a price list may be marked with."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    VEGAN = "vegan", _("vegan")
    GLUTEN_FREE = "gluten_free", _("without gluten")
    SPICY = "spicy", _("spicy")
    HOME_MADE = "home_made", _("home-made")
    FROZEN = "frozen", _("frozen at origin")


IN_FULL: dict[str, str | Promise] = {
    Allergen.GLUTEN: _("Cereals containing gluten (wheat, rye, barley, oats, spelt, kamut)"),
    Allergen.CRUSTACEANS: _("Crustaceans and what is made of them"),
    Allergen.EGGS: _("Eggs and what is made of them"),
    Allergen.FISH: _("Fish and what is made of it"),
    Allergen.PEANUTS: _("Peanuts and what is made of them"),
    Allergen.SOYBEANS: _("Soybeans and what is made of them"),
    Allergen.MILK: _("Milk and what is made of it, lactose included"),
    Allergen.NUTS: _("Nuts (almonds, hazelnuts, walnuts, cashews, pecans, Brazil nuts, pistachios, macadamia)"),
    Allergen.CELERY: _("Celery and what is made of it"),
    Allergen.MUSTARD: _("Mustard and what is made of it"),
    Allergen.SESAME: _("Sesame seeds and what is made of them"),
    Allergen.SULPHITES: _("Sulphur dioxide and sulphites above 10 mg per kilo or litre"),
    Allergen.LUPIN: _("Lupin and what is made of it"),
    Allergen.MOLLUSCS: _("Molluscs and what is made of them"),
}
_NUMBERS = {allergen.value: number for number, allergen in enumerate(Allergen, start=1)}
_REMARK_ORDER = {remark.value: number for number, remark in enumerate(Remark)}


@dataclass(frozen=True)
class Named:
    """An allergen as a page shows it: its number in Annex II, a short name, its name in full."""

    number: int
    name: str
    in_full: str


def allergens(values: list[str]) -> list[Named]:
    """In the order of Annex II; a value that is no allergen is left out."""
    known = sorted({value for value in values if value in _NUMBERS}, key=lambda value: _NUMBERS[value])
    return [Named(_NUMBERS[value], str(Allergen(value).label), str(IN_FULL[value])) for value in known]


def remarks(values: list[str]) -> list[str]:
    """The words of each remark, always in the same order."""
    known = sorted({value for value in values if value in _REMARK_ORDER}, key=lambda value: _REMARK_ORDER[value])
    return [str(Remark(value).label) for value in known]
