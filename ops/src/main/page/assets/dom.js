// Elements and text, nothing else: no text of the server ever becomes markup.

const SVG = "http://www.w3.org/2000/svg";

export const $ = id => document.getElementById(id);

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

/** Changes text only if it is another, so that nothing flickers and no screen reader repeats itself. */
export function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

export const cssVariable = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
