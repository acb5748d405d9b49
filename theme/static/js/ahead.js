// Fetches the page that somebody is about to open, where the browser does not read the page's speculation rules.
if (!HTMLScriptElement.supports?.("speculationrules") && !navigator.connection?.saveData) {
  const fetched = new Set([location.pathname]);
  let timer;

  const ahead = ({ type, target }) => {
    clearTimeout(timer);
    const { origin, pathname } = target.closest?.("a[href]") ?? {};
    if (origin !== location.origin || !pathname.endsWith("/") || fetched.has(pathname)) return;
    timer = setTimeout(() => {
      fetched.add(pathname);
      fetch(pathname, { priority: "low" }).catch(() => {});
    }, type === "touchstart" ? 0 : 80);
  };
  for (const name of ["pointerover", "touchstart", "focusin"]) addEventListener(name, ahead, { passive: true });
}

// The script before the first paint stands in the page; a server whose headers do not know it yet refuses it.
const { scheme } = document.querySelector("script[data-scheme]")?.dataset ?? {};
if (scheme && !document.documentElement.dataset.scheme) import(scheme);
