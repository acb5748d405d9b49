// Lets the page's own scripts take the moment that the site was built for as "now". It runs before all of them.
const now = Number(document.currentScript.dataset.now);

globalThis.Date = new Proxy(Date, {
  apply: () => new Date(now).toString(),
  construct: (real, given, asked) => Reflect.construct(real, given.length ? given : [now], asked),
  get: (real, name) => (name === "now" ? () => now : Reflect.get(real, name)),
});
