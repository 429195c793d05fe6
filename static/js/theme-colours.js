// Custom properties in a figure, `var(--turnout)`, as the values they have on an element now.
const PROPERTY = /var\(--([a-z0-9-]+)\)/g;

export function resolved(figure, element) {
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
