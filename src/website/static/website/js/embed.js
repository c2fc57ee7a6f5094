// Offers to play a film here. Only the press of the button asks the other site for anything;
// without this file there is a link to it.

function embed(place) {
    const button = place.querySelector("[data-embed-play]");
    button.hidden = false;
    button.addEventListener("click", () => {
        const frame = document.createElement("iframe");
        frame.src = place.dataset.frame;
        frame.title = place.dataset.title;
        frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture; xr-spatial-tracking";
        frame.referrerPolicy = "strict-origin-when-cross-origin";
        frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
        place.replaceChildren(frame);
        place.classList.add("embed--playing");
        frame.focus();
    });
}

document.querySelectorAll("[data-embed]").forEach(embed);
