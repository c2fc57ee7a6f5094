"""The blocks a page is built from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamBlockValidationError

from .call_to_action import CallToActionBlock
from .cards import CardsBlock
from .carousel import CarouselBlock
from .contacts import ContactsBlock
from .embed import EmbedBlock
from .facts import FactsBlock
from .faq import FaqBlock
from .feature import FeatureBlock
from .form import FormBlock
from .hero import HeroBlock
from .latest_news import LatestNewsBlock
from .map_link import MapLinkBlock
from .next_events import NextEventsBlock
from .opening_hours import OpeningHoursBlock
from .picture import PictureBlock
from .picture_strip import PictureStripBlock
from .pictures import PicturesBlock
from .price_table import PriceTableBlock
from .quote import QuoteBlock
from .searchable import SearchableStreamBlock
from .team import TeamBlock
from .testimonials import TestimonialsBlock
from .text import TextBlock


class BodyBlock(SearchableStreamBlock):
    """In the chooser, groups and blocks stand in this order: what is used most comes first."""

    text = TextBlock(group=_("Words"))
    quote = QuoteBlock(group=_("Words"))
    testimonials = TestimonialsBlock(group=_("Words"))
    facts = FactsBlock(group=_("Words"))
    price_table = PriceTableBlock(group=_("Words"))
    faq = FaqBlock(group=_("Words"))
    feature = FeatureBlock(group=_("Pictures"))
    picture = PictureBlock(group=_("Pictures"))
    pictures = PicturesBlock(group=_("Pictures"))
    picture_strip = PictureStripBlock(group=_("Pictures"))
    hero = HeroBlock(group=_("Pictures"))
    carousel = CarouselBlock(group=_("Pictures"))
    embed = EmbedBlock(group=_("Pictures"))
    cards = CardsBlock(group=_("Ways on"))
    call_to_action = CallToActionBlock(group=_("Ways on"))
    latest_news = LatestNewsBlock(group=_("Ways on"))
    next_events = NextEventsBlock(group=_("Ways on"))
    team = TeamBlock(group=_("The company"))
    opening_hours = OpeningHoursBlock(group=_("The company"))
    contacts = ContactsBlock(group=_("The company"))
    map_link = MapLinkBlock(group=_("The company"))
    form = FormBlock(group=_("The company"))

    class Meta:
        block_counts = {"hero": {"max_num": 1}, "carousel": {"max_num": 1}, "form": {"max_num": 1}}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned and cleaned[0].block_type == "carousel" and not self.is_deferred_validation:
            words = _(
                "A carousel does not open a page: most visitors see only its first slide. Put something before it."
            )
            raise StreamBlockValidationError(block_errors={0: ValidationError(words)})
        return cleaned
