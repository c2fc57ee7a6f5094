"""Where a visit came from: the site that sent it, the campaign that paid for it."""

import pytest

from logging_app.enrichment.campaigns import campaign_of
from logging_app.enrichment.referrers import group_of

OWN = frozenset({"example.it"})


@pytest.mark.parametrize(
    ("referrer", "group", "name"),
    [
        ("https://www.example.it/it/", "own", ""),
        ("https://example.it:8443/", "own", ""),
        ("https://www.google.com/", "search", "Google"),
        ("https://www.google.co.uk/search?q=x", "search", "Google"),
        ("https://maps.google.it/", "search", "Google Maps"),
        ("https://googleads.g.doubleclick.net/", "search", "Google Ads"),
        ("https://duckduckgo.com/", "search", "DuckDuckGo"),
        ("https://it.search.yahoo.com/", "search", "Yahoo"),
        ("android-app://com.google.android.googlequicksearchbox/", "search", "Google"),
        ("https://l.instagram.com/", "social", "Instagram"),
        ("https://lm.facebook.com/l.php", "social", "Facebook"),
        ("https://t.co/abc", "social", "X"),
        ("https://www.pinterest.it/", "social", "Pinterest"),
        ("android-app://org.telegram.messenger/", "social", "Telegram"),
        ("https://mail.google.com/mail/u/0/", "mail", "Gmail"),
        ("https://webmail.azienda.it/roundcube/", "mail", "Webmail"),
        ("https://webmail.aruba.it/", "mail", "Aruba"),
        ("https://chatgpt.com/", "assistant", "ChatGPT"),
        ("https://www.perplexity.ai/search", "assistant", "Perplexity"),
        ("https://gemini.google.com/app", "assistant", "Gemini"),
        ("http://semalt.com/crawler.php", "spam", ""),
        ("http://buttons-for-website.com/", "spam", ""),
        ("http://www.cheap-seo-offer.example/", "spam", ""),
        ("https://www.comune.bergamo.it/negozi", "other", ""),
        ("https://notgoogle.it/", "other", ""),
        ("https://google.example.org/evil", "other", ""),
        ("https://specialisti-dentisti.it/", "other", ""),
        ("https://facebook.com.evil.example/", "other", ""),
        ("not an address", "other", ""),
        ("https://[::1", "other", ""),
    ],
)  # fmt: skip
def test_a_referrer_has_a_group_and_a_name(referrer: str, group: str, name: str) -> None:
    assert group_of(referrer, OWN)[1:] == (group, name)


def test_a_host_is_told_without_www_and_port() -> None:
    assert group_of("https://WWW.Comune.Bergamo.IT:443/x", OWN)[0] == "comune.bergamo.it"


@pytest.mark.parametrize(
    ("query", "campaign"),
    [
        ("utm_source=Newsletter&utm_medium=email&utm_campaign=Autunno%202026", ("newsletter", "email", "autunno 2026")),
        ("a=1&utm_campaign=fiera", ("", "", "fiera")),
        ("gclid=abc", ("google", "cpc", "")),
        ("gclid=abc&utm_campaign=saldi&utm_source=adwords", ("adwords", "cpc", "saldi")),
        ("wbraid=abc", ("google", "cpc", "")),
        ("msclkid=abc", ("bing", "cpc", "")),
        ("mtm_source=volantino&mtm_campaign=qr", ("volantino", "", "qr")),
        ("pk_campaign=estate", ("", "", "estate")),
        ("utm_source=a%00b%0a%09c", ("ab c", "", "")),
        ("utm_source=%FF", ("\ufffd", "", "")),
        ("fbclid=abc", None),
        ("q=utm_source", None),
        ("utm_source=&utm_medium=", None),
        ("gclid=", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_query_names_its_campaign(query: str, campaign: tuple[str, str, str] | None) -> None:
    assert campaign_of(query) == campaign


def test_a_campaign_of_any_length_fits_its_columns() -> None:
    assert campaign_of("utm_source=" + "x" * 9_000) == ("x" * 200, "", "")
