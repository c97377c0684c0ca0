// Light, dark, or as the system says; remembered in this browser.

import { $, text } from "./dom.js";

const KEY = "masque.theme";
const CHOICES = ["system", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

let choice = CHOICES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "system";

function apply() {
  const dark = choice === "dark" || (choice === "system" && system.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  text($("theme"), "Theme: " + choice);
}

export function nextTheme(changed) {
  choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
  localStorage.setItem(KEY, choice);
  apply();
  changed();
}

export function startTheme(changed) {
  apply();
  system.addEventListener("change", () => {
    apply();
    changed();
  });
  $("theme").addEventListener("click", () => nextTheme(changed));
}
