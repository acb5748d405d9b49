// Reloads the page when a build other than its own is shown. Closed in hidden tabs: browsers allow six connections a host.
const shown = document.currentScript.dataset.build;
let source;

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource("/.reload");
  source.onmessage = ({ data }) => {
    if (data !== shown) location.reload();
  };
}

document.addEventListener("visibilitychange", listen);
listen();
