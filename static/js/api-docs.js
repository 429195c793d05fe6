// The viewer of the API's description. Without it the page still says where the description is.
const viewer = document.querySelector("#api-viewer");
const KEY = "data-param-name";

// Only the operations, without the viewer's own frame: it has a second <main>, a heading and a choice of one server.
const layout = ({ React: { createElement: make } }) => ({
  components: {
    SaylauLayout: ({ getComponent }) =>
      make(
        "div",
        { className: "swagger-ui" },
        make(getComponent("SvgAssets")),
        make(getComponent("errors", true)),
        make("div", { className: "wrapper" }, make(getComponent("AuthorizeBtnContainer", true))),
        make("div", { className: "wrapper" }, make(getComponent("operations", true))),
      ),
    DeepLink: ({ text }) => make("span", null, text), // a link would stand within a button
  },
});

// Fields are named by their parameter, and what scrolls can be reached by keyboard: the viewer does neither.
function complete() {
  for (const row of viewer.querySelectorAll(`[${KEY}]`)) {
    for (const field of row.querySelectorAll("input, select, textarea")) {
      if (!field.labels?.length) field.setAttribute("aria-label", row.getAttribute(KEY));
    }
  }
  for (const select of viewer.querySelectorAll(".examples-select select")) select.setAttribute("aria-label", "Example");
  for (const button of viewer.querySelectorAll(".close-modal")) button.setAttribute("aria-label", "Close");
  for (const button of viewer.querySelectorAll(".modal-btn[aria-label]")) button.removeAttribute("aria-label"); // it says less than its words
  for (const code of viewer.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
}

// An example of a filter is told, not filled in: all of them together would find nothing.
function told(description) {
  for (const { get } of Object.values(description.paths)) {
    for (const each of get.parameters ?? []) {
      if (each.required || each.name === "page_size" || !("example" in each)) continue;
      each.description += ` For example \`${[each.example].flat().join(",")}\`.`;
      delete each.example;
    }
  }
  return description;
}

const answer = await fetch(viewer.dataset.description);
globalThis.SwaggerUIBundle?.({
  spec: told(await answer.json()),
  domNode: viewer,
  layout: "SaylauLayout",
  plugins: [layout],
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  validatorUrl: null, // no other host is asked
  tryItOutEnabled: true,
  syntaxHighlight: false, // its colours are too pale to read
});
new MutationObserver(complete).observe(viewer, { childList: true, subtree: true });
