// Puts what another site has in the place of its picture, once the reader asks; before, nothing is asked of that site.
// Without this, and where the site is not among those of the script's own tag, the picture is a link.
const sites = new Set(document.querySelector("script[data-sites]").dataset.sites.split(" "));

function shown({ dataset, ariaLabel }) {
  const element = document.createElement(dataset.embed);
  if (dataset.embed === "iframe") {
    element.title = ariaLabel;
    element.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    element.referrerPolicy = "strict-origin-when-cross-origin";
  } else {
    element.ariaLabel = ariaLabel;
    element.controls = element.autoplay = true;
    element.tabIndex = 0;
  }
  element.src = dataset.src;
  return element;
}

for (const link of document.querySelectorAll("a[data-embed]")) {
  if (!sites.has(new URL(link.dataset.src).origin)) continue;
  link.setAttribute("role", "button");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const element = shown(link);
    link.replaceWith(element);
    element.focus();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}
