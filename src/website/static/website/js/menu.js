// The phone's menu is a dialog: the browser keeps the focus in it and Escape closes it.
const dialog = document.querySelector("#phone-menu");
const opener = document.querySelector("[data-menu-open]");

opener?.addEventListener("click", () => dialog.showModal());
dialog?.querySelector("[data-menu-close]").addEventListener("click", () => dialog.close());
dialog?.addEventListener("close", () => opener.focus());

// A telephone that is turned, or a window that is widened, has the whole menu in its header again.
matchMedia("(min-width: 54rem)").addEventListener("change", (wide) => {
    if (wide.matches && dialog?.open) dialog.close();
});
