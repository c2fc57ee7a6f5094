// Buttons for a row that can also be pushed along, and, where the editor asked for it, a row that moves on by itself:
// never for those who want less motion, never while it is pointed at, in focus or out of sight, and not once stopped.
// After the ARIA Authoring Practices' carousel. Without this file the row is a row.

const still = matchMedia("(prefers-reduced-motion: reduce)");

function carousel(root) {
    const row = root.querySelector(".carousel__row");
    const slides = [...row.children];
    const stopper = root.querySelector("[data-carousel-stop]");
    const { says, stop, goOn, moves } = root.dataset;
    const inWords = (number) => says.replace("{number}", number + 1).replace("{total}", slides.length);
    let current = 0;
    let stopped = !moves;
    let inSight = false;

    const place = (slide) => slide.offsetLeft - slides[0].offsetLeft;

    function show(number) {
        current = (number + slides.length) % slides.length;
        row.scrollTo({ left: place(slides[current]), behavior: still.matches ? "instant" : "smooth" });
        count();
    }

    function count() {
        root.querySelector("[data-carousel-count]").textContent = `${current + 1} / ${slides.length}`;
    }

    function look() {
        const distance = (slide) => Math.abs(place(slide) - row.scrollLeft);
        current = slides.reduce((best, slide, number) => (distance(slide) < distance(slides[best]) ? number : best), 0);
        count();
    }

    function setStopped(value) {
        stopped = value;
        stopper.textContent = stopped ? goOn : stop;
    }

    root.querySelectorAll("[data-carousel-step]").forEach((button) => {
        button.addEventListener("click", () => {
            if (!stopped) setStopped(true); // whoever takes the wheel keeps it
            show(current + Number(button.dataset.carouselStep));
            root.querySelector("[data-carousel-status]").textContent = inWords(current);
        });
    });

    // A push ends where the row comes to rest.
    let resting = 0;
    row.addEventListener("scroll", () => {
        clearTimeout(resting);
        resting = setTimeout(look, 120);
    }, { passive: true });

    if (moves) {
        const offer = () => { stopper.hidden = still.matches; };
        stopper.addEventListener("click", () => setStopped(!stopped));
        still.addEventListener("change", offer);
        new IntersectionObserver(([seen]) => { inSight = seen.isIntersecting; }, { threshold: 0.5 }).observe(row);
        offer();
        setInterval(() => {
            const held = root.matches(":hover") || row.matches(":focus-within");
            if (!stopped && !still.matches && !held && inSight && !document.hidden) show(current + 1);
        }, Number(moves) * 1000);
    }

    root.querySelector(".carousel__buttons").hidden = false;
    count();
}

document.querySelectorAll("[data-carousel]").forEach(carousel);
