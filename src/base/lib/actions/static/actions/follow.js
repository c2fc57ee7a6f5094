// Runs that have not ended: look again until they have. What a person is choosing meanwhile stays as it is.
const EVERY = 1500;

const follow = async () => {
    if (!document.querySelector(".actions [data-follow]")) return;
    try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (answer.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            for (const shown of document.querySelectorAll(".actions__run, #runs")) {
                const next = page.getElementById(shown.id);
                if (next && next.innerHTML !== shown.innerHTML) {
                    shown.replaceChildren(...[...next.childNodes].map((node) => document.adoptNode(node)));
                }
            }
        }
    } catch {
        // The server is away for a moment; the next look says more.
    }
    setTimeout(follow, EVERY);
};

setTimeout(follow, EVERY);
