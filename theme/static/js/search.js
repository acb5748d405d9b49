// Pagefind's index in the page's own words. The address is the state: every change writes it, and showing reads it.
const root = document.querySelector("[data-search]");
const find = (selector) => root.querySelector(selector);
const [form, status, filters, list, more, clear, lists] = [
  "form", "[role=status]", ".search-filters", "ol", "[data-more]", "[data-clear]", ".browse",
].map(find);
const field = form.elements.q;
const groups = [...root.querySelectorAll("[data-filter]")];
const names = groups.map((group) => group.dataset.filter);
const AT_ONCE = 10;
const TIES = 20; // scores this near to each other, of the best one's, count as equal

// The index of a large site is in parts by time, which the engine's file names; the finds of a part say its name.
const engine = import(root.dataset.search).then(async ({ createInstance, parts = [] }) => {
  const made = createInstance({ noWorker: true });
  const own = new URL(root.dataset.search, location);
  await Promise.all(parts.map((part) => made.mergeIndex(new URL(`${part}/`, own).href)));
  return made;
});
const partOf = ({ id }) => id.split(".").at(-2) ?? "~"; // the newest part has no name, and stands before all
const boxes = (selector = "") => [...filters.querySelectorAll(`input${selector}`)];
const kinds = new Map([...filters.querySelectorAll("data")].map((kind) => [kind.value, kind.textContent]));
let turn = 0;

// Chinese, Japanese and Thai have no spaces: each sign is a word of the index, with a mark after it that is not shown,
// and marks of Thai are letters of Linear A in it (solid_scripts.py). Signs are found side by side, or else on one page.
const SOLID = "\\u3001-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff01-\\uff65";
const [THAI, MARKS] = ["\\u0e01-\\u0e30\\u0e32\\u0e40-\\u0e46", "\\u0e31\\u0e33-\\u0e3a\\u0e47-\\u0e4e"];
const sign = new RegExp(`[${THAI}][${MARKS}]*|[${SOLID}]`, "gu");
const shift = (text, letters, by) => text.replace(letters, (one) => String.fromCodePoint(one.codePointAt(0) + by));
const LINEAR_A = 0x10600 - 0x0e31;
const shown = (text) => shift(text.replace(/\u2060(<\/mark>)? ?/g, "$1").replaceAll("</mark><mark>", ""), /[\u{10600}-\u{1061d}]/gu, -LINEAR_A);

function termsOf(query) {
  if (!query.match(sign)) return [query || null];
  const divided = query.replace(sign, " $& ").replace(/\s+/g, " ").trim();
  const words = shift(divided, new RegExp(`[${MARKS}]`, "gu"), LINEAR_A);
  return /\s/.test(query) ? [words] : [`"${words.replaceAll('"', "")}"`, words];
}

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

async function search({ query, chosen }, except = "") {
  const kept = chosen.filter(([name, values]) => values.length && name !== except);
  const options = { filters: Object.fromEntries(kept.map(([name, any]) => [name, { any }])) };
  let [term, other] = termsOf(query);
  let { results, filters: counts } = await (await engine).search(term, options);
  if (other && !results.length) ({ results, filters: counts } = await (await engine).search((term = other), options));
  if (except) return { counts };
  const inTime = (await (await engine).search(term, { ...options, sort: { rank: "desc" } })).results;
  inTime.sort((one, other) => (partOf(one) < partOf(other)) - (partOf(one) > partOf(other)));
  const place = new Map(inTime.map(({ id }, number) => [id, number]));
  const grade = ({ score }) => Math.round((TIES * score) / (results[0].score || 1));
  results.sort((one, other) => grade(other) - grade(one) || place.get(one.id) - place.get(other.id));
  return { results, counts };
}

// A group's counts are of what it would find without its own choice: "or" within a group, "and" between them.
async function countsOf(want, counts) {
  const pairs = want.chosen.map(async ([name, values]) => [name, values.length ? (await search(want, name)).counts : counts]);
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

async function render() {
  const mine = ++turn;
  const want = wanted();
  const isChosen = want.chosen.some(([, values]) => values.length);
  const isAsked = want.query || isChosen;
  const { results, counts } = isAsked ? await search(want) : { results: [], counts: await (await engine).filters() };
  const [found, rows] = await Promise.all([countsOf(want, counts), Promise.all(results.slice(0, AT_ONCE).map(row))]);
  if (mine !== turn) return; // something newer is asked
  tick(found, want.chosen);
  list.replaceChildren(...rows);
  status.textContent = isAsked ? words(results.length, want.query) : "";
  lists.hidden = results.length > 0;
  clear.hidden = !isChosen;
  offer(results.slice(AT_ONCE));
}

const show = () => render().catch(fail);

function offer(rest) {
  more.hidden = !rest.length;
  more.onclick = async () => {
    const rows = await Promise.all(rest.slice(0, AT_ONCE).map(row));
    list.append(...rows);
    offer(rest.slice(AT_ONCE));
    rows[0].querySelector("a").focus();
  };
}

function words(number, query) {
  const kind = ["none", "one"][number] ?? "many";
  const text = status.dataset[query ? kind : `${kind}Chosen`];
  return text.replace("{number}", number.toLocaleString(document.documentElement.lang)).replace("{query}", query);
}

async function row(result) {
  const { url, meta, excerpt } = await result.data();
  const made = find("[data-row]").content.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(`[data-part=${name}]`);
  const isOver = (moment) => moment && new Date(moment) < Date.now();
  part("title").href = url;
  for (const name of ["title", "where"]) part(name).textContent = shown(meta[name] ?? "");
  part("kind").textContent = kinds.get(meta.kind);
  part("date").textContent = isOver(meta.until) ? "" : (meta.date ?? "");
  part("past").hidden = !isOver(meta.ends);
  part("excerpt").append(...shown(excerpt).split(/<\/?mark>/).map(marked));
  return made;
}

function marked(text, number) {
  const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  if (number % 2 === 0) return plain;
  const mark = document.createElement("mark");
  mark.textContent = plain;
  return mark;
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
    group.open = matchMedia("(width >= 60rem)").matches;
  }
}

function fail(error) {
  console.error(error);
  status.textContent = status.dataset.broken;
  form.hidden = filters.hidden = true;
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
  const links = [...list.querySelectorAll("a")];
  const at = event.target === field ? -1 : links.indexOf(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isWriting = event.target === field;
  if (event.key === "/" && !isWriting) field.select();
  else if (step && (isWriting || at >= 0)) (at + step < 0 ? field : links[at + step])?.focus();
  else return;
  event.preventDefault();
});

field.value = wanted().query;
engine
  .then((found) => found.filters())
  .then((counts) => {
    lay(counts);
    form.hidden = filters.hidden = false;
    field.focus({ preventScroll: true });
    return render();
  })
  .catch(fail);
