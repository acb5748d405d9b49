// Keeps a page true in the reader's clock. What becomes of a session, and when, stands on its card (data-later):
// nothing is decided here, only looked up. Phrases are those of the script's own tag.

/** @typedef {[since: string, state: string, words: string, kind?: string, href?: string, label?: string]} Stage */

/** The stage that holds at `now`; none while the page is as it was built.
 * @param {Stage[]} later @param {number} now */
export const stageAt = (later, now) => later.findLast(([since]) => Date.parse(since) <= now);

/** The day on the reader's calendar, as `2026-12-05`. */
const dayOf = (moment) => new Date(moment - 60_000 * moment.getTimezoneOffset()).toISOString().slice(0, 10);

const FORM = { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };

/** Hours and their zone's name; in a night that has an hour twice, each has its own. */
function hoursOf(from, to, language) {
  const written = (timeZoneName) => new Intl.DateTimeFormat(language, { ...FORM, timeZoneName });
  if (from.getTimezoneOffset() !== to.getTimezoneOffset()) return [from, to].map(written("short").format).join(" – ");
  const zone = written("longGeneric").formatToParts(from).find(({ type }) => type === "timeZoneName");
  return `${written().formatRange(from, to)} (${zone.value})`;
}

/** The same hours where the reader is, in `language`; nothing where the clocks show the same.
 * @param {string} start @param {string} end @param {{language: string, local: string, next: string, before: string}} said */
export function localHours(start, end, said) {
  const from = new Date(start);
  const there = start.slice(0, 19);
  if (Date.parse(`${there}Z`) - from.getTime() === -60_000 * from.getTimezoneOffset()) return "";
  const days = (Date.parse(dayOf(from)) - Date.parse(there.slice(0, 10))) / 86_400_000;
  const hours = hoursOf(from, new Date(end), said.language);
  return ({ [-1]: said.before, 1: said.next }[days] ?? said.local).replace("{hours}", hours);
}

/** "Today" or "Tomorrow", while it is still to begin.
 * @param {DOMStringMap} card @param {number} now @param {DOMStringMap} said */
export function soon({ start, today, tomorrow }, now, said) {
  if (!today || now < Date.parse(tomorrow) || now >= Date.parse(start)) return "";
  return now < Date.parse(today) ? said.tomorrow : said.today;
}

const said = document.querySelector("script[data-today]").dataset;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isOver = (card, now) => Date.parse(card.dataset.end) <= now;

/** Put a line of ours after `place`, or take it away where there is nothing to say. */
function line(place, name, kind, words) {
  if (!place) return;
  const own = place.parentElement.querySelector(`:scope > .${name}`) ?? document.createElement(kind);
  own.className = name;
  own.textContent = words;
  if (!words) own.remove();
  else if (!own.isConnected) place.after(own);
}

function become(card, [, state, words, kind = "", href, label = ""]) {
  card.dataset.state = state;
  for (const says of all("[data-says]", card)) {
    says.dataset.state = state;
    says.hidden = !words;
    (says.firstElementChild ?? says).textContent = words;
  }
  for (const does of all("[data-does]", card)) {
    does.dataset.kind = kind;
    does.hidden = !href;
    if (href) Object.assign(does, { href, rel: "noopener" });
    does.textContent = label;
    does.ariaLabel = `${label}, ${does.dataset.day}`;
  }
}

/** Bring a card up to date; returns what there is to say of it if anything changed. */
function update(card, now) {
  const { start, end, later, online, state } = card.dataset;
  const stage = later && stageAt(JSON.parse(later), now);
  const hasChanged = stage && stage[1] !== state;
  if (hasChanged) become(card, stage);
  line(card.querySelector(".dt-start"), "soon", "span", soon(card.dataset, now, said));
  if (online !== undefined) line(card.querySelector(".dt-end")?.closest("p"), "local", "p", isOver(card, now) ? "" : localHours(start, end, said));
  const title = card.querySelector(".p-name:not(.p-location *)") ?? card.querySelector("time");
  return hasChanged && title ? `${title.value ?? title.textContent.trim()}: ${stage[2]}` : "";
}

/** Put a row that ended among the past, newest first, if the page has one. */
function file(row) {
  const past = document.querySelector("[data-past]");
  if (!past) return;
  const list = past.querySelector("ol");
  const earlier = [...list.children].find((one) => isOver(one, Date.parse(row.dataset.end)));
  list.insertBefore(row, earlier ?? null);
  past.hidden = row.hidden = false;
}

/** Take a row out of the dates to come, and show one more in its place. */
function leave(row) {
  const group = row.closest("[data-coming]");
  row.remove();
  group.querySelector("[data-further][hidden]")?.removeAttribute("hidden");
  const [first, rest] = group.querySelectorAll("ol");
  if (rest) {
    if (first.children.length < 3) first.append(rest.firstElementChild ?? "");
    rest.parentElement.hidden = !rest.children.length;
  }
  if (group.querySelector("[data-end]:not([hidden])")) return;
  const nothing = group.querySelector("[data-nothing]");
  (nothing ?? group).hidden = !nothing;
}

/** Let js/lead.js do its part, on pages that have a ticket. */
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Bring the page up to date; returns what to say of the sessions that changed. */
function refresh() {
  const now = Date.now();
  tell("dates-ended", { now, isOver, leave, file });
  for (const row of all("[data-coming] li[data-end]")) {
    if (!isOver(row, now)) continue;
    leave(row);
    file(row);
  }
  for (const part of all("[data-until]")) {
    if (Date.parse(part.dataset.until) > now) continue;
    if (part.href) part.removeAttribute("href");
    else part.hidden = true;
  }
  for (const day of all('[aria-current="date"]')) day.removeAttribute("aria-current");
  const today = new Intl.DateTimeFormat("sv", { timeZone: said.zone }).format(now);
  document.querySelector(`.month td > [datetime="${today}"]`)?.parentElement.setAttribute("aria-current", "date");
  const changed = new Set(all("[data-end]").map((card) => update(card, now)).filter(Boolean));
  tell("dates-updated", { now, update });
  return changed;
}

const status = Object.assign(document.createElement("p"), { role: "status", className: "changed visually-hidden" });
document.body.append(status);
refresh();

/** Say once what changed while the page was open. */
function again() {
  const changed = [...refresh()];
  if (changed.length) status.textContent = changed.join(". ");
}

// Every moment that counts is a whole minute, so a look a minute misses none, and a laptop that slept catches up by itself.
let timer;
function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => { again(); wait(); }, 60_000 - (Date.now() % 60_000));
}
wait();
addEventListener("pageshow", ({ persisted }) => persisted && again());
document.addEventListener("visibilitychange", () => document.hidden || (again(), wait()));
