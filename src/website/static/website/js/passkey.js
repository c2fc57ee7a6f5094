/* Says in the page that a passkey was not used, where allauth's own script only writes to the console. */
const trouble = document.getElementById("passkey-trouble");

document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    trouble.hidden = false;
});
for (const place of document.querySelectorAll(".entrance__panel")) place.append(trouble);
