// What may be asked of a run now.

import * as api from "./api.js";
import { $, h, text } from "./dom.js";

const ACTIONS = [
  { action: "pause", label: "Pause", key: "p", when: ["running"], done: "paused" },
  { action: "resume", label: "Resume", key: "r", when: ["paused", "stopped", "failed"], done: "goes on" },
  { action: "checkpoint", label: "Checkpoint", key: "c", when: ["running", "paused"], done: "checkpoint written" },
  {
    action: "stop",
    label: "Stop",
    key: "s",
    when: ["queued", "starting", "running", "paused"],
    done: "stopped",
    ask: name => [`Stop ${name}?`, "It finishes its step, writes a checkpoint and ends. It can be resumed later.", "Stop it"],
  },
  {
    action: "abandon",
    label: "Abandon",
    when: ["starting", "running", "paused", "stopping"],
    done: "abandoned",
    ask: name => [`Abandon ${name}?`, "It ends at once. What was done since the last checkpoint is lost.", "Abandon it"],
  },
];

export function note(message, kind = "") {
  const box = h("p", { class: "note " + kind }, message);
  $("notes").append(box);
  setTimeout(() => box.remove(), kind === "bad" ? 9000 : 5000);
}

export class Controls {
  #run = null;
  #busy = false;

  constructor(changed) {
    this.changed = changed;
    this.buttons = ACTIONS.map(each => {
      const button = h("button", { type: "button", class: each.ask ? "danger" : "", "data-action": each.action, onclick: () => this.ask(each) }, each.label, each.key ? h("kbd", {}, each.key) : null);
      return { each, button };
    });
    $("controls").append(...this.buttons.map(({ button }) => button));
  }

  show(run) {
    this.#run = run;
    for (const { each, button } of this.buttons) {
      button.hidden = !run || !each.when.includes(run.status);
      button.disabled = this.#busy;
    }
  }

  /** Does what a key stands for, if it may be asked now; true if the key is one of these. */
  press(key) {
    const found = this.buttons.find(({ each, button }) => each.key === key && !button.hidden && !button.disabled);
    found?.button.click();
    return found !== undefined;
  }

  async ask(each) {
    const run = this.#run;
    if (!run || this.#busy || (each.ask && !(await confirmed(...each.ask(run.name))))) {
      return;
    }
    this.#busy = true;
    this.show(run);
    try {
      const said = await api.perform(run.name, each.action, () => {});
      note(said || `${run.name}: ${each.done}`);
    } catch (failure) {
      if (failure.status === 401 || failure.status === 403) {
        note("The server wants a token for that.", "bad");
        await askToken();
      } else {
        note(`${each.label}: ${failure.message}`, "bad");
      }
    } finally {
      this.#busy = false;
      this.show(this.#run);
      this.changed();
    }
  }
}

function answered(dialog) {
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

// No button of the form, which would be the one that Enter presses in the field.
$("token-cancel").addEventListener("click", () => $("token-dialog").close("no"));

function confirmed(title, explained, yes) {
  text($("ask-title"), title);
  text($("ask-text"), explained);
  text($("ask-yes"), yes);
  return answered($("ask"));
}

/** Asks for a token; answers whether one was given. */
export async function askToken() {
  $("token-value").value = api.token.get();
  const given = await answered($("token-dialog"));
  if (given) {
    api.token.set($("token-value").value.trim());
    showToken();
  }
  return given;
}

export function showToken() {
  text($("token"), api.token.get() ? "Token set" : "Token");
}

export const keysOfControls = ACTIONS.filter(each => each.key).map(each => [each.key, each.label.toLowerCase() + " the open run"]);
