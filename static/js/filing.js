// A report is kept while it is typed: on the server as a draft, and on this device until the server has it.
// Without this script nothing is lost but the keeping by itself: the buttons keep it too.
const WAIT = 1000; // ms after the last key before it is kept
const form = document.querySelector("form[data-filing]");
const banner = document.querySelector("[data-told]");
const PLACE = "report:";
let place = PLACE + (form.elements.seen.value ? form.getAttribute("action") : "new");
let timer, saving = null, again = false;

const tell = text => { banner.textContent = text; banner.hidden = !text; };
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

async function send(withFiles) {
  const body = new FormData(form);
  if (!withFiles) body.delete("files");
  body.set("action", "keep");
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
    history.replaceState(null, "", told.address);
  }
  if (withFiles && !told.fault) return location.replace(told.address); // not reload: this page may be the answer to a form
  if (withFiles) form.elements.files.value = "";
  if (!again) onDevice(store => store.removeItem(place));
  place = PLACE + told.address;
  return tell(told.fault || form.dataset.kept);
}

// One at a time: what is typed meanwhile is sent after it.
function keep(withFiles = false) {
  if (saving) again = true;
  else {
    saving = send(withFiles).finally(() => {
      saving = null;
      if (again) { again = false; keep(); }
    });
  }
  return saving;
}

function later() {
  onDevice(store => store.setItem(place, JSON.stringify(Object.fromEntries(typed()))));
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
  if (saving) {
    event.preventDefault();
    again = false;
    saving.then(() => form.requestSubmit(event.submitter));
    return;
  }
  if (!navigator.onLine) { event.preventDefault(); later(); tell(form.dataset.offline); return; }
  onDevice(store => store.removeItem(place));
});
addEventListener("online", () => keep());
addEventListener("offline", () => tell(form.dataset.offline));

const erase = document.querySelector("[data-erase]");
erase.hidden = false;
erase.addEventListener("click", () => {
  clearTimeout(timer);
  onDevice(store => { for (const key of Object.keys(store)) if (key.startsWith(PLACE)) store.removeItem(key); });
  tell(form.dataset.erased);
});
document.querySelector(".faults")?.focus();
