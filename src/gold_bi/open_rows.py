"""How many rows wait for somebody, for the menu: known without asking GOLD."""

import logging
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from gold_bi.gold import GoldAway, reading_gold
from gold_bi.last_known.models import LastKnown
from gold_bi.models import RejectedRow
from gold_bi.signals import flow_loaded, rows_decided

KNOWN_AS = "rows set aside"
logger = logging.getLogger(__name__)


def known() -> int:
    """As of the last load or decision."""
    last = LastKnown.objects.filter(dashboard=KNOWN_AS).values_list("data", flat=True).first()
    return int(last["open"]) if last else 0


@receiver([flow_loaded, rows_decided])
def count(sender: Any, **kwargs: Any) -> None:
    try:
        with reading_gold():
            there = RejectedRow.objects.all().open().count()
    except GoldAway as away:
        logger.warning("The rows set aside could not be counted: %s", away)
        return
    LastKnown.objects.update_or_create(dashboard=KNOWN_AS, defaults={"as_of": timezone.now(), "data": {"open": there}})
