// Follows what the preview tells this page: renews its text or loads it again, swaps its style sheets, shows what is
// wrong with the site. Closed in hidden tabs: browsers allow six connections a host.
const { moment: loaded } = document.currentScript.dataset;
let [moment, source] = [loaded];

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(`/.reload?${new URLSearchParams({ page: location.pathname, loaded, moment })}`);
  source.onmessage = ({ data }) => follow(JSON.parse(data));
}

function follow({ is_old, is_text_alone, sheets, report, title, notice, about, as_of }) {
  if (is_old) {
    source.close();
    takeNew(is_text_alone);
    return;
  }
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) restyle(link, sheets);
  tell(title, report);
  note(notice);
  showBar(about, as_of);
}

async function takeNew(isTextAlone) {
  moment = isTextAlone && (await renew());
  if (moment) listen();
  else location.reload();
}

// Puts a new version of a style sheet beside the old one, which goes once the new one is there, so that nothing flashes;
// so does what of it stands in the page itself.
function restyle(link, sheets) {
  const url = new URL(link.href);
  const version = sheets[url.pathname.replace(/\.[0-9a-f]{10}(?=\.css$)/, "").slice(1)];
  if (!version || link.dataset.next === version || url.pathname === `/${version}`) return;
  link.dataset.next = version;
  const fresh = link.cloneNode();
  delete fresh.dataset.next;
  fresh.href = `/${version}`;
  fresh.onload = () => {
    link.remove();
    document.head.querySelector("style")?.remove();
  };
  link.after(fresh);
}

function tell(title, report) {
  document.querySelector(".build-report")?.remove();
  if (!report) return;
  const heading = document.createElement("h2");
  heading.textContent = title;
  const text = document.createElement("pre");
  text.textContent = report;
  const section = document.createElement("section");
  section.className = "build-report";
  section.setAttribute("role", "alert");
  section.append(heading, text);
  document.body.append(section);
}

function note(words) {
  document.querySelector(".build-notice")?.remove();
  if (!words) return;
  const notice = document.createElement("p");
  notice.className = "build-notice";
  notice.setAttribute("role", "status");
  notice.textContent = words;
  document.body.append(notice);
}

document.addEventListener("visibilitychange", listen);
listen();
