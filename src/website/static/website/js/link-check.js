// How far the check of links to other sites has come; the report is drawn anew when it ends.
const place = document.querySelector("[data-link-check]");

async function look() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-link-check]");
    if (!now) {
        location.reload();
        return;
    }
    if (place.textContent !== now.textContent) place.textContent = now.textContent;
    setTimeout(look, 3000);
}

if (place) setTimeout(look, 3000);
