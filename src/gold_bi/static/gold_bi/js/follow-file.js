// A file the worker is busy with: look again until it is not.
const EVERY = 2000;

const follow = async () => {
    const shown = document.querySelector("[data-file]");
    if (!shown || !shown.hasAttribute("data-follow")) return;
    let next = null;
    try {
        const answer = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (answer.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            next = page.querySelector("[data-file]");
        }
    } catch {
        // The server is away for a moment; the next look says more.
    }
    if (next && next.innerHTML !== shown.innerHTML) shown.replaceWith(document.adoptNode(next));
    setTimeout(follow, EVERY);
};

setTimeout(follow, EVERY);
