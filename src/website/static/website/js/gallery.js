// Opens a gallery's pictures large, one after the other. Without this file they are plain links.
// The page does not wait for the lightbox: it comes when somebody reaches for a picture.
const gallery = document.querySelector("[data-gallery]");
const PICTURES = "a[data-pswp-width]";
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function styled(address) {
    return new Promise((done) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
        link.onload = link.onerror = done;
        document.head.append(link);
    });
}

async function prepare() {
    const [{ default: PhotoSwipeLightbox }] = await Promise.all([
        import("../vendor/photoswipe-5.4.4/photoswipe-lightbox.esm.min.js"),
        ...gallery.dataset.styles.split(" ").map(styled),
    ]);
    const words = gallery.dataset;
    const lightbox = new PhotoSwipeLightbox({
        gallery,
        children: PICTURES,
        pswpModule: () => import("../vendor/photoswipe-5.4.4/photoswipe.esm.min.js"),
        bgOpacity: 0.94,
        showHideAnimationType: still ? "none" : "fade",
        closeTitle: words.close,
        zoomTitle: words.zoom,
        arrowPrevTitle: words.previous,
        arrowNextTitle: words.next,
        errorMsg: words.error,
    });
    // The picture's own words, for those who hear it.
    lightbox.addFilter("itemData", (item) => {
        const picture = item.element?.querySelector("img");
        return picture ? { ...item, alt: picture.alt, msrc: picture.currentSrc } : item;
    });
    // What stands under the picture on the page: its caption, and whose it is.
    lightbox.on("uiRegister", () => {
        lightbox.pswp.ui.registerElement({
            name: "words",
            order: 9,
            isButton: false,
            appendTo: "root",
            onInit: (element, pswp) => {
                pswp.on("change", () => {
                    const words = pswp.currSlide.data.element?.closest("figure")?.querySelector("figcaption");
                    element.replaceChildren(...(words ? [...words.cloneNode(true).childNodes] : []));
                });
            },
        });
    });
    lightbox.init();
    return lightbox;
}

if (gallery) {
    let lightbox;
    const reach = () => (lightbox ??= prepare());
    gallery.addEventListener("pointerover", reach, { once: true });
    gallery.addEventListener("focusin", reach, { once: true });
    // A click before it is there waits for it; those that follow are its own.
    const first = async (event) => {
        const picture = event.target.closest(PICTURES);
        if (!picture || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        gallery.removeEventListener("click", first, true);
        const opened = await reach().catch(() => location.assign(picture.href));
        opened?.loadAndOpen([...gallery.querySelectorAll(PICTURES)].indexOf(picture), { gallery });
    };
    gallery.addEventListener("click", first, true);
}
