// What a reader means by a query: days, words for some dates, kinds of pages, and words that are misspelled.

// Chinese, Japanese and Thai have no spaces: each sign is a word of the index, with a mark after it that is not shown,
// and marks of Thai are letters of Linear A in it (solid_scripts.py). Signs are found side by side, or else on one page.
const SOLID = "\\u3001-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff01-\\uff65";
const [THAI, MARKS] = ["\\u0e01-\\u0e30\\u0e32\\u0e40-\\u0e46", "\\u0e31\\u0e33-\\u0e3a\\u0e47-\\u0e4e"];
const sign = new RegExp(`[${THAI}][${MARKS}]*|[${SOLID}]`, "gu");
const LINEAR_A = 0x10600 - 0x0e31;

/** The terms to search for, one after the other until one finds something. */
export function termsOf(query) {
  if (!query.match(sign)) return [query || null];
  const divided = query.replace(sign, " $& ").replace(/\s+/g, " ").trim();
  const words = divided.replace(new RegExp(`[${MARKS}]`, "gu"), (one) => String.fromCodePoint(one.codePointAt(0) + LINEAR_A));
  return /\s/.test(query) ? [words] : [`"${words.replaceAll('"', "")}"`, words];
}

/** Words without capitals and accents, to be compared. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const two = (number) => String(number).padStart(2, "0");

/** The months' names in the page's language, long and short, as they stand in dates. */
function monthNames() {
  const names = new Map();
  for (const month of ["long", "short"]) {
    for (const form of [{ month }, { month, day: "numeric" }]) {
      const format = new Intl.DateTimeFormat(document.documentElement.lang, { ...form, timeZone: "UTC" });
      for (let number = 0; number < 12; number++) {
        const { value } = format.formatToParts(Date.UTC(2024, number, 1)).find(({ type }) => type === "month");
        const name = folded(value).replace(/\.$/, "");
        if (/\p{L}/u.test(name)) names.set(name, number + 1);
      }
    }
  }
  return names;
}

/** The days that "december 8" may mean, as the index has them (20261208, and 202612 for a month): the next one first. */
function daysIn(words) {
  const written = words.findIndex((word) => /^20\d\d-\d\d(-\d\d)?$/.test(word));
  if (written >= 0) return { days: [words[written].replaceAll("-", "")], used: [written] };
  const names = monthNames();
  const at = words.findIndex((word) => names.has(word.replace(/\.$/, "")));
  const month = names.get(words[at]?.replace(/\.$/, ""));
  const near = [at + 1, at - 1].find((place) => /^\d{1,2}(st|nd|rd|th|\.)?$/.test(words[place]));
  const year = words.findIndex((word) => /^20\d\d$/.test(word));
  const isName = near !== undefined || year >= 0 || words.length === 1 || words[at]?.length > 3; // "may" is a word, too
  if (!month || !isName) return { days: [], used: [] };
  const now = new Date();
  const years = year >= 0 ? [words[year]] : [0, 1, -1].map((more) => now.getFullYear() + more);
  const days = years.map((one) => `${one}${two(month)}${near === undefined ? "" : two(parseInt(words[near], 10))}`);
  const today = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const isOver = (day) => day < today.slice(0, day.length);
  return { days: days.sort((one, other) => isOver(one) - isOver(other) || one - other), used: [at, near, year] };
}

/** Whether a reader's word is one of ours: "recordings", "canceled". */
const isWord = (said, ours) => said === ours || (ours.length > 3 && (said.replace(/e?s$/, "") === ours || (ours.length > 6 && distance(said, ours) < 2)));

/** What a query says beside its words; `rest` are those that are left. `days` holds one that is empty where no day is meant. */
export function meaningOf(query, kinds, flags) {
  const words = folded(query).split(/[\s,]+/).filter(Boolean);
  const { days, used } = daysIn(words);
  const meaning = { days: days.length ? days : [""], flags: [], kind: "" };
  const rest = words.filter((word, at) => {
    const flag = [...flags].find(([, name]) => isWord(word, folded(name)))?.[0];
    const kind = ["post", "seminar"].find((one) => isWord(word, folded(kinds.get(one) ?? "")));
    if (flag) meaning.flags.push(flag);
    else if (kind) meaning.kind = kind;
    return !flag && !kind && !used.includes(at);
  });
  const long = rest.filter((word) => word.length > 2 || word.match(sign)); // neither "in" nor "on"
  const isMore = Boolean(days.length || meaning.flags.length || meaning.kind);
  // Numbers of a day stand on most pages: a day alone is looked for as it is written.
  const isDay = days.length && !meaning.flags.length && !meaning.kind && !long.length;
  return { ...meaning, words: long, rest: long.join(" "), isMore, plain: isDay && words.length > 1 ? `"${query.replaceAll('"', "")}"` : query };
}

/** How many letters two words differ by; two that changed places are one. */
function distance(one, other) {
  let [before, row] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1]));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row.at(-1);
}

const lists = new Map();

/** The site's words with a first letter, the most used first; none where there is no such list. */
function listOf(letter, own) {
  if (!lists.has(letter)) {
    const answer = fetch(new URL(`words/${letter.codePointAt(0).toString(16)}.json`, own));
    lists.set(letter, answer.then((one) => (one.ok ? one.json() : [])).catch(() => []));
  }
  return lists.get(letter);
}

/** Whether a word is one of the site's, begins one, or is one in another form: "negotiating" beside "negotiate". */
const isKnown = (word, known) => known.some((one) => one.startsWith(word) || (one.length > 3 && word.length - one.length < 4 && word.startsWith(one.slice(0, -1))));

/** A query with each word that is not the site's in the spelling of one that is very near. */
export async function corrected(query, own) {
  const words = await Promise.all(query.split(/\s+/).map(async (written) => {
    const word = folded(written);
    if (!/^\p{L}{4,}$/u.test(word) || word.match(sign)) return written;
    const known = await listOf([...word][0], own);
    if (!known.length || isKnown(word, known)) return written;
    const most = word.length < 6 ? 1 : 2;
    const near = known.map((one) => [Math.abs(one.length - word.length) > most ? 9 : distance(word, one), one]);
    const [off, best] = near.reduce((one, other) => (other[0] < one[0] ? other : one));
    return off <= most ? best : written;
  }));
  return words.join(" ");
}
