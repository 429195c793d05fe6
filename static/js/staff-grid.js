// The sheet: keys that move, a block pasted from a spreadsheet, and sums beside the printed totals while typing.
// Sums are whole-number or decimal arithmetic on what was typed, and only where every cell of a column is a number.

const number = text => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null);

// Spreadsheets copy what they show, and people type what they read: 5 621 436, with blanks that may never break. Only
// blanks between thousands are taken out.
const ungrouped = text => (/^\d{1,3}(\s\d{3})+$/.test(text) ? text.replace(/\s/g, "") : text);

class Grid extends HTMLElement {
  connectedCallback() {
    this.rows = [...this.querySelectorAll("tr")].map(row => [...row.querySelectorAll("input")]).filter(row => row.length);
    this.added = [...this.querySelectorAll("thead [data-added]")].map(head => head.dataset.added === "1");
    for (const name of ["sum", "residual"]) { const row = this.querySelector(`tr.${name}`); if (row) row.hidden = false; }
    this.addEventListener("keydown", event => this.move(event));
    this.addEventListener("paste", event => this.paste(event));
    this.addEventListener("change", event => this.tidy(event.target));
    this.addEventListener("input", () => this.add());
    this.add();
    setTimeout(() => this.add(), 0); // what was typed before comes back after this
  }

  place(input) {
    for (const [row, inputs] of this.rows.entries()) { const column = inputs.indexOf(input); if (column >= 0) return [row, column]; }
    return null;
  }

  move(event) {
    const at = this.place(event.target);
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart: start, selectionEnd: end, value } = event.target;
    const step = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: start === 0 && end === 0 || start === 0 && end === value.length ? [0, -1] : null,
      ArrowRight: end === value.length ? [0, 1] : null,
    }[event.key];
    if (!step) return;
    event.preventDefault();
    this.rows[at[0] + step[0]]?.[at[1] + step[1]]?.focus();
    document.activeElement.select?.();
  }

  paste(event) {
    const at = this.place(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!at || !/[\t\n]|\d\s\d/.test(text)) return;
    event.preventDefault();
    for (const [row, line] of text.replace(/\r/g, "").replace(/\n$/, "").split("\n").entries()) {
      for (const [column, cell] of line.split("\t").entries()) {
        const input = this.rows[at[0] + row]?.[at[1] + column];
        if (input) input.value = ungrouped(cell.trim());
      }
    }
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  tidy(input) {
    const text = ungrouped(input.value.trim());
    if (text === input.value) return;
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  add() {
    const sums = this.querySelectorAll("tr.sum output"), residuals = this.querySelectorAll("tr.residual output");
    const total = this.rows.at(-1), parts = this.rows.slice(0, -1);
    sums.forEach((output, column) => {
      const cells = parts.map(row => row[column].value.trim()), given = cells.filter(Boolean).map(number);
      const sum = this.added[column] && given.length && given.every(value => value !== null) ? given.reduce((a, b) => a + b, 0) : null;
      const printed = number(total[column].value);
      const missing = cells.length - given.length;
      output.textContent = sum === null ? "–" : sum.toLocaleString() + (missing ? ` (${given.length}/${cells.length})` : "");
      const residual = sum === null || printed === null ? null : printed - sum;
      residuals[column].textContent = residual === null ? "–" : residual.toLocaleString(undefined, { signDisplay: "exceptZero" });
      residuals[column].closest("td").classList.toggle("off", Boolean(residual));
    });
  }
}

customElements.define("saylau-grid", Grid);
