// The staff's forms: search as you type for fields that hold an id, and what was typed survives a closed tab.
// Without it an id is typed by hand, and nothing else is lost.

const WAIT = 150; // ms after the last key before the server is asked

class Lookup {
  constructor(input, number) {
    this.input = input;
    this.many = "many" in input.dataset;
    this.shell = document.createElement("saylau-lookup");
    this.list = Object.assign(document.createElement("ul"), { className: "saylau-found", id: `found-${number}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? input.getAttribute("aria-label") ?? "");
    input.replaceWith(this.shell);
    this.shell.append(input, this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", event => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    this.list.addEventListener("pointerdown", event => { event.preventDefault(); this.take(event.target.closest("li")); });
  }

  word() { return this.many ? this.input.value.split(/\s+/).at(-1) : this.input.value.trim(); }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const query = this.word();
    if (!query) return this.close();
    const asked = this.asked = (this.asked ?? 0) + 1;
    const { form } = this.input;
    const election = form?.elements.election_id?.value ?? form?.dataset.election ?? "";
    const scope = election && this.input.name !== "election_id" ? `&election_id=${encodeURIComponent(election)}` : "";
    const base = document.querySelector("#site-name a").pathname;
    const answer = await fetch(`${base}find/${this.input.dataset.lookup}/?q=${encodeURIComponent(query)}${scope}`);
    if (!answer.ok || asked !== this.asked) return undefined;
    const { found } = await answer.json();
    this.list.replaceChildren(...found.map((row, place) => {
      const item = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}` });
      item.setAttribute("role", "option");
      item.dataset.id = row.id;
      item.append(row.label, Object.assign(document.createElement("small"), { textContent: row.id }));
      return item;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    return this.mark(-1);
  }

  mark(place) {
    this.place = place;
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
    const item = this.list.children[place];
    if (item) { this.input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.key === "Escape") return this.close();
    if (this.list.hidden) return undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); this.mark((this.place + step + this.list.children.length) % this.list.children.length); }
    else if (event.key === "Enter" && this.place >= 0) { event.preventDefault(); this.take(this.list.children[this.place]); }
    return undefined;
  }

  take(item) {
    if (!item) return;
    this.input.value = this.many ? [...this.input.value.split(/\s+/).slice(0, -1), item.dataset.id].join(" ") : item.dataset.id;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() { // what was asked for and comes later opens nothing any more
    clearTimeout(this.timer);
    this.asked = (this.asked ?? 0) + 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("input[data-lookup]").forEach((input, number) => new Lookup(input, number));

// What was typed into a form is kept in this browser until the form is sent.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const place = `typed:${form.dataset.keep}`;
  const fields = () => [...form.elements].filter(field => field.name && field.name !== "csrfmiddlewaretoken" && !["hidden", "file"].includes(field.type));
  try {
    const kept = form.querySelector(".faults") ? null : JSON.parse(localStorage.getItem(place));
    for (const field of kept ? fields() : []) if (field.name in kept && !field.disabled) field.value = kept[field.name];
  } catch { /* nothing was kept */ }
  form.addEventListener("input", () => {
    try { localStorage.setItem(place, JSON.stringify(Object.fromEntries(fields().map(field => [field.name, field.value])))); } catch { /* full or forbidden */ }
  });
  form.addEventListener("submit", () => { try { localStorage.removeItem(place); } catch { /* likewise */ } });
}

// Whether a row is there already is asked while it is typed, and told above the fields; nothing is stopped by it.
for (const form of document.querySelectorAll("form[data-alike]")) {
  const told = form.querySelector("[data-alike-told]");
  let waiting;
  const ask = async () => {
    const cells = new URLSearchParams([["row", form.dataset.row]]);
    for (const name of ["name", "abbreviation", "election_id", "summary"]) {
      if (form.elements[name]) cells.set(name, form.elements[name].value);
    }
    const answer = await fetch(`${form.dataset.alike}?${cells}`).catch(() => null);
    if (!answer?.ok) return;
    const { found } = await answer.json();
    told.querySelector("ul").replaceChildren(...found.map(row => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: row.address, textContent: row.label }), " ", Object.assign(document.createElement("small"), { textContent: row.id }));
      return item;
    }));
    told.hidden = !found.length;
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 500); });
}

document.querySelector(".faults[tabindex]")?.focus();

// How far an upload is read; the page is read anew when that ends.
const progress = document.querySelector("[data-progress]");
if (progress) {
  const look = async () => {
    const answer = await fetch(progress.dataset.progress).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (told && !["waiting", "reading"].includes(told.state)) return location.reload();
    const bar = progress.querySelector("progress");
    if (told?.step && !bar) return location.reload();
    if (told?.step) { progress.querySelector("[data-step]").textContent = told.step; bar.max = told.size || 1; bar.value = told.position; }
    return setTimeout(look, 1000);
  };
  setTimeout(look, 700);
}
