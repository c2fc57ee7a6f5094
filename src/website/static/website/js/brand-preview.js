/* The settings of the brand, shown as they are typed. Nothing is saved: the values travel in the address. */
const WAIT = 450; // milliseconds after the last change

function start(root) {
    const form = root.closest('form');
    const frames = [...root.querySelectorAll('iframe')];
    const reasons = root.querySelector('[data-brand-reasons]');
    const fields = root.dataset.fields.split(' ');
    let timer = 0;
    let shown = '';

    const theme = () => root.querySelector('[name="brand-preview-theme"]:checked').value;

    function values() {
        const all = new FormData(form);
        return new URLSearchParams(fields.map((name) => [name, all.get(name) ?? '']));
    }

    /* A frame is as wide as the screen it stands for; it is drawn smaller to fit its box. */
    function fit() {
        for (const frame of frames) {
            const scale = frame.parentElement.clientWidth / frame.width;
            frame.style.transform = `scale(${scale})`;
            frame.parentElement.style.height = `${frame.height * scale}px`;
        }
    }

    async function show() {
        const query = values();
        const address = `${root.dataset.page.replace('THEME', theme())}?${query}`;
        if (address === shown) return;
        shown = address;
        const answer = await fetch(`${root.dataset.reasons}?${query}`, { headers: { 'X-Requested-With': 'fetch' } });
        if (shown !== address || !answer.ok) return;
        reasons.innerHTML = await answer.text(); // of our own server, which escaped it
        const isWrong = !reasons.querySelector('h3');
        root.classList.toggle('brand-preview--wrong', isWrong);
        if (!isWrong) frames.forEach((frame) => frame.contentWindow.location.replace(address));
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(show, WAIT);
    }

    form.addEventListener('input', later);
    form.addEventListener('change', later);
    new ResizeObserver(fit).observe(root);
    fit();
    show();
}

function startAll() {
    document.querySelectorAll('[data-brand-preview]').forEach(start);
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', startAll);
else startAll();
