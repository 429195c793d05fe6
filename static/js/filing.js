// A report is kept while it is typed: on the server as a draft, and on this device until the server has it.
// Steps are turned here without asking for a page, so that a lost line stops nobody; what is missing in one the server
// says. Without this script nothing is lost but the keeping by itself: the buttons keep it too, and turn the steps.
const WAIT = 1000; // ms after the last key before it is kept
const form = document.querySelector("form[data-filing]");
const banner = document.querySelector("[data-told]");
const parts = [...form.querySelectorAll("[data-step]")];
const steps = [...form.querySelectorAll(".steps li")];
const PLACE = "report:";
let place = PLACE + (form.elements.seen.value ? form.getAttribute("action") : "new");
let timer, saving = null, again = false, asked = false;

const tell = text => { banner.textContent = text; banner.parentElement.hidden = !text; };
const number = () => Number(form.elements.step.value);
const addressed = (address, step) => `${address}?step=${step}`;
const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

function onDevice(change) {
  try { change(localStorage); } catch { /* full or forbidden: the server keeps it all the same */ }
}

function bring(kept) {
  for (const field of form.elements) {
    if (!field.name || !(field.name in kept) || ["hidden", "submit", "file"].includes(field.type)) continue;
    if (field.type === "radio") field.checked = field.value === kept[field.name];
    else field.value = kept[field.name];
  }
}

// Turn to a step: its part is shown, the others are not, and whoever reads by ear is taken to its heading.
function turn(step) {
  form.elements.step.value = step;
  for (const part of parts) part.hidden = Number(part.dataset.step) !== step;
  steps.forEach((line, index) => {
    line.classList.toggle("done", index + 1 < step);
    if (index + 1 === step) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  });
}

function go(step) {
  turn(step);
  history.pushState(null, "", addressed(form.getAttribute("action"), step));
  scrollTo(0, 0);
  parts[step - 1].querySelector("h2").focus({ preventScroll: true });
}

// Answers what the server told, or nothing where it did not take it.
async function send(withFiles, action) {
  const body = new FormData(form);
  if (!withFiles) body.delete("files");
  body.set("action", action);
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const headers = { Accept: "application/json", ...(cookie ? { "X-CSRFToken": cookie[1] } : {}) };
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers }).catch(() => null);
  if (!answer) return tell(form.dataset.offline);
  if (answer.status === 401 || answer.status === 403) return tell(form.dataset.signedOut);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) return tell(told.fault ?? form.dataset.offline);
  form.elements.seen.value = told.seen;
  if (form.getAttribute("action") !== told.address) {
    form.setAttribute("action", told.address);
    history.replaceState(null, "", addressed(told.address, number()));
  }
  if (withFiles && !told.fault) return location.replace(addressed(told.address, number())); // not reload: this page may be the answer to a form
  if (withFiles) form.elements.files.value = "";
  if (!again) onDevice(store => store.removeItem(place));
  place = PLACE + told.address;
  tell(told.fault || form.dataset.kept);
  return told;
}

// One at a time: what is typed meanwhile is sent after it.
function keep(withFiles = false, action = "keep") {
  if (saving) again = true;
  else {
    saving = send(withFiles, action).finally(() => {
      saving = null;
      if (again) { again = false; keep(); }
    });
  }
  return saving;
}

const onTheDevice = () => onDevice(store => store.setItem(place, JSON.stringify(Object.fromEntries(typed()))));

// The next step, or this one again from the server with what is missing.
async function onward(button, step) {
  onTheDevice();
  while (saving) await saving;
  const told = await keep(false, `next:${step}`);
  if (!told?.is_wrong) {
    for (const said of document.querySelectorAll(`.faults, [data-step="${step}"] .em`)) said.remove();
    for (const field of form.querySelectorAll(`[data-step="${step}"] .err`)) field.classList.remove("err");
    return go(step + 1);
  }
  asked = true;
  form.requestSubmit(button);
}

function later() {
  onTheDevice();
  clearTimeout(timer);
  timer = setTimeout(() => keep(), WAIT);
}

onDevice(store => {
  const kept = JSON.parse(store.getItem(place) ?? "null");
  const fits = kept && !document.querySelector(".faults") && kept.findings === form.elements.findings.value;
  if (!fits) return;
  if (place.endsWith("new")) form.elements.token.value = kept.token;
  bring(kept);
  tell(form.dataset.broughtBack);
  timer = setTimeout(() => keep(), WAIT);
});

form.addEventListener("input", event => { if (event.target.type !== "file") later(); });
form.elements.files.addEventListener("change", async () => { clearTimeout(timer); if (saving) await saving; keep(true); });
form.addEventListener("submit", event => {
  clearTimeout(timer);
  const [action, step = number()] = (event.submitter?.value ?? "").split(":");
  if (action === "go") {
    event.preventDefault();
    later();
    return go(Number(step));
  }
  if (!asked && (action === "next" || (action === "enter" && number() < parts.length))) {
    event.preventDefault();
    return onward(event.submitter, Number(step));
  }
  if (saving) {
    event.preventDefault();
    again = false;
    saving.then(() => form.requestSubmit(event.submitter));
    return;
  }
  if (!navigator.onLine) { event.preventDefault(); later(); tell(form.dataset.offline); return; }
  onDevice(store => store.removeItem(place));
});
addEventListener("popstate", () => turn(Number(new URLSearchParams(location.search).get("step") ?? 1) || 1));
document.querySelector(".faults")?.addEventListener("click", event => {
  const part = document.getElementById(event.target.hash?.slice(1))?.closest("[data-step]");
  if (part?.hidden) turn(Number(part.dataset.step));
});
addEventListener("online", () => keep());
addEventListener("offline", () => tell(form.dataset.offline));

for (const field of form.querySelectorAll("[data-counted]")) {
  const line = Object.assign(document.createElement("p"), { className: "hint" });
  const language = document.documentElement.lang;
  const say = () => {
    const [n, most] = [field.value.length, field.maxLength].map(each => each.toLocaleString(language));
    line.textContent = field.dataset.counted.replace("{n}", n).replace("{most}", most);
  };
  field.after(line);
  field.addEventListener("input", say);
  say();
}

const erase = document.querySelector("[data-erase]");
erase.hidden = false;
erase.addEventListener("click", () => {
  clearTimeout(timer);
  onDevice(store => { for (const key of Object.keys(store)) if (key.startsWith(PLACE)) store.removeItem(key); });
  tell(form.dataset.erased);
});
document.querySelector(".faults")?.focus();
