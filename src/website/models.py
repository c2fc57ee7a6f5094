"""The table of contents of the website's models."""

from .branding.models import BrandingSettings
from .pages.contact import ContactFormField, ContactPage
from .pages.content import ContentPage
from .pages.gallery import GalleryIndexPage, GalleryPage, GalleryPicture
from .pages.home import HomePage
from .people.models import User
from .snippets.contacts import Contacts, SocialLink
from .snippets.opening_hours import OpeningHours, OpeningSpan

__all__ = [
    "BrandingSettings",
    "ContactFormField",
    "ContactPage",
    "Contacts",
    "ContentPage",
    "GalleryIndexPage",
    "GalleryPage",
    "GalleryPicture",
    "HomePage",
    "OpeningHours",
    "OpeningSpan",
    "SocialLink",
    "User",
]
