// Puts a button before code and letters, which copies them. Its words are those of the script's own tag.
const { saysCopy: copy, copied } = document.querySelector("script[data-copied]").dataset;

for (const text of document.querySelectorAll(".highlight > pre, .letter > pre")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "copy", textContent: copy, ariaLive: "polite" });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.replace(/\n$/, ""));
    button.textContent = copied;
    setTimeout(() => (button.textContent = copy), 3000);
  });
  text.before(button);
}
