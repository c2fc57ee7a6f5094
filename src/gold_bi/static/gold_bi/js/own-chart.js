// What is chosen shows at once: the server answers with the lists and the chart that go with it.
const form = document.querySelector("[data-own]");
const built = form.querySelector("[data-built]");
let asked;

// These change nothing in the chart, and whoever leaves one to press a button shall find the button.
const WORDS = ["title", "shared"];

form.addEventListener("change", async (event) => {
    if (WORDS.includes(event.target.name)) return;
    asked?.abort();
    asked = new AbortController();
    const given = new FormData(form);
    given.set("part", "1");
    try {
        const answer = await fetch(location.href, { method: "POST", body: given, signal: asked.signal });
        if (!answer.ok || answer.redirected) return;
        const at = document.activeElement?.id;
        built.innerHTML = await answer.text();
        built.dispatchEvent(new CustomEvent("charts:added", { bubbles: true }));
        if (at) document.getElementById(at)?.focus();
    } catch (error) {
        if (error.name !== "AbortError") throw error;
    }
});
