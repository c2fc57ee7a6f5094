"""While a font is on its way, another of the same measures stands in its place."""

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from PIL import ImageFont

from website.branding.fonts import PAIRS, Family, FontPair
from website.branding.stand_ins import SAMPLE, SANS, Metrics
from website.tests.conftest import Company

HEADINGS = 28  # the optical size of a heading, in points


def _measured(family: Family, weight: int) -> Metrics:
    font = ImageFont.truetype(str(find(family.path("latin"))), 1000)
    if family.weights != "400":  # the one family that is not variable
        axes = [float(weight if axis["name"] == b"Weight" else HEADINGS) for axis in font.get_variation_axes()]
        font.set_variation_by_axes(axes)
    return Metrics(*font.getmetrics(), round(font.getlength(SAMPLE) / len(SAMPLE)))


@pytest.mark.parametrize("name", FontPair.values)
def test_the_measures_written_down_are_those_of_the_files(name: str) -> None:
    pair = PAIRS[FontPair(name)]
    for family, weight in ((pair.display, pair.display_weight), (pair.text, 400)):
        written, found = family.metrics, _measured(family, weight)
        differences = [written.ascent - found.ascent, written.descent - found.descent, written.advance - found.advance]
        assert all(abs(difference) <= 2 for difference in differences), (family.name, found)


def test_a_stand_in_takes_the_width_and_the_line_of_the_font() -> None:
    rule = SANS[0].face("Wide", Metrics(900, 250, 2 * SANS[0].advance))
    assert "size-adjust:200.0%;ascent-override:45.0%;descent-override:12.5%" in rule


def test_the_stack_of_a_page_names_the_stand_ins_after_the_font(client: Client, company: Company) -> None:
    company.brand.fonts = FontPair.EXACT
    company.brand.save()
    css = client.get("/site.css").content.decode()
    assert '--font-text:"Geist","Geist as Arial","Geist as Roboto",system-ui,sans-serif' in css
    assert '@font-face{font-family:"Geist as Arial";src:local("Arial")' in css
