// Opens a gallery's pictures large, one after the other. Without this file they are plain links.
import PhotoSwipeLightbox from "../vendor/photoswipe-5.4.4/photoswipe-lightbox.esm.min.js";

const gallery = document.querySelector("[data-gallery]");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

if (gallery) {
    const words = gallery.dataset;
    const lightbox = new PhotoSwipeLightbox({
        gallery,
        children: "a",
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
}
