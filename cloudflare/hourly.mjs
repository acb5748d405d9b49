// Each hour Cloudflare runs this: it asks the site whether it is out of date by itself, and has it built only then.
// It is a Worker beside the site's own, with a variable SITEURL, the site's address, and a secret DEPLOY_HOOK, the address of
// a deploy hook of the site's Worker. What goes wrong is an error, so that the dashboard counts it as one.
export default {
  async scheduled(_event, { SITEURL: site, DEPLOY_HOOK: hook }) {
    if (!site || !hook) {
      throw new Error(`${site ? "The secret DEPLOY_HOOK" : "The variable SITEURL"} is missing.`);
    }
    const found = await fetch(`${site.replace(/\/$/, "")}/next-change.json`).then(
      (answer) => (answer.ok ? answer.json() : {}),
    ).catch(() => ({}));
    const next = Date.parse(found?.at);
    if (next > Date.now()) {
      console.log(`The site is right until ${found.at}: nothing is built.`);
      return;
    }
    const answer = await fetch(hook, { method: "POST" }).catch(() => {
      throw new Error("The deploy hook cannot be reached.");
    });
    if (!answer.ok) {
      throw new Error(`The deploy hook answered ${answer.status}.`);
    }
    console.log("Built again.");
  },
};
