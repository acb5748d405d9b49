// Rows of the search page: what was found, the sentence that says so, and the dates that were meant.

const [SHOWN, LONGEST] = [4, 40]; // dates in a row, and words in an excerpt
const [TOLD, MISSED] = [/^(?:cancelled|postponed|full|recording)$/, /^(?:cancelled|postponed|full)$/]; // flags that a date always says
const lang = document.documentElement.lang;
const LINEAR_A = 0x10600 - 0x0e31;
const back = (text) => text.replace(/[\u{10600}-\u{1061d}]/gu, (one) => String.fromCodePoint(one.codePointAt(0) - LINEAR_A));

/** What was indexed, as it was written: without the marks that divide what has no spaces (solid_scripts.py). */
const shown = (text) => back(text.replace(/\u2060(<\/mark>)? ?/g, "$1").replaceAll("</mark><mark>", ""));

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The sentence of a text that has most of the words that were found, marked; the first one if none has any, or a few words do.
 * The dates at the end of a seminar's text, which begin with a number such as 20261208, are no sentences. */
function sentence({ content, locations }) {
  const words = content.split(/\s+/);
  const end = words.findIndex((word) => /^20\d{6}$/.test(word));
  const text = words.slice(0, end < 0 ? words.length : end);
  const hits = new Set(locations);
  const starts = [0, ...text.keys()].filter((at) => at === 0 || /[.!?…。！？]["”’»」)]?\u2060?$/.test(text[at - 1]));
  const all = [...new Set(starts)].map((from, number, every) => ({ from, to: every[number + 1] ?? text.length }));
  const worth = ({ from, to }) => {
    const found = new Set(text.slice(from, to).filter((_, at) => hits.has(from + at)).map((word) => folded(word).slice(0, 4)));
    return to - from > 4 ? found.size : 0;
  };
  let { from, to } = all.reduce((best, one) => (worth(one) > worth(best) ? one : best), all[0]);
  const first = text.findIndex((_, at) => at >= from && at < to && hits.has(at));
  const isCut = to - from > LONGEST;
  if (isCut) {
    from = Math.max(from, Math.min(first - LONGEST / 4, to - LONGEST));
    to = Math.min(to, from + LONGEST);
  }
  const said = text.slice(from, to).map((word, at) => (hits.has(from + at) ? `<mark>${word}</mark>` : word)).join(" ");
  return shown(said) + (isCut && to < text.length ? " …" : "");
}

/** A text with its marks as elements; all else in it stays a text, whatever it looks like. */
const withMarks = (text) => text.split(/<\/?mark>/).map((part, number) => {
  const plain = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return number % 2 ? make("mark", { textContent: plain }) : plain;
});

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const isOver = (moment) => moment && new Date(moment) < Date.now();

/** The dates of a seminar that a query means, what comes before what is over. */
function datesOf(meta, meaning) {
  const all = JSON.parse(meta.dates ?? "[]").map(([slug, ends, flags, days, where, title]) => (
    { slug, ends, flags: flags.split(" "), days: days.split(" "), said: folded(`${where} ${title}`) }
  ));
  const isDay = (date) => meaning.days.some((day) => day && date.days.some((one) => one.startsWith(day)));
  let found = meaning.days[0] ? all.filter(isDay) : all;
  for (const flag of meaning.flags) found = found.filter(({ flags }) => flags.includes(flag));
  for (const word of meaning.words.filter((one) => !folded(meta.title).includes(one))) {
    const some = found.filter(({ said }) => said.includes(word));
    if (some.length) found = some;
  }
  const coming = found.filter(({ ends }) => !isOver(ends));
  if (meaning.isMore || !coming.length) return [...coming, ...found.filter(({ ends }) => isOver(ends))];
  return coming;
}

/** A link to a date: "Sat, Dec 12: Cancelled"; the year stands where it is over, or not this one. */
function dateLink({ slug, ends, flags }, url, meaning, names) {
  const day = new Date(`${slug.slice(0, 10)}T00:00Z`);
  const isNear = !isOver(ends) && day.getUTCFullYear() === new Date().getFullYear();
  const year = isNear ? {} : { year: "numeric" };
  const words = day.toLocaleDateString(lang, { weekday: "short", month: "short", day: "numeric", ...year, timeZone: "UTC" });
  const told = flags.filter((flag) => TOLD.test(flag) || (flag !== "open" && meaning.flags.includes(flag)));
  return make("a", { href: `${url}${slug}/`, textContent: [words, told.map((flag) => names.get(flag)).join(", ")].filter(Boolean).join(": ") });
}

/** What a query asks for by its date comes first: by the words of its title, then the next date that can be had. */
function answersFirst(all, meaning) {
  if (!meaning.days[0] && !meaning.flags.length) return all;
  const worth = ({ meta, dates }) => {
    const title = folded(meta.title);
    const next = dates.find(({ ends, flags }) => !isOver(ends) && !flags.some((flag) => MISSED.test(flag)));
    const words = meaning.words.filter((word) => title.includes(word.replace(/s$/, ""))).length;
    const time = Date.parse((next ?? dates[0]).ends);
    return [words, next ? 1 : 0, next ? -time : time];
  };
  const [answers, others] = [all.filter(({ dates }) => dates.length), all.filter(({ dates }) => !dates.length)];
  const worths = new Map(answers.map((one) => [one, worth(one)]));
  const difference = (one, other) => worths.get(other).map((value, at) => value - worths.get(one)[at]).find(Boolean) ?? 0;
  return [...answers.sort(difference), ...others];
}

function fillDates(line, { url, dates }, meaning, flags) {
  line.hidden = !dates.length;
  for (const date of dates.slice(0, SHOWN)) {
    const one = make("span", {});
    one.dataset.date = date.slug;
    one.append(dateLink(date, url, meaning, flags));
    line.append(one, " ");
  }
  if (dates.length <= SHOWN) return;
  const more = make("span", {});
  more.append(make("a", { href: `${url}#dates`, textContent: line.dataset.more.replace("{number}", dates.length - SHOWN) }));
  line.append(more);
}

/** A row for each find that does not stand there; a date with words of its own, or a translation, stands at its seminar if that was found, too. */
export function foundRows(all, meaning, standing, { kinds, flags, template }) {
  const seminars = [...standing, ...all].filter(({ meta }) => meta.kind === "seminar" && !meta.of).map(({ url }) => url);
  const urls = standing.map(({ url }) => url);
  const rows = all.filter(({ url, meta }) => !urls.includes(url) && !seminars.some((url) => meta.of && url.endsWith(`/${meta.of}`)));
  const dated = rows.map((one) => ({ ...one, dates: datesOf(one.meta, meaning) }));
  return answersFirst(dated, meaning).map((found) => {
    const { url, meta } = found;
    const made = template.content.cloneNode(true).firstElementChild;
    const part = (name) => made.querySelector(`[data-part=${name}]`);
    part("title").href = url;
    for (const name of ["title", "where"]) part(name).textContent = shown(meta[name] ?? "");
    part("kind").textContent = kinds.get(meta.kind);
    part("date").textContent = isOver(meta.until) || meta.dates ? "" : (meta.date ?? "");
    part("past").hidden = !isOver(meta.ends);
    part("excerpt").append(...withMarks(sentence(found)));
    fillDates(part("dates"), found, meaning, flags);
    return made;
  });
}
