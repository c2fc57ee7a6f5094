"""What a gallery must have before visitors see it."""

from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

NAMED = 5  # pictures a message names; of the others it tells the number


class GalleryForm(WagtailAdminPageForm):
    """Publishing needs the words for every picture; a draft is saved without."""

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean()
        if not self.is_deferred_validation:
            rows = self._rows()
            if rows and cleaned.get("collection"):
                self.add_error(
                    "collection",
                    ngettext(
                        "The gallery has %(number)s picture of its own, which an album would hide. "
                        "Remove the picture, or choose no collection.",
                        "The gallery has %(number)s pictures of its own, which an album would hide. "
                        "Remove the pictures, or choose no collection.",
                        len(rows),
                    )
                    % {"number": len(rows)},
                )
            if nameless := [name for name, alt in rows if not alt]:
                self.add_error(None, without_words(nameless))
        return cleaned

    def _rows(self) -> list[tuple[str, str]]:
        """Name and alternative text of each picture that stays, in order, as it was sent."""
        formset = self.formsets["pictures"]
        rows = []
        for form in formset.forms:
            form.full_clean()
            image = form.cleaned_data.get("image")
            if image and not form.cleaned_data.get("DELETE"):
                order = form.cleaned_data.get("ORDER") or len(formset.forms)
                rows.append((order, image.title, (form.cleaned_data.get("alt_text") or "").strip()))
        rows.sort(key=lambda row: row[0])
        return [(f"{place} “{title}”", alt) for place, (_order, title, alt) in enumerate(rows, 1)]


def without_words(names: list[str]) -> str:
    """The refusal, with the pictures it is about."""
    listed = ", ".join(names[:NAMED])
    if (rest := len(names) - NAMED) > 0:
        listed += ngettext(" and %(number)s more", " and %(number)s more", rest) % {"number": rest}
    return ngettext(
        "Say what this picture shows, for those who cannot see it: %(names)s. You can save the gallery as a draft.",
        "Say what these pictures show, for those who cannot see them: %(names)s. You can save the gallery as a draft.",
        len(names),
    ) % {"names": listed}
