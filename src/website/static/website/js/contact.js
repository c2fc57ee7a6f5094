// Proves to the server that a person's browser spent a moment on this message, while the person writes.
// Without a proof (no worker, no network) the form is sent all the same: the server answers in words and keeps the text.

const GOOD_FOR = 60 * 60 * 1000; // milliseconds; the server says two hours
const PATIENCE = 20 * 1000; // what a sender waits for at most

const form = document.querySelector("form[data-challenge]");
const field = form?.querySelector("[data-proof]");
const status = form?.querySelector("[data-proof-status]");
let proof = null; // a promise of the field's value
let begunAt = 0;

const inWorker = (parameters) =>
    new Promise((resolve, reject) => {
        const worker = new Worker(form.dataset.worker);
        worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
        worker.onerror = (error) => { worker.terminate(); reject(error); };
        worker.postMessage(parameters);
    });

async function prove() {
    const answer = await fetch(form.dataset.challenge, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
    const challenge = await answer.json();
    const solution = await inWorker(challenge.parameters);
    return btoa(JSON.stringify({ challenge, solution }));
}

function begin() {
    if (proof && Date.now() - begunAt < GOOD_FOR) return;
    begunAt = Date.now();
    proof = prove();
    proof.catch(() => { proof = null; });
}

function forget() {
    proof = null;
    field.value = "";
    status.textContent = "";
    form.querySelector("[type=submit]").removeAttribute("aria-disabled");
}

if (form) {
    form.addEventListener("focusin", begin);
    form.addEventListener("submit", async (event) => {
        if (field.value) return;
        event.preventDefault();
        const button = form.querySelector("[type=submit]");
        if (button.getAttribute("aria-disabled") === "true") return; // a second click
        button.setAttribute("aria-disabled", "true");
        begin();
        status.textContent = form.dataset.wait;
        const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, ""); });
        field.value = await Promise.race([proof, late]).catch(() => "");
        form.submit();
    });
    // The browser's back button brings the form as it was; what it proved has been used.
    window.addEventListener("pageshow", (event) => { if (event.persisted) forget(); });
    forget();
    form.querySelector("#form-alert")?.focus(); // what went wrong is read first, and its proof begins
}
