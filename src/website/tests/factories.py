"""A small company, as an editor would have made it."""

from datetime import date, time
from decimal import Decimal

import factory
import wagtail_factories
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from website.models import (
    ArticlePage,
    ContactFormField,
    ContactPage,
    Contacts,
    ContentPage,
    EventIndexPage,
    EventPage,
    FaqPage,
    GalleryIndexPage,
    GalleryPage,
    GalleryPicture,
    HomePage,
    LegalPage,
    NewsIndexPage,
    OpeningHours,
    OpeningSpan,
    PlacePage,
    PlacesIndexPage,
    PriceListPage,
    ServicePage,
    ServicesIndexPage,
    TeamMember,
    TeamPage,
)


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


class LocalizedPageFactory(wagtail_factories.PageFactory):
    """`language` picks the locale; the slug follows the title."""

    class Meta:
        abstract = True

    class Params:
        language = "it"

    locale = factory.LazyAttribute(lambda page: locale(page.language))


class HomePageFactory(LocalizedPageFactory):
    title = "Ronchi"
    hero_heading = "Tavoli che restano"
    hero_text = "Disegnati e costruiti qui."

    class Meta:
        model = HomePage


class ContentPageFactory(LocalizedPageFactory):
    title = "La bottega"
    intro = "Un capannone di mattoni."

    class Meta:
        model = ContentPage


class GalleryIndexPageFactory(LocalizedPageFactory):
    title = "Lavori"

    class Meta:
        model = GalleryIndexPage


class GalleryPageFactory(LocalizedPageFactory):
    title = "Casa in noce"

    class Meta:
        model = GalleryPage


class GalleryPictureFactory(DjangoModelFactory):
    image = factory.SubFactory(wagtail_factories.ImageFactory, file__width=36, file__height=44)
    alt_text = "Una credenza bassa contro un muro bianco"
    caption = "Noce massello"
    sort_order = factory.Sequence(int)

    class Meta:
        model = GalleryPicture


class NewsIndexPageFactory(LocalizedPageFactory):
    title = "Notizie"

    class Meta:
        model = NewsIndexPage


class ArticlePageFactory(LocalizedPageFactory):
    title = factory.Sequence(lambda number: f"Notizia {number}")
    intro = "È arrivato il rovere della tempesta."
    date = date(2026, 10, 2)
    author = "Marta Ronchi"

    class Meta:
        model = ArticlePage


class EventIndexPageFactory(LocalizedPageFactory):
    title = "Appuntamenti"

    class Meta:
        model = EventIndexPage


class EventPageFactory(LocalizedPageFactory):
    title = factory.Sequence(lambda number: f"Appuntamento {number}")
    intro = "Porta una sedia che balla."
    first_day = date(2026, 12, 5)
    starts = time(10)
    ends = time(12, 30)
    place = "In bottega"

    class Meta:
        model = EventPage


class ServicesIndexPageFactory(LocalizedPageFactory):
    title = "Servizi"

    class Meta:
        model = ServicesIndexPage


class ServicePageFactory(LocalizedPageFactory):
    title = factory.Sequence(lambda number: f"Servizio {number}")
    intro = "Smontiamo, puliamo, incolliamo."
    price_kind = "from"
    price = Decimal("120")
    price_unit = "a sedia"

    class Meta:
        model = ServicePage


class PlacesIndexPageFactory(LocalizedPageFactory):
    title = "Dove siamo"

    class Meta:
        model = PlacesIndexPage


class PlacePageFactory(LocalizedPageFactory):
    title = factory.Sequence(lambda number: f"Sede {number}")
    intro = "Una vetrina sul lago."

    class Meta:
        model = PlacePage


class LegalPageFactory(LocalizedPageFactory):
    title = "Privacy"
    kind = "privacy"

    class Meta:
        model = LegalPage


class FaqPageFactory(LocalizedPageFactory):
    title = "Domande"

    class Meta:
        model = FaqPage


class PriceListPageFactory(LocalizedPageFactory):
    title = "Quanto costa"
    intro = "Uguale per tutti."

    class Meta:
        model = PriceListPage


class TeamPageFactory(LocalizedPageFactory):
    title = "Chi siamo"

    class Meta:
        model = TeamPage


class TeamMemberFactory(DjangoModelFactory):
    name = factory.Sequence(lambda number: f"Persona {number}")
    role = "al banco"
    sort_order = factory.Sequence(int)

    class Meta:
        model = TeamMember


class ContactPageFactory(LocalizedPageFactory):
    title = "Contatti"
    thank_you_text = "<p>Ti rispondiamo entro tre giorni.</p>"
    privacy_note = "<p>Leggiamo il messaggio solo per risponderti.</p>"
    to_address = "bottega@example.it"

    class Meta:
        model = ContactPage


class ContactFormFieldFactory(DjangoModelFactory):
    label = "E-mail"
    field_type = "email"
    required = True
    sort_order = factory.Sequence(int)

    class Meta:
        model = ContactFormField


class ContactsFactory(DjangoModelFactory):
    legal_name = "Ronchi S.r.l."
    about = "Mobili su misura dal 1968."
    address = "Via della Pialla 7"
    postcode = "22066"
    town = "Mariano Comense"
    province = "CO"
    phone = "+39 031 000 0168"
    email = "bottega@example.it"
    vat_number = "01234567897"

    class Meta:
        model = Contacts


class OpeningHoursFactory(DjangoModelFactory):
    name = "Bottega"
    note = "Il lunedì siamo in cantiere."

    class Meta:
        model = OpeningHours


class OpeningSpanFactory(DjangoModelFactory):
    weekday = 1
    opens = "09:00"
    closes = "12:30"

    class Meta:
        model = OpeningSpan
