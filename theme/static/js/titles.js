// What the titles of coming seminars and of the newest posts answer, before the search's own index is there.

const MOST = 4; // rows
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const WITHOUT_SPACES = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/; // there a word begins anywhere

/** The titles, as finds of the search's index; none if they cannot be had. */
export async function titlesAt(address) {
  const root = new URL("..", new URL(address, document.baseURI)).pathname;
  const titles = await fetch(address).then((answer) => answer.json()).catch(() => []);
  return titles.map((one) => ({ ...one, url: root + one.url }));
}

/** Those that a query asks for by the beginnings of all its words, or by a day to come or "free"; the best first. */
export function titled(titles, query, meaning, folded) {
  const wordsOf = (text) => folded(text).match(WORD) ?? [];
  const asked = meaning.isMore ? meaning.words : wordsOf(query);
  if (meaning.kind || !(meaning.isMore || asked.length)) return [];
  const isIn = (text) => {
    const words = ` ${wordsOf(text).join(" ")}`;
    return (word) => words.includes(WITHOUT_SPACES.test(word) ? word : ` ${word.length > 4 ? word.replace(/s$/, "") : word}`);
  };
  const isMeant = ([, ends, flags, days]) => (
    new Date(ends) > Date.now() &&
    meaning.flags.every((flag) => flags.split(" ").includes(flag)) &&
    (!meaning.days[0] || days.split(" ").some((one) => meaning.days.some((day) => one.startsWith(day))))
  );
  const found = titles.filter(({ meta }) => {
    const dates = JSON.parse(meta.dates ?? "[]").filter(isMeant);
    if (meaning.isMore && !dates.length) return false;
    const said = dates.map(([, , , , where, title]) => `${title} ${meaning.isMore ? where : ""}`);
    return asked.every(isIn([meta.title, ...said].join(" ")));
  });
  const places = (text) => text.split(/\s+/).flatMap((word, at) => (asked.some(isIn(word)) ? at : []));
  const all = meaning.isMore ? found : found.slice(0, MOST);
  return all.map((one) => ({ ...one, locations: places(one.content) }));
}
