// Fills a page's pictures with files dropped on them, one after the other, and arranges them as a grid.
(() => {
    const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
    const megabytes = (bytes) => (bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    const byName = (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true });

    class Pictures {
        constructor(element) {
            const prefix = element.dataset.picturesPanel;
            this.element = element;
            this.words = element.dataset;
            this.rows = document.getElementById(`${prefix}-FORMS`);
            this.rows.classList.add("pictures-rows");
            this.rows.before(element); // Wagtail puts what adds rows below them, a long way down
            this.prefix = prefix;
            this.panel = new window.MultipleChooserPanel(JSON.parse(document.getElementById(`${prefix}-OPTIONS`).textContent));
            this.waiting = Promise.resolve();
            this.find("files").addEventListener("change", ({ target }) => {
                this.take([...target.files]);
                target.value = "";
            });
            this.listenToDrops(element.closest("section") ?? element);
            this.rows.addEventListener("change", ({ target }) => setTimeout(() => this.suggest(target))); // the chooser draws itself after it tells
            this.rows.addEventListener("w-formset:added", ({ target }) => this.takeByPicture(target));
            this.rows.querySelectorAll(":scope > *").forEach((row) => this.takeByPicture(row));
            this.addBar();
            this.count();
        }

        find(name) {
            return this.element.querySelector(`[data-pictures-${name}]`);
        }

        listenToDrops(area) {
            const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
            const lift = (event) => {
                if (!carriesFiles(event)) return;
                event.preventDefault();
                this.element.classList.add("pictures-drop--over");
            };
            area.addEventListener("dragenter", lift);
            area.addEventListener("dragover", lift);
            area.addEventListener("dragleave", (event) => {
                if (!area.contains(event.relatedTarget)) this.element.classList.remove("pictures-drop--over");
            });
            area.addEventListener("drop", (event) => {
                if (!carriesFiles(event)) return;
                event.preventDefault();
                this.element.classList.remove("pictures-drop--over");
                this.take([...event.dataTransfer.files].sort(byName));
            });
        }

        // Two drops in a row stand in line, so that the pictures keep their order.
        take(files) {
            this.find("problems").replaceChildren();
            this.waiting = this.waiting.then(() => this.upload(files));
        }

        async upload(files) {
            const progress = this.find("progress");
            progress.hidden = false;
            let added = 0;
            for (const [index, file] of files.entries()) {
                const show = (part) => {
                    progress.querySelector("progress").value = ((index + part) / files.length) * 100;
                };
                this.find("state").textContent = fill(this.words.progress, { done: index + 1, all: files.length, name: file.name });
                show(0);
                const picture = await this.send(file, show);
                if (picture) {
                    this.add(picture);
                    added += 1;
                }
            }
            progress.hidden = true;
            this.find("status").textContent = fill(this.words.finished, { number: added });
        }

        // The stored picture, or nothing, with the reason among the problems.
        send(file, show) {
            const most = Number(this.words.mostBytes);
            if (file.type && !file.type.startsWith("image/")) return this.refuse(fill(this.words.noPicture, { name: file.name }));
            if (file.size > most) {
                return this.refuse(fill(this.words.tooLarge, { name: file.name, size: megabytes(file.size), most: megabytes(most) }));
            }
            const body = new FormData();
            body.append("file", file);
            const collection = this.find("collection");
            if (collection) body.append("collection", collection.value);
            return new Promise((resolve) => {
                const request = new XMLHttpRequest();
                const lost = () => resolve(this.refuse(fill(this.words.lost, { name: file.name })));
                request.open("POST", this.words.url);
                request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
                request.responseType = "json";
                request.upload.addEventListener("progress", (event) => show(event.loaded / (event.total || 1)));
                request.addEventListener("error", lost);
                request.addEventListener("load", () => {
                    const answer = request.response;
                    if (request.status === 200 && answer?.id) {
                        if (answer.again) this.tell(fill(this.words.again, { name: file.name }), "note");
                        resolve(answer);
                    } else if (answer?.error) {
                        resolve(this.refuse(answer.error));
                    } else {
                        lost();
                    }
                });
                request.send(body);
            });
        }

        refuse(reason) {
            this.tell(reason, "problem");
            return null;
        }

        tell(words, kind) {
            const line = document.createElement("li");
            line.className = `pictures-drop__${kind}`;
            line.textContent = words;
            this.find("problems").append(line);
        }

        add(picture) {
            const { initialFocus } = this.panel;
            this.panel.initialFocus = () => {}; // ten files must not take the focus ten times
            this.panel.addForm();
            this.panel.initialFocus = initialFocus;
            const field = `${this.prefix}-${this.panel.formCount - 1}-${this.words.field}`;
            this.panel.chooserWidgetFactory.getById(field).setStateFromModalData(picture);
        }

        // A picture that was just chosen brings its words along, where none are written yet.
        suggest(input) {
            if (!input.id?.endsWith(`-${this.words.field}`)) return;
            const row = input.closest("[data-inline-panel-child]");
            const alt = row?.querySelector("[name$='-alt_text']");
            const words = row?.querySelector("[data-chooser-image]")?.dataset.defaultAltText;
            if (!alt || alt.value || !words || words === "undefined") return;
            alt.value = words;
            alt.dispatchEvent(new Event("input", { bubbles: true }));
            alt.dispatchEvent(new Event("change", { bubbles: true }));
        }

        // A row is dragged by its picture too, not only by the handle.
        takeByPicture(row) {
            const picture = row.querySelector("[data-chooser-image]");
            if (!picture) return;
            picture.draggable = false;
            picture.dataset.inlinePanelChildDrag = "";
        }

        addBar() {
            const bar = document.createElement("div");
            const button = document.createElement("button");
            this.counter = document.createElement("p");
            bar.className = "pictures-bar";
            button.type = "button";
            button.className = "button button-small button-secondary";
            button.textContent = this.words.arrange;
            button.addEventListener("click", () => {
                const grid = this.rows.classList.toggle("pictures-rows--grid");
                button.textContent = grid ? this.words.write : this.words.arrange;
            });
            bar.append(this.counter, button);
            this.rows.before(bar);
            this.bar = bar;
            ["w-formset:added", "w-formset:removed"].forEach((name) => this.rows.addEventListener(name, () => this.count()));
        }

        count() {
            const number = this.panel.getChildCount();
            this.counter.textContent = number === 1 ? this.words.one : fill(this.words.several, { number });
            this.bar.hidden = number === 0;
        }
    }

    const start = () => document.querySelectorAll("[data-pictures-panel]").forEach((element) => new Pictures(element));
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
})();
