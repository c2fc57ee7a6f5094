// Says whether a place is open now and marks today, on a page that may have been made days ago.
// The server sends what holds from which minute on (Timetable.data): nothing is calculated here, and the visitor's
// own time zone does not matter. Without this file the page names a day and its hours, which stays true.

const EVERY_MINUTE = 60_000; // milliseconds

function element(className, text) {
    const made = document.createElement("span");
    made.className = className;
    made.textContent = text;
    return made;
}

// What holds at `minute`; undefined before the first change sent and once the last one may be over.
function current({ days, until }, minute) {
    if (minute >= until) return undefined;
    const changes = days.flatMap((day, number) => day.changes.map(([from, open, says]) => ({ number, from, open, says })));
    return changes.findLast(({ from }) => from <= minute);
}

function fill(row, day, closed) {
    row.dataset.day = day.date;
    const hours = day.spans.map((span) => element("hours__span", span));
    if (!hours.length) hours.push(element("hours__closed", closed));
    if (day.words) hours.push(element("hours__words", day.words));
    row.querySelector("[data-hours]").replaceChildren(...hours);
}

function mark(row, isToday) {
    row.classList.toggle("hours__today", isToday);
    row.querySelector("[data-today]").hidden = !isToday;
    if (isToday) row.setAttribute("aria-current", "date");
    else row.removeAttribute("aria-current");
}

function place(container) {
    const data = JSON.parse(container.querySelector("script[type='application/json']").textContent);
    const status = container.querySelector("[data-status]");
    const rows = [...container.querySelectorAll("tr[data-day]")]; // Monday to Sunday, like every seven of the days
    const asServed = status.textContent;

    return () => {
        const now = current(data, Math.floor(Date.now() / 60_000));
        const says = now?.says ?? asServed;
        if (status.textContent !== says) status.textContent = says;
        status.dataset.status = now ? (now.open ? "open" : "closed") : "";
        const monday = now ? now.number - (now.number % 7) : 0;
        rows.forEach((row, number) => {
            const day = data.days[monday + number];
            if (row.dataset.day !== day.date) fill(row, day, data.closed);
            mark(row, now?.number === monday + number);
        });
    };
}

const places = [...document.querySelectorAll("[data-opening-hours]")].map(place);
const refresh = () => places.forEach((show) => show());

refresh();
setInterval(refresh, EVERY_MINUTE);
document.addEventListener("visibilitychange", refresh);
