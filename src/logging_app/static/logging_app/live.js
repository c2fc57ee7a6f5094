// Requests as they come: asks for what is new while the page is looked at, and shows it above what was there.

const EVERY = 1500; // milliseconds
const SLOWEST = 15000;
const KEPT = 200; // rows on the page
const SPOKEN_EVERY = 10000; // a screen reader is told how many came, not each of them

const live = document.querySelector("[data-live]");
const words = live.dataset;
const rows = document.querySelector("[data-live-rows] tbody");
const button = live.querySelector("[data-live-pause]");
const status = live.querySelector("[data-live-status]");
const empty = live.querySelector("[data-live-empty]");

let after = words.after;
let known = new Set([...rows.children].map((row) => row.dataset.place));
let waiting = [];
let paused = false;
let wait = EVERY;
let timer;
let asking = false;
let came = 0;
let spoken = 0;

const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
};

const parsed = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html; // escaped by the site, and a template runs nothing
    return template.content.firstElementChild;
};

function show(news) {
    rows.prepend(...news.map(({ html }) => {
        const row = parsed(html);
        row.classList.add("log-row--new");
        return row;
    }));
    while (rows.children.length > KEPT) rows.lastElementChild.remove();
    empty.hidden = rows.children.length > 0;
}

function take(answer) {
    const news = answer.rows.filter(({ place }) => !known.has(place));
    after = answer.after;
    if (news.length) {
        known = new Set([...news.map(({ place }) => place), ...known].slice(0, 2 * KEPT));
        if (paused) waiting = [...news, ...waiting].slice(0, KEPT);
        else show(news);
        came += news.length;
    }
    if (paused) {
        if (waiting.length) say(words.wordsWaiting.replace("{count}", waiting.length === KEPT ? `${KEPT}+` : waiting.length));
    } else if (came && Date.now() - spoken > SPOKEN_EVERY) {
        say(words.wordsCame.replace("{count}", came));
        came = 0;
        spoken = Date.now();
    } else if (!status.textContent || status.textContent === words.wordsLost) {
        say(words.wordsRunning);
    }
}

async function ask() {
    if (asking) return;
    asking = true;
    try {
        const query = new URLSearchParams(words.query);
        query.set("after", after);
        const answer = await fetch(`${words.rows}?${query}`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (answer.redirected || answer.status === 403) return stop(words.wordsSignedOut);
        if (!answer.ok) throw new Error(answer.status);
        take(await answer.json());
        wait = EVERY;
    } catch {
        say(words.wordsLost);
        wait = Math.min(wait * 2, SLOWEST);
    } finally {
        asking = false;
    }
    plan();
}

function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
}

function stop(text) {
    clearTimeout(timer);
    button.hidden = true;
    say(text);
}

function turn() {
    paused = !paused;
    button.textContent = paused ? words.wordsResume : words.wordsPause;
    if (paused) return say("");
    show(waiting);
    waiting = [];
    came = 0;
    say(words.wordsRunning);
}

button.hidden = false;
say(words.wordsRunning);
button.addEventListener("click", turn);
document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key.toLowerCase() === "p" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) turn();
});
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
live.querySelectorAll("select").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
plan();
