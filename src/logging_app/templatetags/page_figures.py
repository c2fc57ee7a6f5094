from typing import Any

from django import template

from logging_app.screens.figures import page_editor

register = template.Library()


@register.inclusion_tag("logging_app/figures/page_figures.html", takes_context=True)
def page_figures(context: template.Context, page: Any) -> dict[str, Any]:
    """Needs logging_app/page_editor.css."""
    return page_editor.page_figures(context["request"], page)
