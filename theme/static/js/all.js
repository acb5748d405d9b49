// Saves all dates of a page that are still to come as one file.
const words = document.querySelector("[data-save-all]");
const { subset, calendar, name, saveAll } = words.dataset;

/** The dates that can still be added; one may stand on a page twice. */
function coming() {
  const dates = [...document.querySelectorAll("[data-uid]")].filter(({ dataset }) => Date.parse(dataset.end) > Date.now());
  return new Set(dates.map(({ dataset }) => dataset.uid));
}

words.textContent = saveAll.replace("{number}", coming().size);
words.hidden = coming().size < 2;
words.addEventListener("click", async () => {
  try {
    const answer = await fetch(calendar);
    if (!answer.ok) throw new Error(answer.statusText);
    const { save } = await import(subset);
    save(await answer.text(), coming(), name);
  } catch {
    location.href = calendar; // the server's own file has them, too
  }
});
