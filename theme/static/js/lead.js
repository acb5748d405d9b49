// Keeps the ticket of a page true: what follows a date that ended, and where a date leads that nobody can have any more.
// js/live.js says when; this stands before it in the page, and hears it from its first look on.
const all = (selector) => [...document.querySelectorAll(selector)];

/** A day as a list says it; with its year where `other` is far from it, as in Python (pages/instead.py).
 * @param {string} start @param {string} other */
function dayIn(start, other) {
  const isNear = Math.abs(Date.parse(start) - Date.parse(other)) < 300 * 86_400_000;
  const form = isNear ? { weekday: "short", month: "short", day: "numeric" } : { dateStyle: "full" };
  const { language } = document.querySelector("script[data-today]").dataset;
  return new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(new Date(`${start.slice(0, 10)}T00:00Z`));
}

const MISSED = /^(?:past|cancelled|postponed|full|waiting-list|closed)$/;
const OFFERED = /^(?:unannounced|walk-in|not-yet-open|open|few-places)$/;

/** Lead from a date that nobody can have any more to the next one on this page, or to where the page says. */
function leadOn(link) {
  const { start, state } = link.closest("[data-start]").dataset;
  const rows = all("[data-coming] li[data-state]").filter((row) => OFFERED.test(row.dataset.state) && !row.id); // one with an id has no day yet
  const next = rows.find((row) => Date.parse(row.dataset.start) > Date.parse(start)) ?? rows[0];
  const { words, elsewhere, else: other } = link.dataset;
  if (next) {
    link.href = next.querySelector("a.u-url").href;
    link.textContent = words.replace("{day}", dayIn(next.dataset.start, start));
  } else if (elsewhere && !document.querySelector("[data-coming][data-some]")) {
    link.href = elsewhere;
    link.textContent = other;
  }
  link.hidden = !link.href || !MISSED.test(state);
}

/** The row of the date that leads, which stands in no list until it is over. */
let own = document.querySelector("template[data-row]")?.content.firstElementChild;

/** Put the next ticket where the one that ended stands, if there is a next; the last stays where the page can say so. */
function promote(ticket, { leave, file }) {
  const next = document.querySelector("[data-coming] template[data-ticket]");
  const last = document.querySelector("[data-last]");
  if (!next && last) {
    last.hidden = false;
    return false;
  }
  if (own) file(own);
  own = next?.closest("li");
  if (own) leave(own);
  ticket.replaceWith(next?.content ?? "");
  next?.remove();
  return Boolean(next);
}

/** Lead with the first date that can be had, and show one row for each other seminar, as Python does (pages/home.py). */
function arrange(list, { now, update }) {
  const rows = [...list.children];
  const ticket = list.parentElement.querySelector(".ticket");
  const lead = rows.find((row) => OFFERED.test(row.dataset.state)) ?? rows.find((row) => row.dataset.uid) ?? rows[0];
  if (!lead) return void (ticket.hidden = true);
  const template = lead.querySelector("template");
  if (template && ticket.querySelector(".u-url").href !== lead.querySelector(".u-url").href) {
    const next = template.content.cloneNode(true).firstElementChild;
    ticket.replaceWith(next);
    update(next, now);
  }
  const seen = new Set([lead.dataset.seminar]);
  for (const row of rows) {
    row.hidden = seen.has(row.dataset.seminar) || seen.size > list.dataset.bySeminar;
    if (!row.hidden) seen.add(row.dataset.seminar);
  }
}

document.addEventListener("dates-ended", ({ detail }) => {
  let lead;
  while ((lead = document.querySelector("[data-lead]")) && detail.isOver(lead, detail.now) && promote(lead, detail));
});
document.addEventListener("dates-updated", ({ detail }) => {
  for (const list of all("[data-by-seminar]")) arrange(list, detail);
  for (const link of all("[data-instead]")) leadOn(link);
});
