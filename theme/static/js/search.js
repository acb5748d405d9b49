// Pagefind's index in the page's own words. The address is the state: every change writes it, and showing reads it.
import { corrected, folded, meaningOf, termsOf } from "./ask.js";
import { foundRows } from "./found.js";
import { titled, titlesAt } from "./titles.js";

const root = document.querySelector("[data-search]");
const find = (selector) => root.querySelector(selector);
const [form, status, filters, list, more, clear, lists] = [
  "form", "[role=status]", ".search-filters", "ol", "[data-more]", "[data-clear]", ".browse",
].map(find);
const field = form.elements.q;
const groups = [...root.querySelectorAll("[data-filter]")];
const names = groups.map((group) => group.dataset.filter);
const [AT_ONCE, AT_FIRST] = [10, 4]; // rows; those that one sees come before the others where the page opens with a query
const TIES = 20; // scores this near to each other, of the best one's, count as equal
const isAskedAtFirst = location.search.length > 1;
root.toggleAttribute("data-waiting", isAskedAtFirst);
if (isAskedAtFirst) filters.style.minHeight = `${filters.offsetHeight}px`; // filters without a choice leave, and move nothing

// The index of a large site is in parts by time, which the engine's file names; the finds of a part say its name.
const own = new URL(root.dataset.search, location);
let started;
const engine = () => (started ??= start());

async function start() {
  import(new URL("first.js", own).href); // asks for what a query in the address needs
  const { createInstance, parts = [] } = await import(own.href);
  const made = createInstance({ noWorker: true });
  await Promise.all(parts.map((part) => made.mergeIndex(new URL(`${part}/`, own).href)));
  isReady = true;
  return made;
}

const titles = titlesAt(root.dataset.titles);
const partOf = ({ id }) => id.split(".").at(-2) ?? "~"; // the newest part has no name, and stands before all
const boxes = (selector = "") => [...filters.querySelectorAll(`input${selector}`)];
const wordsOf = (selector) => new Map([...filters.querySelectorAll(selector)].map((one) => [one.value, one.textContent]));
const [kinds, flags] = [wordsOf("data:not([data-flag])"), wordsOf("[data-flag]")];
const makings = { kinds, flags, template: find("[data-row]") };
let turn = 0;
let isReady = false; // the engine
let laid; // the filters, which are read once something is shown

function wanted() {
  const said = new URLSearchParams(location.search);
  return { query: (said.get("q") ?? "").trim(), chosen: names.map((name) => [name, said.getAll(name)]) };
}

function write(isStep) {
  const said = new URLSearchParams();
  if (field.value.trim()) said.set("q", field.value.trim());
  for (const box of boxes(":checked")) said.append(box.name, box.value);
  const address = said.size ? `?${said}` : location.pathname;
  if (address !== (location.search || location.pathname)) history[isStep ? "pushState" : "replaceState"]({}, "", address);
  show();
}

const kept = (chosen, except) => Object.fromEntries(chosen.filter(([name, some]) => some.length && name !== except).map(([name, any]) => [name, { any }]));

/** Find the pages with a term, the best first; of two that are equally good, what comes before what is over. */
async function inOrder(terms, asked) {
  const pagefind = await engine();
  let term, results, counts;
  for (term of terms) {
    ({ results, filters: counts } = await pagefind.search(term, { filters: asked }));
    if (results.length) break;
  }
  const inTime = (await pagefind.search(term, { filters: asked, sort: { rank: "desc" } })).results;
  inTime.sort((one, other) => (partOf(one) < partOf(other)) - (partOf(one) > partOf(other)));
  const place = new Map(inTime.map(({ id }, number) => [id, number]));
  const grade = ({ score }) => Math.round((TIES * score) / (results[0].score || 1));
  results.sort((one, other) => grade(other) - grade(one) || place.get(one.id) - place.get(other.id));
  return { results, counts };
}

/** Find what a query means first: the seminars with such a date, the kind that it names; then all that has its words. */
async function search({ query, chosen }, meaning) {
  const asked = kept(chosen);
  const plain = inOrder(termsOf(meaning.plain), asked);
  const found = [];
  const isOpen = !meaning.kind || !asked.kind || asked.kind.any.includes(meaning.kind);
  for (const day of meaning.isMore && isOpen ? meaning.days : []) {
    const such = { flags: { all: meaning.flags }, spans: { all: day ? [day] : [] }, kind: asked.kind ?? { any: meaning.kind ? [meaning.kind] : [] } };
    const narrowed = Object.fromEntries(Object.entries(such).filter(([, { any, all }]) => (any ?? all).length));
    found.push(...(await inOrder(termsOf(meaning.rest), { ...asked, ...narrowed })).results);
  }
  const { results } = await plain;
  const seen = new Set();
  return [...found, ...results].filter(({ id }) => !seen.has(id) && seen.add(id));
}

/**
 * Count what each group would find without its own choice: "or" within a group, "and" between them. The engine counts
 * only in filters that it has read: a search that was quicker than these has no counts.
 */
async function countsOf({ query, chosen }) {
  const all = await (laid ??= engine().then((found) => found.filters()).then(lay));
  const counted = (except) => inOrder(termsOf(query), kept(chosen, except)).then(({ counts }) => counts);
  const isAsked = query || chosen.some(([, values]) => values.length);
  const plain = isAsked ? counted() : all;
  const pairs = chosen.map(async ([name, values]) => [name, await (values.length ? counted(name) : plain)]);
  return (await Promise.all(pairs)).map(([name, found]) => [name, found[name] ?? {}]);
}

