// Takes an SVG as a PNG of the same drawing, in the theme of the page, without asking a server to make one.
const SCALE = 2;

async function png(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * SCALE, height: image.height * SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// The name under which the SVG is saved, which tells what was chosen.
async function nameOf(address) {
  const answer = await fetch(address, { method: "HEAD" });
  return answer.headers.get("Content-Disposition").match(/filename="(.+)\.svg"/)[1];
}

export async function take(svg) {
  const address = new URL(svg);
  if (isDark()) address.searchParams.set("theme", "dark");
  const made = URL.createObjectURL(await png(address.href));
  Object.assign(document.createElement("a"), { href: made, download: `${await nameOf(address)}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(made), 60_000);
}
