// The switch between light and dark, the copy button, and every table open in print. Without it nothing is lost.
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
const current = () => root.dataset.theme || (dark.matches ? "dark" : "light");
const other = () => (current() === "dark" ? "light" : "dark");

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const name = () => { button.textContent = button.dataset[other()]; button.setAttribute("aria-label", button.dataset[`${other()}Label`]); };
  button.hidden = false;
  name();
  dark.addEventListener("change", name);
  button.addEventListener("click", () => {
    root.dataset.theme = other();
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* kept for this page only */ }
    name();
  });
}

function offerCopies() {
  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy][hidden]") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const copies = button.closest("[data-copies]");
      await navigator.clipboard.writeText(copies.querySelector("[data-copy-from]").textContent);
      const told = copies.querySelector("[data-copied]");
      told.textContent = told.dataset.copied;
    });
  }
}

offerCopies();
addEventListener("shown", offerCopies); // a part of the page that came in place of another

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
