"""A browser window that writes down everything a strict site must not cause."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.e2e.soundness import in_all

LISTEN = """
addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Visit:
    """One window; `complaints` are policy violations, console errors, failed requests and requests elsewhere."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.host = context, urlsplit(site).netloc
        self.complaints: list[str] = []
        context.add_init_script(LISTEN)
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", lambda answer: self._answer(answer.status, answer.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.complaints.append(f"{self.page.url} asked {request.url}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{url} answered {status}")

    def read(self, address: str) -> Page:
        return read([self], address)[0]


# Lazy pictures load when one has come by; those in slides that are not shown never do.
SCROLL = """async () => {
    for (let top = 0; top < document.body.scrollHeight; top += 700) {
        scrollTo({top, behavior: "instant"});
        await new Promise((go) => setTimeout(go, 40));
    }
    scrollTo({top: 0, behavior: "instant"});
    await document.fonts.ready;
    const late = [...document.images].filter((each) => !each.complete && each.checkVisibility());
    const loaded = late.map((each) => new Promise((go) => { each.onload = each.onerror = go; }));
    await Promise.race([Promise.all(loaded), new Promise((go) => setTimeout(go, 2000))]);
}"""


def read(windows: Sequence[Visit], address: str) -> list[Page]:
    """Open a page in each of them and scroll through it, so that its lazy pictures load."""
    pages = [window.page for window in windows]
    for page in pages:
        page.goto(address)
    in_all(pages, SCROLL)
    return pages
