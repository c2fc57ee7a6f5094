// Draws every <figure class="chart">: reads or fetches its figure, loads Plotly once, and follows the admin's theme.

const scripts = new Map();

function loadScript(url) {
    if (!scripts.has(url)) {
        scripts.set(url, new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = url;
            script.async = false; // fetched side by side, run in their order
            script.onload = resolve;
            script.onerror = () => reject(new Error(`could not load ${url}`));
            document.head.append(script);
        }));
    }
    return scripts.get(url);
}

async function fetchFigure(url) {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10000) });
    if (!answer.ok || answer.redirected) throw new Error(`${url} answered ${answer.status}`);
    return answer.json();
}

function figureOf(element) {
    const { figureUrl, figureId } = element.dataset;
    return figureUrl ? fetchFigure(figureUrl) : JSON.parse(document.getElementById(figureId).textContent);
}

function language() {
    return document.documentElement.lang.slice(0, 2);
}

// The style sheet knows the theme; the figure only names its tones.
function themed(figure, element) {
    const style = getComputedStyle(element);
    const colour = (name) => style.getPropertyValue(`--chart-${name}`).trim();
    const small = element.classList.contains("chart--small");
    const data = figure.data.map((trace) => {
        const tone = trace.meta?.tone && colour(trace.meta.tone);
        if (!tone) return trace;
        const line = trace.type === "scatter" ? { line: { ...trace.line, color: tone } } : {};
        return { ...trace, ...line, marker: { ...trace.marker, color: tone } };
    });
    const axis = { automargin: true, gridcolor: colour("grid"), zerolinecolor: colour("grid"), linecolor: colour("grid"), tickcolor: colour("grid") };
    const layout = {
        ...figure.layout,
        title: undefined, // the figure's caption says it
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: style.fontFamily, size: 12, color: style.color },
        margin: { l: 8, r: 8, t: 24, b: 8 },
        hoverlabel: { bgcolor: colour("ground"), bordercolor: colour("grid"), font: { color: style.color } },
        xaxis: { ...figure.layout.xaxis, ...axis, fixedrange: true },
        yaxis: { ...figure.layout.yaxis, ...axis, fixedrange: true },
    };
    for (const shape of layout.shapes ?? []) shape.line.color = colour("broken");
    for (const note of layout.annotations ?? []) if (note.tone) note.font = { color: colour(note.tone) };
    if (small || element.clientWidth < 480) layout.xaxis.nticks = 5;
    return [data, layout];
}

function draw(element, figure) {
    const plot = element.querySelector(".chart__plot");
    const [data, layout] = themed(figure, element);
    return window.Plotly.react(plot, data, layout, {
        responsive: true,
        displayModeBar: false, // nothing in it this chart needs, and its buttons cannot stand in an image
        locale: language(),
    });
}

// On white, whatever the reader's theme: a picture is taken to be printed or sent on.
async function save(element, figure, format) {
    const [data, layout] = themed(figure, element);
    const name = (figure.layout.title?.text ?? "chart").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    const ink = "#1c2330";
    const printed = {
        ...layout,
        title: { text: figure.layout.title?.text, font: { size: 18, color: ink } },
        paper_bgcolor: "#fff",
        plot_bgcolor: "#fff",
        font: { ...layout.font, color: ink },
        margin: { l: 24, r: 24, t: 64, b: 24 },
    };
    const drawn = { data, layout: printed, config: { locale: language() } };
    await window.Plotly.downloadImage(drawn, { format, filename: name, width: 1200, height: 600, scale: 2 });
}

function offer(element, figure) {
    const saving = element.querySelector(".chart__save");
    if (!saving) return;
    saving.hidden = false;
    for (const button of saving.querySelectorAll("button[type=button]")) {
        button.addEventListener("click", () => save(element, figure, button.value));
    }
}

// One chart after the other, each painted before the next begins: the first is seen at once.
let turn = Promise.resolve();

function inTurn(work) {
    const done = turn.then(work);
    turn = done.catch(() => {}).then(() => new Promise((resolve) => setTimeout(resolve)));
    return done;
}

// A script does not wait for the style sheets, and the colours are theirs.
const loaded = (target) => new Promise((resolve) => target.addEventListener("load", resolve));
const missing = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet);
const styled = document.readyState === "complete" || Promise.race([Promise.all(missing.map(loaded)), loaded(window)]);

async function start(element) {
    const state = element.querySelector(".chart__state");
    const plot = element.querySelector(".chart__plot");
    const { plotlyUrl, localeUrl } = element.dataset;
    try {
        const [figure] = await Promise.all([
            figureOf(element),
            loadScript(plotlyUrl),
            language() === "it" ? loadScript(localeUrl) : undefined,
            styled,
        ]);
        await inTurn(() => draw(element, figure));
        state.textContent = "";
        offer(element, figure);
        const redraw = () => draw(element, figure);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
        new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["class"] });
    } catch (error) {
        console.error(error);
        plot.hidden = true;
        state.textContent = element.dataset.failed;
    }
}

const startIn = (place) => place.querySelectorAll("figure.chart").forEach(start);
startIn(document);
// A page that puts charts into itself says so, on the element that has them.
document.addEventListener("charts:added", (event) => startIn(event.target));
