// Runs before the first paint, so that colours never flash: the scheme a reader chose, and the control to choose it by.
{
  const root = document.documentElement;
  let chosen = "auto";

  const show = (scheme) => {
    chosen = scheme === "light" || scheme === "dark" ? scheme : "auto";
    root.dataset.scheme = chosen;
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.dataset.media ??= meta.media;
      const isIt = meta.dataset.media.includes(chosen);
      meta.media = chosen === "auto" ? meta.dataset.media : isIt ? "all" : "not all";
    }
    for (const choice of document.querySelectorAll("[name=scheme]")) choice.checked = choice.value === chosen;
  };

  try {
    show(localStorage.scheme);
  } catch {
    show("auto"); // storage is off: the choice lasts for this page
  }

  addEventListener("storage", ({ key, newValue }) => key === "scheme" && show(newValue));
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "scheme") return;
    show(target.value);
    try {
      localStorage.scheme = chosen;
    } catch {}
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const control of document.querySelectorAll("[data-scheme-control]")) control.hidden = false;
    show(chosen);
  });
}
