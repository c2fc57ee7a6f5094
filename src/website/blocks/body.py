"""The blocks a page is built from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .call_to_action import CallToActionBlock
from .cards import CardsBlock
from .contacts import ContactsBlock
from .facts import FactsBlock
from .feature import FeatureBlock
from .latest_news import LatestNewsBlock
from .map_link import MapLinkBlock
from .next_events import NextEventsBlock
from .opening_hours import OpeningHoursBlock
from .picture import PictureBlock
from .pictures import PicturesBlock
from .quote import QuoteBlock
from .text import TextBlock


class BodyBlock(blocks.StreamBlock):
    text = TextBlock(group=_("Words"))
    quote = QuoteBlock(group=_("Words"))
    facts = FactsBlock(group=_("Words"))
    feature = FeatureBlock(group=_("Pictures"))
    picture = PictureBlock(group=_("Pictures"))
    pictures = PicturesBlock(group=_("Pictures"))
    cards = CardsBlock(group=_("Ways on"))
    latest_news = LatestNewsBlock(group=_("Ways on"))
    next_events = NextEventsBlock(group=_("Ways on"))
    call_to_action = CallToActionBlock(group=_("Ways on"))
    opening_hours = OpeningHoursBlock(group=_("The company"))
    contacts = ContactsBlock(group=_("The company"))
    map_link = MapLinkBlock(group=_("The company"))
