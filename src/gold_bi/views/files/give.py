"""Giving files: one, several, or a zip of them."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from gold_bi import intake, tasks
from gold_bi.flows.registry import find, registered
from gold_bi.models import SourceFile
from gold_bi.reading import FileRefused
from gold_bi.views.gold import UPLOAD_FILE, PermittedView, name_of

LARGEST = settings.FLOW_UPLOAD_MAX_MB * 1024 * 1024  # bytes of all the files given at once


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list, also of one. A single file at fault does not hold up the others."""

    widget = SeveralFiles(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.zip", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = [one for one in data or [] if one]
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if sum(one.size or 0 for one in given) > LARGEST:
            raise forms.ValidationError(
                _("Together the files are larger than %s. Give fewer at once, or zip them.") % filesizeformat(LARGEST)
            )
        return given


class GiveForm(forms.Form):
    flow = forms.ChoiceField(label=gettext_lazy("What they hold"), widget=forms.RadioSelect)
    chosen = FilesField(
        label=gettext_lazy("Files"), error_messages={"required": gettext_lazy("Choose one file at least.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takers = [flow for flow in registered() if flow.reads_files]
        choice = self.fields["flow"]
        choice.choices = [(flow.name, flow.title) for flow in takers]  # type: ignore[attr-defined]
        choice.initial = takers[0].name if len(takers) == 1 else None
        self.fields["chosen"].help_text = _(
            "CSV or Excel (.xlsx), or a zip of them; together up to %s."
            " A file of the same name replaces the earlier one."
        ) % filesizeformat(LARGEST)


class GiveFilesView(PermittedView, WagtailAdminTemplateMixin, FormView):
    permission = UPLOAD_FILE
    form_class = GiveForm
    template_name = "gold_bi/files/give.html"
    page_title = gettext_lazy("Give files")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        files = {"url": reverse("gold_bi_files:index"), "label": _("Files")}
        return [*super().get_breadcrumbs_items(), files, {"url": "", "label": self.page_title}]

    def form_valid(self, form: GiveForm) -> HttpResponse:
        flow, by = find(form.cleaned_data["flow"]), name_of(self.request.user)
        given: list[SourceFile] = []
        refused = []
        for one in form.cleaned_data["chosen"]:
            try:
                given += intake.give(flow, one.name or _("file"), one, by)
            except FileRefused as reason:
                refused.append((one.name, str(reason)))
        for file in given:
            tasks.look_at_file.enqueue(pk=file.pk)
        if refused:
            for name, why in refused:
                form.add_error("chosen", f"{name}: {why}")
            return self.render_to_response(self.get_context_data(form=form, given=given))
        if len(given) == 1:
            return redirect("gold_bi:file", given[0].pk)
        messages.success(
            self.request,
            ngettext("%s file is being looked at.", "%s files are being looked at.", len(given)) % len(given),
        )
        return redirect("gold_bi_files:index")
