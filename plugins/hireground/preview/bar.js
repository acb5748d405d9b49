// Shows at the foot of a page what its author wants to know of it. It stands in a shadow, so that neither the page's
// styles nor its scripts meet it; folded it takes one line, and what it lies over can always be scrolled out from under.
const OPEN = "preview-bar-open";
const host = document.createElement("preview-bar");
host.setAttribute("role", "complementary");
host.setAttribute("aria-label", "Preview");
const shadow = host.attachShadow({ mode: "open" });
let before = "";

function showBar(about, asOf) {
  const now = JSON.stringify([about, asOf]);
  if (now === before) return;
  before = now;
  if (!about && !asOf) {
    host.remove();
    return;
  }
  const sheet = make("link", { rel: "stylesheet", href: "/.bar.css" });
  const details = make("details", { open: sessionStorage.getItem(OPEN) === "yes" }, headOf(about, asOf), partsOf(about));
  const remember = () => sessionStorage.setItem(OPEN, details.open ? "no" : "yes"); // it is about to become the other
  details.firstChild.addEventListener("click", remember);
  shadow.replaceChildren(sheet, details);
  document.body.append(host);
}

function headOf(about, asOf) {
  const number = about?.problems.length ?? 0;
  const parts = [make("span", { className: "file" }, about ? about.file || "a page of the whole site" : "being made")];
  if (about) parts.push(make("span", { className: number ? "bad" : "good" }, counted(number)));
  if (asOf) parts.push(make("span", { className: "bad" }, `as of ${asOf}`));
  return make("summary", {}, ...parts);
}

const counted = (number) => (number ? `${number} ${number === 1 ? "problem" : "problems"}` : "no problems");

function partsOf(about) {
  if (!about) return "";
  const parts = [
    ["File", fileOf(about)],
    ["Problems", problemsOf(about)],
    ["What readers get", about.told.map((line) => make("p", {}, line))],
    ["In search results", snippet()],
    ["Where it is shared", card(about.card)],
    ["In calendars", entry(about.calendar)],
  ];
  const shown = parts.filter(([, inside]) => inside?.length);
  const whole = { tabIndex: 0, role: "group", ariaLabel: "About this page" };
  return make("div", whole, ...shown.map(([name, inside]) => make("section", {}, make("h2", {}, name), ...inside)));
}

function fileOf({ file, full }) {
  if (!file) return [];
  if (!full) return [make("p", {}, make("code", {}, file))];
  const copy = make("button", { type: "button" }, "Copy its path");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(full);
    copy.textContent = "Copied";
  });
  return [make("p", {}, make("code", {}, full)), make("p", {}, make("a", { href: inEditor(full) }, "Open in VS Code"), copy)];
}

const inEditor = (full, place = "") => `vscode://file/${encodeURI(full).replace(/^\//, "")}${place}`;

function problemsOf({ full, problems }) {
  const said = problems.map(({ line, column, said: words }) => {
    const place = `line ${line}`;
    return make("li", {}, full ? make("a", { href: inEditor(full, `:${line}:${column}`) }, place) : place, `: ${words}`);
  });
  return said.length ? [make("ul", {}, ...said)] : [];
}

function snippet() {
  const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  if (said("robots").includes("noindex")) return [make("p", {}, "Search engines are asked to leave this page out.")];
  const words = said("description") || "There is no summary, so each search engine takes words of its own choice.";
  return [
    make("p", { className: "address" }, decodeURI(location.pathname).split("/").filter(Boolean).join(" › ") || "home page"),
    make("p", { className: "title" }, document.title),
    make("p", { className: "words" }, words),
  ];
}

function card(drawn) {
  return drawn ? [make("img", { src: drawn.url, alt: drawn.alt, width: 1200, height: 630 })] : [];
}

function entry(event) {
  if (!event) return [];
  return [
    make("p", { className: "title" }, event.title),
    make("p", {}, [event.when, event.where].filter(Boolean).join(" · ")),
    make("p", { className: "text" }, event.text),
  ];
}

function make(name, values, ...inside) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inside);
  return made;
}

new ResizeObserver(([{ target }]) => {
  const height = `${target.isConnected ? target.offsetHeight : 0}px`;
  document.documentElement.style.paddingBlockEnd = height;
  document.documentElement.style.scrollPaddingBlockEnd = height;
}).observe(host);