function tick(counts, chosen) {
  for (const [name, found] of counts) {
    for (const box of boxes(`[name="${name}"]`)) {
      const number = found[box.value] ?? 0;
      box.checked = Object.fromEntries(chosen)[name].includes(box.value);
      box.closest("li").hidden = !number && !box.checked;
      box.closest("label").querySelector(".count").textContent = number;
    }
  }
  for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
}

/** What the titles answer at once; it stays where it stands. */
async function atOnce({ query }, meaning) {
  const standing = titled(await titles, query, meaning, folded);
  return { standing, rows: foundRows(standing, meaning, [], makings) };
}

/** Search for what was meant where a word is misspelled, and say so; no word of a title is. */
async function found(want, meaning, standing) {
  const first = search(want, meaning);
  const query = standing.length ? want.query : await corrected(want.query, own);
  if (query === want.query) return { results: await first, meaning };
  const meant = meaningOf(query, kinds, flags);
  return { results: await search({ ...want, query }, meant), meaning: meant, meant: query };
}

/** Show what a query finds: what titles answer, and below it what the engine finds. */
async function render() {
  const mine = ++turn;
  const want = wanted();
  const isChosen = want.chosen.some(([, values]) => values.length);
  const isAsked = want.query || isChosen;
  const asked = meaningOf(want.query, kinds, flags);
  const { standing, rows: first } = want.query && !isChosen ? await atOnce(want, asked) : { standing: [], rows: [] };
  if (mine !== turn) return; // something newer is asked
  if (first.length && !isReady) {
    put(first);
    lists.hidden = true;
    await painted();
  }
  const { results, meaning, meant } = isAsked ? await found(want, asked, standing) : { results: [] };
  const isOpening = mine === 1 && !meaning?.isMore; // days and "free" put all rows in another order
  for (const number of isOpening ? [AT_FIRST, AT_ONCE] : [AT_ONCE]) {
    const rows = await rowsOf(results.slice(0, number), meaning, standing);
    if (mine !== turn) return;
    put([...first, ...rows]);
    lists.hidden = first.length + rows.length > 0;
  }
  const number = Math.max(results.length, standing.length);
  clear.hidden = !isChosen;
  root.toggleAttribute("data-waiting", number > 0 && isAskedAtFirst);
  offer(results.slice(AT_ONCE), meaning, standing);
  const numbers = await countsOf({ ...want, query: meant ?? want.query });
  if (mine !== turn) return;
  tick(numbers, want.chosen);
  status.textContent = isAsked ? words(number, want.query, meant) : "";
}

/** Wait until what was put is seen, so that what is loaded next does not come before it. */
const painted = () => new Promise((done) => (document.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));

const show = () => render().catch(fail);

/** Show rows; those that stand there already stay, and a reader's focus with them. */
function put(rows) {
  const shown = [...list.children];
  if (shown.length && shown.every((row, at) => rows[at]?.isEqualNode(row))) list.append(...rows.slice(shown.length));
  else list.replaceChildren(...rows);
}

async function rowsOf(results, meaning, standing) {
  return results.length ? foundRows(await Promise.all(results.map((one) => one.data())), meaning, standing, makings) : [];
}

function offer(rest, meaning, standing) {
  more.hidden = !rest.length;
  more.onclick = async () => {
    const rows = await rowsOf(rest.slice(0, AT_ONCE), meaning, standing);
    list.append(...rows);
    offer(rest.slice(AT_ONCE), meaning, standing);
    rows[0]?.querySelector("a").focus();
  };
}

function words(number, query, meant = "") {
  const kind = meant && number ? "meant" : (["none", "one"][number] ?? "many");
  const said = { number: number.toLocaleString(document.documentElement.lang), query, meant };
  return filled(status.dataset[query ? kind : `${kind}Chosen`], said);
}

function filled(text, said) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => said[name] ?? whole);
}

function option(name, value) {
  const made = find("[data-option]").content.cloneNode(true).firstElementChild;
  const box = made.querySelector("input");
  [box.name, box.value] = [name, value];
  made.querySelector("span").textContent = kinds.get(value) ?? value;
  return made;
}

function lay(counts) {
  for (const group of groups) {
    const { filter } = group.dataset;
    const values = Object.keys(counts[filter] ?? {}).sort((one, other) => one.localeCompare(other));
    if (filter === "year") values.reverse();
    const inOrder = filter === "kind" ? [...kinds.keys()].filter((kind) => values.includes(kind)) : values;
    group.querySelector("ul").append(...inOrder.map((one) => option(filter, one)));
    group.open ||= matchMedia("(width >= 60rem)").matches;
  }
  return counts;
}

function fail(error) {
  console.error(error);
  status.textContent = status.dataset.broken;
  form.hidden = filters.hidden = true;
  lists.hidden = false;
  root.removeAttribute("data-waiting");
}

let pause;
field.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => write(false), 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  write(true);
});
filters.addEventListener("change", () => write(true));
clear.addEventListener("click", () => {
  for (const box of boxes(":checked")) box.checked = false;
  write(true);
  field.focus();
});
addEventListener("popstate", () => {
  field.value = wanted().query;
  show();
});

// One key alone is a shortcut only while the focus is in here (WCAG 2.1.4).
root.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("h2 a")];
  const at = event.target === field ? -1 : links.indexOf(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isWriting = event.target === field;
  if (event.key === "/" && !isWriting) field.select();
  else if (step && (isWriting || at >= 0)) (at + step < 0 ? field : links[at + step])?.focus();
  else return;
  event.preventDefault();
});

field.value = wanted().query;
if (field.value) status.textContent = filled(status.dataset.looking, { query: field.value });
field.focus({ preventScroll: true });
show();
