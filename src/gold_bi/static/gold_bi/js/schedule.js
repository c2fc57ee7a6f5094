/** Shows the fields of the chosen kind alone, and what they mean as they change. Without it, “Check” does the latter. */
const form = document.querySelector(".gold-schedule");
const seen = form.querySelector("[data-seen]");
let asked;

function show() {
    const kind = form.elements.kind.value;
    for (const field of form.querySelectorAll("[data-for]")) {
        field.closest(".gold-schedule__field").hidden = !field.dataset.for.split(" ").includes(kind);
    }
}

async function explain() {
    asked?.abort();
    asked = new AbortController();
    const values = new URLSearchParams(new FormData(form));
    values.delete("csrfmiddlewaretoken");
    values.set("part", "1");
    try {
        const answer = await fetch(`${form.action}?${values}`, { signal: asked.signal });
        if (answer.ok) seen.innerHTML = await answer.text();
    } catch (error) {
        if (error.name !== "AbortError") throw error;
    }
}

form.addEventListener("input", () => {
    show();
    explain();
});
show();
