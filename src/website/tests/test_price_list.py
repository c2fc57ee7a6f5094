"""Price lists: lines, prices, allergens, and what a page of them costs the database."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from website.models import ContentPage, HomePage, PriceListPage
from website.prices.allergens import Allergen
from website.prices.entries import EntryBlock
from website.tests import factories
from website.tests.conftest import Company
from website.tests.test_queries import queries


def _line(name: str, *prices: tuple[str, str], **more: Any) -> dict[str, Any]:
    amounts = [_item({"label": label, "amount": amount}) for label, amount in prices]
    value = {"name": name, "description": "", "kind": "fixed", "prices": amounts, "contains": [], "marks": []}
    return _item(value | more)


def _item(value: dict[str, Any]) -> dict[str, Any]:
    """As a list block stores it."""
    return {"type": "item", "id": str(uuid4()), "value": value}


def _section(heading: str, *lines: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "value": {"heading": heading, "note": "", "entries": list(lines)}}


def _list(company: Company, *sections: dict[str, Any], **fields: Any) -> PriceListPage:
    page: PriceListPage = factories.PriceListPageFactory(
        parent=company.it.home, sections=json.dumps(list(sections)), **fields
    )
    return page


def _read(client: Client, page: Page) -> str:
    answer = client.get(page.url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _words(html: str) -> str:
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def _data(html: str, kind: str) -> dict[str, Any]:
    scripts = [json.loads(part) for part in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    found: dict[str, Any] = next(script for script in scripts if script["@type"] == kind)
    return found


def test_every_line_says_what_it_costs(client: Client, company: Company) -> None:
    page = _list(
        company,
        _section(
            "Al banco",
            _line("Un’ora", ("l’ora", "48")),
            _line("Rosso", ("bicchiere", "4.50"), ("bottiglia", "1250")),
            _line("Restauro", ("", "120"), kind="from"),
            _line("Pero", kind="request"),
            _line("Caffè", kind=""),
        ),
    )
    words = _words(_read(client, page))
    assert "Un’ora l’ora 48 €" in words
    assert "Rosso bicchiere 4,50 € bottiglia 1.250 €" in words
    assert "Restauro da 120 € Pero su richiesta Caffè" in words


def test_the_legend_lists_the_allergens_that_are_used_and_no_others(client: Client, company: Company) -> None:
    page = _list(
        company,
        _section("Primi", _line("Ravioli", ("", "14"), contains=["milk", "gluten"], marks=["vegetarian"])),
        _section("Dolci", _line("Torta", ("", "6"), contains=["gluten", "eggs"])),
    )
    html = _read(client, page)
    legend = html.split('class="legend"', 1)[1].split("</div>", 1)[0]
    assert re.findall(r"<b>(\d+)</b>", legend) == ["1", "3", "7"]
    assert "1169/2011" in legend
    assert "Ravioli 14 € vegetariano 1 glutine 7 latte" in _words(html)


def test_a_list_without_food_has_no_legend(client: Client, company: Company) -> None:
    assert "legend" not in _read(client, _list(company, _section("Taglio", _line("Corto", ("", "22")))))


def test_the_fourteen_stand_in_the_order_of_the_regulation() -> None:
    assert len(Allergen) == 14
    assert [Allergen.values.index(name) + 1 for name in ("gluten", "milk", "nuts", "sulphites", "molluscs")] == [
        1,
        7,
        8,
        12,
        14,
    ]


def test_links_to_the_sections_appear_when_there_are_more_than_three(client: Client, company: Company) -> None:
    page = _list(company, *[_section("Vini", _line("Rosso", ("", "4")))] * 3)
    assert "jumps" not in _read(client, page)
    page.sections = json.dumps([_section("Vini", _line("Rosso", ("", "4")))] * 4)
    page.save()
    html = _read(client, page)
    for anchor in ("vini", "vini-2", "vini-3", "vini-4"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


def test_it_opens_in_the_editor(admin_client: Client, company: Company) -> None:
    page = _list(company, _section("Vini", _line("Rosso", ("bicchiere", "4"), contains=["sulphites"])))
    assert "bicchiere" in admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_an_empty_list_says_so(client: Client, company: Company) -> None:
    assert "I prezzi sono in arrivo" in _read(client, _list(company))


def test_search_engines_are_told_of_a_menu(client: Client, company: Company) -> None:
    dish = _line("Ravioli", ("", "14.50"), marks=["vegetarian"], description="Burro e salvia")
    menu = _data(_read(client, _list(company, _section("Primi", dish), selling="menu")), "Menu")
    section = menu["hasMenuSection"][0]
    assert section["name"] == "Primi"
    assert section["hasMenuItem"][0]["offers"] == [{"@type": "Offer", "price": "14.50", "priceCurrency": "EUR"}]
    assert section["hasMenuItem"][0]["suitableForDiet"] == ["https://schema.org/VegetarianDiet"]


def test_search_engines_are_told_of_an_offer(client: Client, company: Company) -> None:
    lines = (_line("Sedia", ("", "120"), kind="from"), _line("Pero", kind="request"))
    offers = _data(_read(client, _list(company, _section("Restauro", *lines))), "OfferCatalog")
    chair, pear = offers["itemListElement"][0]["itemListElement"]
    assert chair["priceSpecification"]["minPrice"] == "120.00"
    assert pear == {"@type": "Offer", "itemOffered": {"@type": "Product", "name": "Pero"}}


def _value(kind: str, *prices: tuple[str, str]) -> Any:
    amounts = [{"label": label, "amount": amount or None} for label, amount in prices]
    return EntryBlock().to_python({"name": "Rosso", "kind": kind, "prices": amounts})


@pytest.mark.parametrize(
    ("kind", "prices", "field"),
    [
        ("fixed", [], "prices"),
        ("fixed", [("bicchiere", "")], "prices"),
        ("fixed", [("", "4"), ("", "19")], "prices"),
        ("request", [("", "4")], "kind"),
        ("", [("", "4")], "kind"),
        ("fixed", [("", "-1")], "prices"),
    ],
)
def test_a_price_that_says_nothing_or_two_things_is_refused(
    kind: str, prices: list[tuple[str, str]], field: str
) -> None:
    with pytest.raises((StructBlockValidationError, ValidationError)) as refused:
        EntryBlock().clean(_value(kind, *prices))
    assert list(refused.value.block_errors) == [field]


def test_a_row_left_empty_is_dropped() -> None:
    cleaned = EntryBlock().clean(_value("fixed", ("bicchiere", "4"), ("", "")))
    assert [price["label"] for price in cleaned["prices"]] == ["bicchiere"]
    assert len(EntryBlock().clean(_value("request", ("", "")))["prices"]) == 0


def test_a_translation_keeps_its_words_and_follows_the_amounts(company: Company) -> None:
    page = _list(company, _section("Vini", _line("Rosso", ("bicchiere", "4"), contains=["sulphites"])))
    page.save_revision().publish()
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=company.en.home.locale)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data=segment.string.data.replace("Rosso", "Red").replace("bicchiere", "glass"),
        )
    translation.save_target()
    page.sections[0].value["entries"][0]["prices"][0]["amount"] = 5
    page.sections[0].value["entries"][0]["contains"] = ["sulphites", "milk"]
    page.save_revision().publish()
    source.update_from_db()
    translation.save_target()
    english = PriceListPage.objects.get(locale=translation.target_locale).sections[0].value["entries"][0]
    assert english["name"] == "Red"
    assert [(price["label"], price["amount"]) for price in english["prices"]] == [("glass", 5)]
    assert english["contains"] == ["sulphites", "milk"]


def test_five_hundred_lines_cost_what_five_cost(client: Client, company: Company) -> None:
    page = _list(company, _section("Vini", *[_line("Rosso", ("", "4"), contains=["sulphites"])] * 5))
    five = queries(client, page)
    page.sections = json.dumps([_section(f"Vini {n}", *[_line("Rosso", ("", "4"))] * 50) for n in range(10)])
    page.save()
    many = queries(client, page)
    assert len(many) <= min(len(five), 12), "\n".join(many)


def test_a_few_lines_may_stand_on_any_page(client: Client, company: Company) -> None:
    lines = [_line("Ravioli", ("", "14"), contains=["milk"])]
    value = {"heading": "A pranzo", "note": "", "entries": lines}
    company.it.content.body = json.dumps([{"type": "price_table", "value": value}])
    company.it.content.save()
    words = _words(_read(client, company.it.content))
    assert "A pranzo Ravioli 14 € 7 latte Allergeni 7 Latte" in words


class TestTree(WagtailPageTestCase):
    def test_a_price_list_stands_below_home_or_a_content_page(self) -> None:
        self.assertAllowedParentPageTypes(PriceListPage, {HomePage, ContentPage})
        self.assertAllowedSubpageTypes(PriceListPage, set())
