"""A price list as schema.org describes it: a Menu for food and drink, an OfferCatalog for everything else."""

from typing import Any

from .allergens import Remark
from .entries import Entry
from .kinds import PriceKind
from .sections import Section

DIETS = {
    Remark.VEGETARIAN: "https://schema.org/VegetarianDiet",
    Remark.VEGAN: "https://schema.org/VeganDiet",
    Remark.GLUTEN_FREE: "https://schema.org/GlutenFreeDiet",
}


def menu(sections: list[Section]) -> dict[str, Any]:
    """https://schema.org/Menu"""
    return {
        "@type": "Menu",
        "hasMenuSection": [
            _known(
                {
                    "@type": "MenuSection",
                    "name": section.heading,
                    "description": section.note,
                    "hasMenuItem": [_dish(entry) for entry in section.entries],
                }
            )
            for section in sections
        ],
    }


def catalogue(sections: list[Section]) -> dict[str, Any]:
    """https://schema.org/OfferCatalog"""
    return {
        "@type": "OfferCatalog",
        "itemListElement": [
            _known(
                {
                    "@type": "OfferCatalog",
                    "name": section.heading,
                    "description": section.note,
                    "itemListElement": [offer for entry in section.entries for offer in _offers(entry, named=True)],
                }
            )
            for section in sections
        ],
    }


def _dish(entry: Entry) -> dict[str, Any]:
    return _known(
        {
            "@type": "MenuItem",
            "name": entry["name"],
            "description": entry["description"],
            "offers": _offers(entry),
            "suitableForDiet": [DIETS[mark] for mark in entry["marks"] if mark in DIETS],
        }
    )


def _offers(entry: Entry, named: bool = False) -> list[dict[str, Any]]:
    """One per price; a line without a price is still an offer of its name in a catalogue."""
    item = {"@type": "Product", "name": entry["name"], "description": entry["description"]}
    offers = [{"@type": "Offer", "name": price["label"]} | _price(entry, price) for price in entry.amounts]
    if named:
        offers = [offer | {"itemOffered": _known(item)} for offer in offers or [{"@type": "Offer"}]]
    return [_known(offer) for offer in offers]


def _price(entry: Entry, price: Any) -> dict[str, Any]:
    amount = f"{price['amount']:.2f}"
    if entry["kind"] == PriceKind.FROM:
        specification = {"@type": "PriceSpecification", "priceCurrency": "EUR", "minPrice": amount}
        return {"priceSpecification": specification | {"valueAddedTaxIncluded": True}}
    return {"price": amount, "priceCurrency": "EUR"}


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
