"""What the privacy policy says of the log, from the rules that hold; asked for by the hook `legal_fact`."""

from django.utils.translation import ngettext

from .models import LogPolicy


def legal_fact(key: str) -> str | None:
    """How long, as the middle of a sentence in the active language; None for what the log knows nothing of."""
    if key == "addresses_kept":
        days = LogPolicy.current().full_ip_days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    if key == "requests_kept":
        months = LogPolicy.current().retention_months
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    return None
