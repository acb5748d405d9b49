// Before the first paint, so that nothing flashes: the colors a reader chose.
{
  const all = (selector) => document.querySelectorAll(selector);
  const show = (scheme) => {
    document.documentElement.dataset.scheme = scheme;
    for (const meta of all("meta[name=theme-color]")) {
      const own = (meta.dataset.media ??= meta.media);
      meta.media = scheme === "auto" ? own : own.includes(scheme) ? "all" : "not all";
    }
    for (const radio of all("[name=scheme]")) radio.checked = radio.value === scheme;
    for (const control of all("details[data-scheme]")) control.hidden = false;
  };
  const recall = () => {
    let kept;
    try { kept = localStorage.scheme; } catch {} // it is off
    show(kept ?? "auto");
  };
  recall();
  for (const name of ["DOMContentLoaded", "pageshow", "storage"]) addEventListener(name, recall);
  addEventListener("change", ({ target: { name, value } }) => {
    if (name !== "scheme") return;
    show(value);
    try { localStorage.scheme = value; } catch {}
  });
}
