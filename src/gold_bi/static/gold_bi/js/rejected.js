// While the worker is busy, asks how far it has come; once it is done, shows the page anew. Without it the page is the same.
const progress = document.getElementById("aside-progress");
const busy = () => progress.querySelector("[data-under-way]") !== null;

// Nobody loses what they are writing: then the page stays, and the part above says what came out.
const writing = () => [...document.querySelectorAll(".aside-forms input[type=text]")].some((field) => field.value);

async function look() {
    const answer = await fetch(progress.dataset.url, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
        return false;
    }
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const token of part.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
        token.value = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? token.value;
    }
    progress.replaceChildren(...part.body.childNodes);
    return true;
}

async function follow(pause) {
    await new Promise((done) => setTimeout(done, pause));
    const answered = await look().catch(() => false);
    if (answered && !busy()) {
        if (!writing()) {
            location.reload();
        }
        return;
    }
    follow(Math.min(pause * 1.3, 15000));
}

if (progress && busy()) {
    follow(1500);
}
