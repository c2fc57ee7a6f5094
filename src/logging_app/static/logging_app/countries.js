// Puts ISO's two letters into the words of the page's language; without a script the letters stay.
const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "region", fallback: "code" });

for (const place of document.querySelectorAll(".rank-table tbody th bdi")) {
  const letters = place.textContent.trim();
  if (/^[A-Z]{2}$/.test(letters)) {
    place.textContent = names.of(letters);
    place.title = letters;
  }
}
