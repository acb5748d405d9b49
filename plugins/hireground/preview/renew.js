// Puts what an edit changed in a text in place of what stood there, so that it is seen without loading the page again
// and what its reader scrolled, opened, marked or typed stays. Only where nothing else of the page differs, and no
// script can have had to do with what is replaced: that is the business of loading it again.
const PROSE = new Set("p,ul,ol,li,blockquote,em,strong,del,code,a,br,hr,sup,sub,abbr,q,cite,kbd,dl,dt,dd".split(","));
const WORDS = new Set(["href", "rel", "title", "lang", "dir", "start", "cite", "translate"]);
const CLOSED = "script, style, textarea, option";
const OURS = ".build-notice, .build-report, script[data-moment], meta[name=theme-color]";

const textOf = (page) => page.querySelector("main")?.cloneNode(true);
let [frame, text] = [frameOf(document), textOf(document)]; // before any of the page's modules has run

/** All of a page but its text, as HTML, and but for what differs each time. */
function frameOf(page) {
  const copy = page.cloneNode(true);
  copy.querySelector("main")?.replaceChildren();
  for (const one of copy.querySelectorAll(OURS)) one.remove();
  return [copy.head.innerHTML, copy.body.cloneNode().outerHTML, copy.body.innerHTML.trim()].join("");
}

/** The page as it is now. No script of it runs; what pages allow keeps a DOMParser from reading it. */
const fresh = () =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.onloadend = () => resolve(request.response);
    request.send();
  });

/** Show the text of the page as it is now; returns the moment of that, or nothing where the page must be loaded again. */
async function renew() {
  const page = await fresh();
  const [live, now] = [document.querySelector("main"), page && textOf(page)];
  if (!live || !now || frameOf(page) !== frame || !renewed(live, text, now)) return undefined;
  text = now;
  return page.querySelector("script[data-moment]").dataset.moment;
}

const htmlOf = (node) => node.outerHTML ?? node.data;
const isSame = (one, other) => htmlOf(one) === htmlOf(other);

/** Make a part of the page, which was `before`, what it is now; false where it cannot be told what else that would do. */
function renewed(live, before, now) {
  const [shown, were, are] = [live, before, now].map(({ childNodes }) => [...childNodes]);
  const isTouched = !isSame(live.cloneNode(), before.cloneNode()) || shown.length !== were.length; // by a script
  if (isTouched || !isSame(before.cloneNode(), now.cloneNode()) || live.matches(CLOSED)) return false;
  const most = Math.min(were.length, are.length);
  let [first, last] = [0, 0];
  while (first < most && isSame(were[first], are[first])) first += 1;
  while (last < most - first && isSame(were.at(-1 - last), are.at(-1 - last))) last += 1;
  const [gone, old, come] = [shown, were, are].map((nodes) => nodes.slice(first, nodes.length - last));
  if ([...old, ...come].every(isProse) && gone.every((node, at) => isSame(node, old[at]))) {
    for (const node of come) live.insertBefore(document.importNode(node, true), gone[0] ?? shown[first] ?? null);
    for (const node of gone) node.remove();
    return gone.length + come.length > 0;
  }
  const isMade = (node, at) => isSame(node, come[at]) || (node.localName && renewed(gone[at], node, come[at]));
  return old.length === come.length && old.every(isMade);
}

/** Whether a node is text alone, which scripts leave as it is. */
function isProse(node) {
  if (node.nodeType === Node.TEXT_NODE) return true;
  return PROSE.has(node.localName) && node.getAttributeNames().every((name) => WORDS.has(name)) && [...node.childNodes].every(isProse);
}
