// What needs a script shows itself only when there is one: copy, share, and menus that close.
const page = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split("#")[0];

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy || page);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 3000);
  });
  button.hidden = false;
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) break;
  button.addEventListener("click", () => navigator.share({ title: document.title, url: page }).catch(() => {}));
  button.hidden = false;
}

const open = () => document.querySelectorAll("details.menu[open]");

addEventListener("click", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});

addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  const inside = target.closest?.("details.menu[open]");
  for (const menu of open()) menu.open = false;
  inside?.querySelector("summary").focus();
});
