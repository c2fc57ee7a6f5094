// Files dropped on the form are those its input holds; the names of what was chosen are shown.
const place = document.querySelector("[data-drop]");
const input = place.querySelector("input[type=file]");
const chosen = place.querySelector("[data-chosen]");

const show = () => {
    chosen.replaceChildren(
        ...Array.from(input.files, (file) => {
            const line = document.createElement("li");
            line.textContent = file.name;
            return line;
        }),
    );
};

for (const kind of ["dragenter", "dragover"]) {
    place.addEventListener(kind, (event) => {
        event.preventDefault();
        place.dataset.over = "";
    });
}
for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => delete place.dataset.over);
place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
    }
});
input.addEventListener("change", show);
input.form.addEventListener("submit", () => {
    const button = input.form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = button.dataset.sending;
});
window.addEventListener("pageshow", show);
