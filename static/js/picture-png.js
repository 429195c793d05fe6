// A button beside SVG that makes a PNG of the same drawing, in the theme of the page, without asking a server to.
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

for (const link of document.querySelectorAll("a[data-svg]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "as-link", textContent: "PNG" });
  button.addEventListener("click", async () => {
    const address = new URL(link.href);
    if (isDark()) address.searchParams.set("theme", "dark");
    try {
      const made = URL.createObjectURL(await png(address.href));
      const name = address.pathname.split("/").slice(-2).join("-").replace(/svg$/, "png");
      Object.assign(document.createElement("a"), { href: made, download: `saylau-${name}` }).click();
      setTimeout(() => URL.revokeObjectURL(made), 60_000);
    } catch {
      link.focus(); // the SVG is still there to take
    }
  });
  link.after(" ", button);
}
