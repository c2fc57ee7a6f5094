// A chosen period shows at once; only "from … to …" waits for its days.
for (const form of document.querySelectorAll("[data-log-period]")) {
    const dates = form.querySelector(".log-period__dates");
    form.addEventListener("change", ({ target }) => {
        if (target.name === "period") dates.hidden = target.value !== "custom";
        if (target.tagName === "SELECT" && form.elements.period.value !== "custom") form.requestSubmit();
    });
    form.addEventListener("submit", () => {
        // The days of an earlier choice would stand in the address for nothing.
        for (const field of dates.querySelectorAll("input")) field.disabled = form.elements.period.value !== "custom";
    });
}
