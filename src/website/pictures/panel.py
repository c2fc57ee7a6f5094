"""The pictures of a page in its editor: dropped in, chosen from the library, dragged into order."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.images import get_image_model
from wagtail.images.utils import get_accept_attributes
from wagtail.images.widgets import AdminImageChooser

THUMBNAIL = "max-165x165"  # AdminImageChooser's own


class KnownPictures(AdminImageChooser):
    """Wagtail's chooser, without two queries for each picture of a long list."""

    link_to_chosen_text = _("Edit this picture: focal point, credit")
    known: dict[int, Any] | None = None

    def get_instance(self, value: Any) -> Any:
        if self.known is not None and value and str(value).isdigit() and int(value) in self.known:
            return self.known[int(value)]
        return super().get_instance(value)


class PicturesPanel(MultipleChooserPanel):
    """An inline panel of rows that hold a picture in the field named `chooser_field_name`."""

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        template_name = "website/admin/pictures_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form:
                self._fetch_pictures()

        def _fetch_pictures(self) -> None:
            field = self.panel.chooser_field_name
            forms_of_rows = [child.form for child in self.children]
            keys = {value for form in forms_of_rows if (value := form[field].value()) and str(value).isdigit()}
            library = get_image_model().objects.prefetch_renditions(THUMBNAIL)
            known = library.in_bulk([int(key) for key in keys])
            for form in forms_of_rows:
                form.fields[field].widget.known = known

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from wagtail.images.permissions import permission_policy  # asks for the model while models are loading

            context: dict[str, Any] = super().get_context_data(parent_context)
            collections = permission_policy.collections_user_has_permission_for(self.request.user, "add")
            return context | {
                "upload_url": reverse("website_upload_picture"),
                "accept": get_accept_attributes(),
                "most_bytes": settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
                "collections": collections.get_indented_choices(),
                "pictures_options": self.js_opts(),
            }

        @property
        def media(self) -> forms.Media:
            ours = forms.Media(css={"all": ["website/css/pictures-panel.css"]}, js=["website/js/pictures-panel.js"])
            return super().media + ours
