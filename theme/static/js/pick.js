// Ticks dates on a listing and saves just those as one calendar file: the server's own bytes, put together anew.
// The boxes come with this script alone; without it every date's page has its file.

const bar = document.querySelector("[data-pick]");
const said = bar.dataset;
const words = bar.querySelector("p");
const one = bar.querySelector("details");
const boxes = () => [...document.querySelectorAll(".choose input")];
const chosen = () => boxes().filter((box) => box.checked && !box.closest("[hidden]"));

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const status = make("p", { role: "status", className: "visually-hidden" });

/** Say something to the eye, and to the ear: what stands in a hidden part, as the bar is at first, is not read out. */
function say(text) {
  words.textContent = status.textContent = text;
}

/** The UIDs that this browser keeps from page to page, until they are cleared; js/mine.js shows them. */
function kept() {
  try { return JSON.parse(localStorage.dates ?? "[]"); } catch { return []; } // it is off
}

/** Keep what is ticked here, beside what was ticked elsewhere. */
function keep() {
  const here = new Map(boxes().map(({ value, checked }) => [value, checked]));
  const uids = [...kept().filter((uid) => !here.has(uid)), ...[...here.keys()].filter((uid) => here.get(uid))];
  try { localStorage.dates = JSON.stringify(uids); } catch {}
}

/** Give a date its box; a date that is over loses it again, as `data-until` says to js/live.js. */
function offer(row) {
  const name = [".p-name", ".dt-start"].map((part) => row.querySelector(part).textContent).join(", ");
  const box = make("input", { type: "checkbox", name, value: row.dataset.uid, ariaLabel: `${said.word}: ${name}` });
  const label = make("label", { className: "choose" }, box, said.word);
  label.dataset.until = row.dataset.end;
  box.checked = kept().includes(box.value);
  row.querySelector(".row-side").append(label);
}

function show() {
  const number = chosen().length;
  bar.hidden = !number;
  one.hidden = true;
  one.open = false;
  say(number ? said.count.replace("{number}", number) : "");
}

/** Save the file, and offer each date's own for browsers inside other apps, which save nothing that a page made. */
async function save() {
  const boxes = chosen();
  const list = one.querySelector("ul");
  list.replaceChildren(...boxes.map((box) => {
    const { href } = box.closest(".row").querySelector(".u-url");
    return make("li", {}, make("a", { href: `${href}event.ics`, type: "text/calendar", textContent: box.name }));
  }));
  one.hidden = false;
  try {
    const answer = await fetch(said.pick);
    if (!answer.ok) throw new Error(answer.statusText);
    const { save: keepFile } = await import(said.subset);
    keepFile(await answer.text(), boxes.map((box) => box.value), said.name);
    say(said.saved);
  } catch {
    say(said.failed);
  }
}

function clear() {
  const ticked = chosen();
  for (const box of ticked) box.checked = false;
  keep();
  show();
  ticked[0]?.focus();
}

document.body.append(status);
for (const row of document.querySelectorAll(".rows > [data-uid]")) {
  if (Date.parse(row.dataset.end) > Date.now()) offer(row);
}
show();
addEventListener("change", ({ target }) => {
  if (!target.closest(".choose")) return;
  keep();
  show();
});

function tickAll() {
  for (const box of boxes()) if (!box.closest("[hidden]")) box.checked = true;
  keep();
  show();
}

bar.querySelector("[data-every]").addEventListener("click", tickAll);
document.querySelector("[data-all]")?.addEventListener("click", () => {
  for (const box of boxes()) if (box.closest("[hidden]")) box.checked = false;
  tickAll();
  save();
});
bar.querySelector("[data-save]").addEventListener("click", save);
bar.querySelector("[data-clear]").addEventListener("click", clear);
