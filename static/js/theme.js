// Runs before the page is drawn, so that the chosen theme never flashes in late. Nothing leaves the browser.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // storage is refused: the page follows the system
}
