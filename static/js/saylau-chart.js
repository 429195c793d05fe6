// <saylau-chart src>: a picture that the server has drawn. When the reader points at it, focuses or touches it, Plotly
// draws the same figure in its place, with words on each mark. Without script, or when a fetch fails, nothing is lost.
const LIBRARY = document.querySelector("script[data-plotly]")?.dataset.plotly;
const OPTIONS = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, showTips: false };
const SIGNS = ["pointerenter", "focusin", "touchstart"];
const all = new Set();
const PROPERTY = /var\(--([a-z0-9-]+)\)/g;
let library;

// Plotly writes style attributes, which the policy refuses; the same rules through the object model are allowed.
function writeStylesThroughTheObjectModel() {
  const write = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.style) this.style.cssText = value;
    else write.call(this, name, value);
  };
}

function plotly() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = () => { writeStylesThroughTheObjectModel(); done(window.Plotly); };
    script.onerror = () => { library = undefined; script.remove(); failed(new Error(LIBRARY)); };
    document.head.append(script);
  });
  return library;
}

// Custom properties in a figure, `var(--turnout)`, as the values they have on an element now.
function resolved(figure, element) {
  const style = getComputedStyle(element);
  const values = new Map();
  const valueOf = (_, name) => {
    if (!values.has(name)) values.set(name, style.getPropertyValue(`--${name}`).trim());
    return values.get(name);
  };
  const walk = (value) => {
    if (typeof value === "string") return value.includes("var(--") ? value.replace(PROPERTY, valueOf) : value;
    if (Array.isArray(value)) return value.map(walk);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
    return value;
  };
  return walk(figure);
}

class SaylauChart extends HTMLElement {
  connectedCallback() {
    this.waiting ??= () => this.takeOver();
    this.listen();
    this.tabIndex = 0;
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", this.querySelector("svg > title").id);
    this.said = Object.assign(document.createElement("span"), { className: "vh", role: "status" });
    this.append(this.said);
    this.addEventListener("keydown", (event) => this.step(event));
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this);
    this.closest("figure")?.querySelectorAll("a[data-svg]").forEach(offerPng);
    all.add(this);
  }

  disconnectedCallback() {
    all.delete(this);
    this.sizes.disconnect();
  }

  listen() {
    for (const sign of SIGNS) this.addEventListener(sign, this.waiting, { once: true, passive: true });
  }

  get shown() {
    return [...this.querySelectorAll(".plot")].find((plot) => plot.getClientRects().length);
  }

  async takeOver() {
    for (const sign of SIGNS) this.removeEventListener(sign, this.waiting);
    try {
      const [answer] = await Promise.all([this.figures ?? fetch(this.getAttribute("src")), plotly()]);
      if (!this.figures && !answer.ok) throw new Error(`${answer.status}`);
      this.figures ??= await answer.json();
      await this.draw();
    } catch {
      this.listen(); // the picture stays, and the next sign of the reader tries again
    }
  }

  async draw() {
    const plot = this.shown;
    if (!plot || !this.figures) return;
    const figure = this.figures[plot.classList.contains("for-phone") ? "phone" : "wide"];
    const { data, layout, width } = resolved(figure, this);
    let over = plot.querySelector(".over");
    if (!over) {
      over = Object.assign(document.createElement("div"), { className: "over", ariaHidden: "true" });
      over.style.cssText = `width: ${width}px; height: ${layout.height}px`;
      plot.append(over);
    }
    await window.Plotly.react(over, data, { ...layout, width, transition: undefined }, OPTIONS);
    this.fit();
    plot.classList.add("taken");
    this.at = -1;
  }

  // The drawing shrinks with its column, and so does what lies over it; another variant is drawn when it comes up.
  fit() {
    const plot = this.shown;
    if (!plot || !this.figures) return;
    const over = plot.querySelector(".over");
    if (!over) { this.draw(); return; }
    const scale = plot.querySelector("svg").getBoundingClientRect().width / over.offsetWidth;
    over.style.transform = Math.abs(scale - 1) < 0.002 ? "" : `scale(${scale})`;
  }

  // The arrow keys walk from mark to mark, and the words of each are read out.
  step(event) {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const over = this.shown?.querySelector(".over");
    if (event.target !== this || !way || !over) return;
    event.preventDefault();
    const marks = over.data.flatMap((trace, curveNumber) => (trace.customdata ?? []).map((words, pointNumber) =>
      ({ curveNumber, pointNumber, words, x: trace.x[pointNumber], y: trace.y[pointNumber] })));
    const seen = marks.filter((mark) => mark.x !== null && mark.y !== null);
    if (!seen.length) return;
    this.at = (this.at + way + seen.length) % seen.length;
    const { curveNumber, pointNumber, words } = seen[this.at];
    const { xaxis = "x", yaxis = "y" } = over.data[curveNumber];
    window.Plotly.Fx.hover(over, [{ curveNumber, pointNumber }], [`${xaxis}${yaxis}`]);
    this.said.textContent = words.replace(/<br>/g, ", ").replace(/<[^>]*>/g, "");
  }
}

// Beside the SVG to take, a button for a PNG of the same drawing.
function offerPng(link) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "as-link", textContent: "PNG" });
  button.addEventListener("click", async () => {
    try {
      await (await import("./picture-png.js")).take(link.href);
    } catch {
      link.focus(); // the SVG is still there to take
    }
  });
  link.after(" ", button);
}

function retheme() {
  for (const chart of all) if (chart.querySelector(".over")) chart.draw();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme);
new MutationObserver(retheme).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
customElements.define("saylau-chart", SaylauChart);
