"""Pages over a table too large to count."""

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator

COUNTED = 5_000


class NearestPaginator(WagtailPaginator):
    """Counts and shows the first `COUNTED` rows only; to see further back one filters."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @cached_property
    def _counted(self) -> int:
        return int(self.object_list[: COUNTED + 1].count())

    @cached_property
    def items_count_label(self) -> str:
        count = number_format(self.count, force_grouping=True)
        if self._counted > COUNTED:
            return _("the newest %(count)s; filter to see others") % {"count": count}
        return ngettext("%(count)s request", "%(count)s requests", self.count) % {"count": count}
