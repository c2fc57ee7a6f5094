"""One file dropped on a page's pictures, into the library."""

import logging
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.models import AbstractImage
from wagtail.images.permissions import permission_policy
from wagtail.images.utils import find_image_duplicates
from wagtail.images.widgets import AdminImageChooser
from wagtail.utils.file import hash_filelike

from website.tasks import cut_picture

from .panel import THUMBNAIL

logger = logging.getLogger(__name__)


class UploadPictureView(PermissionCheckedMixin, View):
    """Answers with what a chooser shows of the picture, or with 400 and an `error` in words that name the file.

    The picture is in the library whole or not at all; the page that asked for it is not touched.
    """

    permission_policy = permission_policy
    permission_required = "add"

    def post(self, request: HttpRequest) -> JsonResponse:
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            return _refused(_("No file arrived. It may be larger than the server takes."))
        name = file.name or _("the file")
        if known := self._known(file):
            return JsonResponse(_row(known) | {"again": True})
        form = get_image_form(get_image_model())(
            {"title": PurePath(name).stem[:255], "collection": request.POST.get("collection") or self._collection()},
            {"file": file},
            user=request.user,
        )
        try:
            if not form.is_valid():
                reasons = " ".join(message for messages in form.errors.values() for message in messages)
                return _refused(f"“{name}”: {reasons}")
            picture = self._store(form)
        except Exception:  # a broken file fails in the decoder's own ways; the log says which
            logger.exception("A dropped picture could not be kept: %s", name)
            return _refused(_("“%(name)s” cannot be read as a picture; it may be incomplete.") % {"name": name})
        transaction.on_commit(lambda: cut_picture.enqueue(picture.pk))
        return JsonResponse(_row(picture))

    def _known(self, file: UploadedFile) -> AbstractImage | None:
        """The same file, if it is in the library already: dropped twice, it is kept once."""
        twin = get_image_model()(file_hash=hash_filelike(file.file))
        file.seek(0)
        return find_image_duplicates(twin, self.request.user, permission_policy).first()

    def _collection(self) -> int | None:
        collections = permission_policy.collections_user_has_permission_for(self.request.user, "add")
        return collections.values_list("pk", flat=True).first()

    def _store(self, form: Any) -> AbstractImage:
        """Raises whatever the first cut raises, and then leaves neither row nor file."""
        picture = form.instance
        picture.uploaded_by_user = self.request.user
        try:
            with transaction.atomic():
                form.save()
                picture.get_rendition(THUMBNAIL)
        except Exception:  # whatever it was, the file must not stay; it is raised again
            if picture.file._committed:
                picture.file.storage.delete(picture.file.name)
            raise
        return picture


def _row(picture: AbstractImage) -> dict[str, Any]:
    data: dict[str, Any] = AdminImageChooser().get_value_data_from_instance(picture)
    return data


def _refused(reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=400)
