"""Links inside rich text, without a query of their own where the page knows its links (see `around`)."""

from html import escape
from typing import Any

from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from .around import url_nearby


class NearbyPageLinkHandler(PageLinkHandler):
    """Wagtail's, but for the pages that the page being served has already fetched."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        addresses = [url_nearby(attrs.get("id")) for attrs in attrs_list]
        strangers = [attrs for attrs, address in zip(attrs_list, addresses, strict=True) if address is None]
        others = iter(super().expand_db_attributes_many(strangers) if strangers else [])
        return [f'<a href="{escape(address)}">' if address is not None else next(others) for address in addresses]


def register_page_links(features: FeatureRegistry) -> None:
    features.register_link_type(NearbyPageLinkHandler)
