// A field with lines to be taken elsewhere, and the button that copies them. Words come from the page.
for (const box of document.querySelectorAll("[data-copy]")) {
  const button = box.querySelector("[data-copy-button]");
  const field = box.querySelector("textarea");
  const status = box.querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without HTTPS there is no clipboard: select the lines, so that the keyboard can copy them.
      field.focus();
      field.select();
      if (!document.execCommand("copy")) return;
    }
    status.textContent = box.dataset.copied;
  });
}
