"""A film of another site: nothing is asked of that site before somebody plays it."""

import re

from django.test import Client

from website.tests.bodies import draw, film
from website.tests.conftest import Company


def test_nothing_is_asked_of_the_other_site_before_somebody_plays(client: Client, company: Company) -> None:
    html = draw(client, company.it.content, film())
    assert "<iframe" not in html
    assert not re.search(r'(?:src|srcset)="[^"]*youtube', html)
    assert 'data-frame="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&amp;rel=0&amp;start=90"' in html
    assert 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ&amp;t=90s"' in html
    assert "Google" in html


def test_only_a_page_with_a_film_may_frame_its_site(client: Client, company: Company) -> None:
    draw(client, company.it.content, film())
    with_film = client.get(company.it.content.url)["Content-Security-Policy"]
    without = client.get(company.it.home.url)["Content-Security-Policy"]
    assert "frame-src 'self' https://www.youtube-nocookie.com" in with_film
    assert "vimeo" not in with_film
    assert "frame-src" not in without
    draw(client, company.it.content, film("https://vimeo.com/1084537"))
    assert "https://player.vimeo.com" in client.get(company.it.content.url)["Content-Security-Policy"]
