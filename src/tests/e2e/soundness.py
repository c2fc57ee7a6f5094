"""What must hold of every screen: nothing sticks out sideways, and axe finds nothing. Asked of windows at once."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RUN = "([context, options]) => axe.run(context, {resultTypes: ['violations'], ...options})"


def unsound(pages: Sequence[Page], context: Any = "html", **options: Any) -> list[str]:
    """What is wrong, in words, in any of them. `context` and `options` are those of `axe.run`."""
    for page in pages:
        page.wait_for_load_state()  # a click does not wait for the page it leads to
    wrong = [
        f"{page.url} is wider than {page.viewport_size}"
        for page in pages
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0
    ]
    for page in pages:
        page.evaluate(AXE_SCRIPT)  # each time: Wagtail's edit screens bring another version of their own
    for page, response in zip(pages, in_all(pages, RUN, [context, options]), strict=True):
        if response["violations"]:
            wrong.append(f"{page.url} {page.viewport_size}\n{AxeResults(response).generate_report()}")
    return wrong


def assert_sound(*pages: Page, context: Any = "html", **options: Any) -> None:
    wrong = unsound(pages, context, **options)
    assert not wrong, "\n\n".join(wrong)


def in_all(pages: Sequence[Page], function: str, argument: Any = None) -> list[Any]:
    """The answers of a function of JavaScript that runs in all of them at once: each has a process of its own."""
    for page in pages:
        # An object, not the promise itself, which would be waited for.
        page.evaluate(f"(argument) => {{ window.__started = [({function})(argument)]; }}", argument)
    return [page.evaluate("() => window.__started[0]") for page in pages]
