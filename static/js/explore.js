// Explore without a reload: the form makes the same address that it makes without this script, the answer's form and
// result take the place of those on the page, the browser's history holds every state. What fails is a plain visit.
const TAKEN_ALONG = ["level", "contenders", "share_of", "basis", "lineage"]; // what another measure may not take

class ExploreForm extends HTMLElement {
  #asked = null;

  connectedCallback() {
    if (!this.querySelector("form")) return;
    history.replaceState({ explore: true }, "");
    this.addEventListener("submit", (event) => { event.preventDefault(); this.go(this.address()); });
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("click", (event) => this.followed(event));
    addEventListener("popstate", (event) => { if (event.state?.explore) this.show(location.href); });
  }

  // The address that the form says: nothing empty, nothing twice.
  address(without = []) {
    const form = this.querySelector("form");
    const refused = form.querySelector("#x-measure").selectedOptions[0]?.dataset.without?.split(" ") ?? [];
    const is_kept = ([name, value]) => value && !without.includes(name) && !(name === "kind" && refused.includes(value));
    const pairs = [...new FormData(form)].filter(is_kept);
    const query = new URLSearchParams(pairs).toString();
    return form.getAttribute("action") + (query && `?${query}`);
  }

  changed(event) {
    const control = event.target;
    if (!control.matches("form select, form input")) return;
    const without = control.name === "measure" ? [...TAKEN_ALONG] : [];
    const view = this.querySelector("input[name=view]");
    if (view?.value === "map" && ["measure", "level"].includes(control.name)) without.push("view");
    this.go(this.address(without));
  }

  // A link to another state of this page is followed in place; with a modifier key, or elsewhere, it is the browser's.
  followed(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.download) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    event.preventDefault();
    this.go(link.href);
  }

  async go(address) {
    if (await this.show(address)) history.pushState({ explore: true }, "", this.querySelector("[data-canonical]")?.dataset.canonical || address);
  }

  // Whether the answer was shown; a later question makes an earlier one void.
  async show(address) {
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (answer.status !== 200 && answer.status !== 400) throw new Error(answer.statusText);
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      return true;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
      return false;
    } finally {
      if (this.#asked === asked) this.removeAttribute("aria-busy");
    }
  }

  // Put the answer's parts in place of the page's own; whatever had the focus has it again.
  take(answer) {
    const focused = document.activeElement?.id;
    const is_open = this.querySelector("#x-chosen")?.open;
    const status = this.querySelector("#x-count");
    for (const id of ["explore-form", "explore-result"]) {
      const [old, made] = [this.querySelector(`#${id}`), answer.getElementById(id)];
      if (old && made) old.replaceWith(document.adoptNode(made));
    }
    const said = this.querySelector("#x-count");
    if (status && said) { // the same element stays, so that a screen reader hears what changed in it
      const words = [...said.childNodes];
      said.replaceWith(status);
      status.replaceChildren(...words);
    }
    if (is_open) this.querySelector("#x-chosen").open = true;
    this.dispatchEvent(new Event("shown", { bubbles: true }));
    document.title = answer.title;
    const canonical = [document, answer].map((page) => page.querySelector("link[rel=canonical]"));
    if (canonical[0] && canonical[1]) canonical[0].href = canonical[1].href;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

customElements.define("explore-form", ExploreForm);
