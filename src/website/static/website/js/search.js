// The header's search folds out without this script; it puts the cursor in place and folds it away again.
const fold = document.querySelector("[data-search]");
const summary = fold?.querySelector("summary");

fold?.addEventListener("toggle", () => {
    if (fold.open) fold.querySelector("input").focus();
});
fold?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    fold.open = false;
    summary.focus();
});
document.addEventListener("click", (event) => {
    if (fold?.open && !fold.contains(event.target)) fold.open = false;
});
