// Each hour Netlify runs this: it asks the site whether it is out of date by itself, and has it built only then.
// The variable BUILD_HOOK is the address of a build hook: Build & deploy, Build hooks, then Environment variables.
export default async () => {
  const { URL: site, BUILD_HOOK: hook } = process.env;
  if (!hook) {
    return new Response("The variable BUILD_HOOK is missing.");
  }
  const found = await fetch(`${site.replace(/\/$/, "")}/next-change.json`).then(
    (answer) => (answer.ok ? answer.json() : {}),
    () => ({}),
  ).catch(() => ({}));
  const next = Date.parse(found.at);
  if (next > Date.now()) {
    return new Response(`The site is right until ${found.at}: nothing is built.`);
  }
  const answer = await fetch(hook, { method: "POST" });
  return new Response(answer.ok ? "Built again." : `The build hook answered ${answer.status}.`);
};

export const config = { schedule: "47 * * * *" };
