"""The table of contents of the website's models."""

from .branding.loaded import LoadedBrand
from .branding.models import BrandingSettings
from .checks.outside import OutsideLink
from .home.arrangement import HomeArrangement
from .inbox.deliveries import Delivery
from .inbox.messages import Message
from .navigation.models import Menus
from .pages.article import ArticlePage, ArticleTag, TaggedArticle
from .pages.contact import ContactFormField, ContactPage
from .pages.content import ContentPage
from .pages.event import EventPage, SkippedDay
from .pages.events import EventIndexPage
from .pages.faq import FaqPage
from .pages.gallery import GalleryPage, GalleryPicture
from .pages.gallery_index import GalleryIndexPage
from .pages.home import HomePage
from .pages.legal import LegalPage
from .pages.news import NewsIndexPage
from .pages.place import PlacePage
from .pages.places import PlacesIndexPage
from .pages.price_list import PriceListPage
from .pages.service import ServicePage, ServicesIndexPage
from .pages.team import TeamMember, TeamPage
from .people.models import User
from .pictures.models import Picture, PictureRendition
from .snippets.contacts import Contacts, SocialLink
from .snippets.opening_hours import OpeningHours, OpeningSpan

__all__ = [
    "ArticlePage",
    "ArticleTag",
    "BrandingSettings",
    "ContactFormField",
    "ContactPage",
    "Contacts",
    "ContentPage",
    "Delivery",
    "EventIndexPage",
    "EventPage",
    "FaqPage",
    "GalleryIndexPage",
    "GalleryPage",
    "GalleryPicture",
    "HomeArrangement",
    "HomePage",
    "LegalPage",
    "LoadedBrand",
    "Menus",
    "Message",
    "NewsIndexPage",
    "OpeningHours",
    "OpeningSpan",
    "OutsideLink",
    "Picture",
    "PictureRendition",
    "PlacePage",
    "PlacesIndexPage",
    "PriceListPage",
    "ServicePage",
    "ServicesIndexPage",
    "SkippedDay",
    "SocialLink",
    "TaggedArticle",
    "TeamMember",
    "TeamPage",
    "User",
]
