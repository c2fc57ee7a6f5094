// Without this file the menus work too: a popover, and entries that open and close by themselves.
const header = document.querySelector(".site-header");
const nav = header.querySelector(".site-nav");
const dialog = document.querySelector("#phone-menu");
const opener = header.querySelector("[data-menu-open]");
const closer = dialog.querySelector("[data-menu-close]");

// The phone's menu becomes a modal dialog: the browser keeps the focus in it and Escape closes it.
dialog.removeAttribute("popover");
for (const button of [opener, closer]) button.removeAttribute("popovertarget");
opener.addEventListener("click", () => dialog.showModal());
closer.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => opener.focus());

const openEntry = () => nav.querySelector("details[open]");
const isAway = (target) => target instanceof Node && openEntry() && !openEntry().contains(target);

document.addEventListener("keydown", (event) => {
    const entry = openEntry();
    if (event.key !== "Escape" || !entry) return;
    entry.open = false;
    entry.querySelector("summary").focus();
});
document.addEventListener("click", ({ target }) => {
    if (isAway(target)) openEntry().open = false;
});
// A click in Safari moves the focus to nothing; only a move to something else closes an entry.
document.addEventListener("focusin", ({ target }) => {
    if (isAway(target)) openEntry().open = false;
});

// The server has estimated where the entries find room. A wide font can still break their line.
const estimate = header.dataset.fold ?? "";
const fit = () => {
    header.dataset.fold = estimate;
    const entries = nav.querySelectorAll(":scope > ul > li");
    const isBroken = entries.length && entries[0].offsetTop < entries[entries.length - 1].offsetTop;
    if (isBroken) header.dataset.fold = "always";
    if (dialog.open && !opener.offsetParent) dialog.close();
};
document.fonts.ready.then(fit);
addEventListener("resize", fit);

// The header's search folds out without this script; it puts the cursor in place and folds it away again.
const search = document.querySelector("[data-search]");
search?.addEventListener("toggle", () => {
    if (search.open) search.querySelector("input").focus();
});
search?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.open = false;
    search.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
    if (search?.open && !search.contains(event.target)) search.open = false;
});
