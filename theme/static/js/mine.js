// The dates that a reader has ticked, by day: those that this browser keeps, or those that the address names (#uid,uid).
// They are read from the calendar that all subscribe to, and saved as it has them.
const root = document.querySelector("[data-mine]");
const said = root.dataset;
const find = (selector) => root.querySelector(selector);
const [status, days] = [find("[role=status]"), find("[data-days]")];
const button = (name) => find(`[data-do=${name}]`);
const lang = document.documentElement.lang;
const [{ eventsOf, save }, answer] = await Promise.all([import(said.subset), fetch(said.mine)]).catch(() => [{}, {}]);
const text = answer.ok ? await answer.text() : "";

/** The UIDs that this browser keeps; js/pick.js has the same. */
function kept() {
  try { return JSON.parse(localStorage.dates ?? "[]"); } catch { return []; } // it is off
}

function keep(uids) {
  try { localStorage.dates = JSON.stringify([...new Set(uids)]); } catch {}
}

const shared = () => location.hash.slice(1).split(",").filter(Boolean).map(decodeURIComponent);

/** A time as the calendar has it (20261205T090000, in a zone) as a moment: what UTC is there is asked twice, since clocks change. */
function moment({ value, zone }) {
  const [, year, month, day, hour = 0, minute = 0] = value.match(/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?/);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  if (!zone) return wall;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" });
  const shown = (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value: one }) => [type, Number(one)]));
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
  };
  const guess = wall - (shown(wall) - wall);
  return guess - (shown(guess) - wall);
}

/** What is shown of an event; whole days meet nothing at the same time. */
function dateOf(event) {
  const [start, end] = [event.DTSTART, event.DTEND ?? event.DTSTART];
  const isDay = start.value.length === 8;
  const [from, to] = [moment(start), moment(end)];
  const hours = { hour: "numeric", minute: "2-digit", timeZone: start.zone || "UTC", timeZoneName: "longGeneric" };
  return {
    uid: event.UID.value, title: event.SUMMARY?.value ?? "", url: event.URL?.value, where: event.LOCATION?.value ?? "", from, to, isDay,
    day: start.value.slice(0, 8), isOff: event.STATUS?.value === "CANCELLED",
    hours: isDay ? allDay(from, to) : new Intl.DateTimeFormat(lang, hours).formatRange(from, to),
  };
}

/** "All day", and from when to when, where it is several. */
function allDay(from, end) {
  const last = end - 86_400_000;
  const days = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", timeZone: "UTC" });
  return last > from ? `${said.allDay}, ${days.formatRange(from, last)}` : said.allDay;
}

/** The dates that take place while another does. */
const clashes = (date, dates) => dates.filter((other) => (
  other !== date && ![date, other].some(({ isOff, isDay }) => isOff || isDay) && date.from < other.to && other.from < date.to
));

function row(date, dates) {
  const made = find("[data-row]").content.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(`[data-part=${name}]`);
  for (const name of ["hours", "title", "where"]) part(name).textContent = date[name];
  if (/^https?:/.test(date.url)) part("title").href = date.url;
  const titles = clashes(date, dates).map(({ title }) => title).join(", ");
  part("clash").textContent = part("clash").dataset.words.replace("{titles}", titles);
  part("clash").hidden = !titles;
  part("past").hidden = date.isOff || date.to > Date.now();
  part("remove").ariaLabel = `${part("remove").textContent}: ${date.title}`;
  part("remove").hidden = shared().length > 0;
  part("remove").addEventListener("click", () => {
    keep(kept().filter((uid) => uid !== date.uid));
    show();
    status.focus();
  });
  return made;
}

function section(day, ofDay, dates) {
  const made = find("[data-day]").content.cloneNode(true).firstElementChild;
  const at = Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1, day.slice(6));
  made.querySelector("h2").textContent = new Date(at).toLocaleDateString(lang, { dateStyle: "full", timeZone: "UTC" });
  made.querySelector("ol").append(...ofDay.map((date) => row(date, dates)));
  return made;
}

let uids = [];

function show() {
  const isShared = shared().length > 0;
  const wanted = new Set(isShared ? shared() : kept());
  const dates = eventsOf(text).map(dateOf).filter(({ uid }) => wanted.has(uid)).sort((one, other) => one.from - other.from);
  uids = dates.map(({ uid }) => uid);
  const listed = [...new Set(dates.map(({ day }) => day))];
  days.replaceChildren(...listed.map((day) => section(day, dates.filter((one) => one.day === day), dates)));
  const number = said.number.replace("{number}", dates.length);
  status.textContent = !dates.length ? said.none : isShared ? `${said.shared} ${number}` : number;
  for (const name of ["save", "share", "clear"]) button(name).hidden = !dates.length;
  button("clear").hidden ||= isShared;
  button("keep").hidden = !isShared || !dates.length;
}

button("save").addEventListener("click", () => {
  save(text, uids, "my-dates.ics");
  status.textContent = said.saved;
});
button("share").addEventListener("click", async ({ target }) => {
  const words = target.textContent;
  await navigator.clipboard.writeText(`${location.href.split("#")[0]}#${uids.map(encodeURIComponent).join(",")}`);
  target.textContent = target.dataset.done;
  setTimeout(() => (target.textContent = words), 3000);
});
button("keep").addEventListener("click", () => {
  keep([...kept(), ...uids]);
  history.replaceState(null, "", location.pathname);
  show();
  status.focus();
});
button("clear").addEventListener("click", () => {
  keep([]);
  show();
  status.focus();
});
addEventListener("hashchange", show);
addEventListener("storage", show);

status.tabIndex = -1;
root.hidden = false;
if (text) show();
else {
  status.textContent = said.failed;
  find(".actions").hidden = true;
}
