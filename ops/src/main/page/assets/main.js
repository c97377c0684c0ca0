// Puts the page together: which run is open, which are laid over it, and what is heard of them.

import * as api from "./api.js";
import { Charts, colourOf } from "./charts.js";
import { Controls, askToken, keysOfControls, note, showToken } from "./controls.js";
import { Diagram } from "./diagram.js";
import { $, h, text } from "./dom.js";
import { bytes, clock, day, duration, number, percent, whole } from "./format.js";
import { RunHistory } from "./history.js";
import { Scrubber } from "./scrubber.js";
import { nextTheme, startTheme } from "./theme.js";

const LIST_MILLIS = 3000;
const COMPARED_MILLIS = 15000;
const DRAW_MILLIS = 500;

const state = { runs: [], otherLosses: "", open: null, compared: [], axis: "step", details: null, actors: null };
const histories = new Map();
const items = new Map();
let hangUp = () => {};
let drawAt = 0;
let drawing = null;
let tokenWanted = false;

const charts = new Charts(zoomed => ($("whole").hidden = !zoomed));
const scrubber = new Scrubber(failure => note(failure.message, "bad"), (run, step) => histories.get(run)?.epochOf(step) ?? null);
const diagram = new Diagram();
const controls = new Controls(() => refreshList());

// --- where we are is in the address, so that it can be kept and sent

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  state.compared = (parts.get("with") ?? "").split(",").filter(name => name !== "");
  const axis = parts.get("along") ?? "step";
  if (axis !== state.axis && ["step", "epoch", "time"].includes(axis)) {
    setAxis(axis);
  }
  return parts.get("run");
}

function writeAddress() {
  const parts = new URLSearchParams();
  if (state.open) {
    parts.set("run", state.open);
  }
  if (state.compared.length > 0) {
    parts.set("with", state.compared.join(","));
  }
  if (state.axis !== "step") {
    parts.set("along", state.axis);
  }
  history.replaceState(null, "", "#" + parts.toString().replaceAll("%2C", ","));
}

// --- the list of runs

async function refreshList() {
  try {
    Object.assign(state, await api.runs());
    link(true);
  } catch (failure) {
    link(false, failure);
    if (failure.status === 401 && !tokenWanted) {
      tokenWanted = true;
      tokenAsked();
    }
    return;
  }
  const known = new Set(state.runs.map(run => run.name));
  state.compared = state.compared.filter(name => known.has(name) && name !== state.open && !isElsewhere(name));
  showList();
  if (!state.open || !known.has(state.open)) {
    const asked = readAddress();
    state.compared = state.compared.filter(name => known.has(name) && !isElsewhere(name));
    const first = known.has(asked) ? asked : state.runs[0]?.name;
    if (first) {
      open(first);
    } else {
      $("main").setAttribute("aria-busy", "false");
    }
  } else {
    showHead();
  }
}

// Its items are made once and changed in place, so that nothing is put anew under a pointer or a finger.
function showList() {
  const shown = state.runs.map(run => {
    if (!items.has(run.name)) {
      items.set(run.name, item(run.name));
    }
    const { box, show } = items.get(run.name);
    show(run);
    return box;
  });
  const there = [...$("runs").children];
  if (there.length !== shown.length || shown.some((box, index) => box !== there[index])) {
    const focused = document.activeElement;
    $("runs").replaceChildren(...shown);
    if (shown.some(box => box.contains(focused))) {
      focused.focus();
    }
  }
  $("runs-hint").hidden = state.runs.length < 2;
}

function item(name) {
  const tick = h("input", { type: "checkbox", "aria-label": "Lay " + name + " over the open run", onchange: () => compare(name) });
  const mark = h("b", { class: "swatch" });
  const status = h("span");
  const said = h("span", { class: "figures" });
  const done = h("div");
  const button = h(
    "button",
    { type: "button", "data-run": name, onclick: () => open(name) },
    h("span", { class: "name", title: name }, name),
    status,
    said,
    h("div", { class: "thin" }, done),
  );
  const box = h("li", {}, h("label", { class: "lay" }, tick, mark), button);
  const show = run => {
    const isOpen = name === state.open;
    const drawn = isOpen || state.compared.includes(name);
    const colour = drawn ? colourFor(name) : "transparent";
    box.className = isOpen ? "open" : "";
    tick.disabled = isOpen || run.node !== "";
    tick.checked = drawn;
    mark.style.setProperty("--swatch", colour);
    done.style.background = drawn ? colour : "var(--faint)";
    button.setAttribute("aria-current", String(isOpen));
    text(status, run.status);
    status.className = "status " + run.status;
    text(said, run.node !== "" ? "on node " + run.node : run.summary.step > 0 ? figures(run.summary) : "not begun");
    done.style.width = 100 * shareOf(run.summary) + "%";
  };
  return { box, show };
}

const shareOf = summary => (summary.totalSteps ? Math.min(1, summary.step / summary.totalSteps) : 0);

const figures = summary =>
  [`smoothed loss ${number(summary.smoothedLoss)}`, typeof summary.linear === "number" ? `linear ${percent(summary.linear)}` : null]
    .filter(part => part !== null)
    .join(" · ");

const order = () => [state.open, ...state.compared];

const colourFor = name => colourOf(Math.max(0, order().indexOf(name)));

// --- opening and laying over

async function open(name) {
  if (name === state.open) {
    return;
  }
  hangUp();
  state.open = name;
  state.details = null;
  state.actors = null;
  state.compared = state.compared.filter(other => other !== name);
  charts.zoom(null);
  writeAddress();
  document.title = name + " · Masque";
  showList();
  inSight(name);
  showHead();
  $("main").setAttribute("aria-busy", "true");
  await Promise.all([catchUp(name), ...state.compared.map(fetchHistory)]);
  $("main").setAttribute("aria-busy", "false");
  draw();
  if (name === state.open) {
    hangUp = api.listen(name, (event, data) => heard(name, event, data), link, () => catchUp(name));
  }
}

// The stream tells what happens from now on; what happened before it opened, or while it was cut, is fetched.
async function catchUp(name) {
  if (isElsewhere(name)) {
    return;
  }
  await Promise.all([fetchHistory(name), refreshDetails(), scrubber.open(name).catch(failed)]);
  if (name === state.open) {
    draw();
  }
}

// What a run of another node leaves behind is there; here it can be steered, and that is all.
const isElsewhere = name => Boolean(state.runs.find(run => run.name === name)?.node);

// On narrow screens the list lies across, and may be longer than the screen.
function inSight(name) {
  const box = items.get(name)?.box;
  if (box) {
    $("runs").scrollLeft = box.offsetLeft - $("runs").offsetLeft - 12;
  }
}

function compare(name) {
  state.compared = state.compared.includes(name) ? state.compared.filter(other => other !== name) : [...state.compared, name];
  writeAddress();
  showList();
  if (state.compared.includes(name)) {
    fetchHistory(name).then(draw);
  }
  draw();
}

async function fetchHistory(name) {
  const known = histories.get(name) ?? new RunHistory(name);
  histories.set(name, known);
  try {
    await known.fetch();
  } catch (failure) {
    failed(failure);
  }
}

async function refreshDetails() {
  const name = state.open;
  try {
    const answer = await api.details(name);
    if (name === state.open) {
      state.details = answer.details;
      state.actors = answer.details.actors;
      showActors();
      showAbout();
    }
  } catch (failure) {
    failed(failure);
  }
}

function failed(failure) {
  if (failure.status === 401) {
    link(false, failure);
  } else {
    note(failure.message, "bad");
  }
}

// --- what is heard

function heard(name, event, data) {
  const known = histories.get(name);
  if (name !== state.open || (!known && event !== "status")) {
    return;
  }
  const handlers = {
    step: () => {
      if (known.grow(data)) {
        fetchHistory(name).then(draw);
      }
      const run = current();
      if (run && data.step > run.summary.step) {
        Object.assign(run.summary, { step: data.step, epoch: data.epoch });
      }
      soon();
    },
    status: () => {
      const run = current();
      if (run && data.status) {
        run.status = data.status;
        run.note = data.message ?? run.note;
        showList();
        showHead();
      }
    },
    actors: () => {
      state.actors = data;
      showActors();
    },
    evaluation: () => {
      known.evaluated(data);
      soon();
    },
    checkpoint: () => {
      known.happened(data);
      refreshDetails();
    },
    picture: () => {
      known.happened(data);
      scrubber.open(name).catch(failed);
    },
    event: () => known.happened(data),
  };
  handlers[event]?.();
  if (["checkpoint", "picture", "event", "evaluation"].includes(event)) {
    showEvents();
  }
}

const current = () => state.runs.find(run => run.name === state.open);

// Many steps a second, two pictures a second.
function soon() {
  if (drawing === null) {
    const wait = Math.max(0, drawAt + DRAW_MILLIS - performance.now());
    drawing = setTimeout(() => {
      drawing = null;
      draw();
    }, wait);
  }
}

function draw(anew = false) {
  drawAt = performance.now();
  const shown = order()
    .map((name, index) => ({ history: histories.get(name), colour: colourOf(index) }))
    .filter(one => one.history);
  charts.draw(shown, anew === true);
  showLegend(shown);
  showHead();
  showTiles();
  showEvents();
}

// --- the head of the open run

function showHead() {
  const run = current();
  if (!run) {
    return;
  }
  const { summary } = run;
  text($("name"), run.name);
  text($("status"), run.status);
  $("status").className = "status " + run.status;
  text($("sub"), [summary.method, summary.data, summary.note].filter(Boolean).join(" · "));
  const done = shareOf(summary);
  $("progress").firstElementChild.style.width = 100 * done + "%";
  $("progress").setAttribute("aria-valuenow", String(Math.round(100 * done)));
  text($("pace"), pace(run));
  showActors();
  controls.show(run);
  const { node } = run;
  $("main").classList.toggle("away", node !== "");
  $("elsewhere").hidden = node === "";
  text($("elsewhere"), node === "" ? "" : `This run is on node ${node}. It can be steered from here; its charts, pictures and log are on the page of that node's daemon.`);
}

// A run that ended, or waits for its turn, has nobody at work, whatever its last snapshot says.
const NOBODY_AT_WORK = ["queued", "stopped", "finished", "failed"];

function showActors() {
  const status = current()?.status;
  diagram.show(state.actors, NOBODY_AT_WORK.includes(status) ? status : null);
}

function pace({ status, summary, note: said }) {
  const parts = [];
  if (summary.totalSteps) {
    parts.push(`step ${whole(summary.step)} of ${whole(summary.totalSteps)}`);
  }
  if (summary.epochs && summary.epoch !== null) {
    parts.push(`epoch ${summary.epoch.toFixed(2)} of ${summary.epochs}`);
  }
  if (status === "running") {
    parts.push(whatIsLeft(summary));
  }
  parts.push(said, summary.message);
  return parts.filter(Boolean).join(" · ");
}

function whatIsLeft({ step, totalSteps, stage, secondsLeft, leftIsGuess }) {
  if (totalSteps && step >= totalSteps) {
    return stage === "evaluating" ? "all steps done, the features are being evaluated" : "all steps done, finishing";
  }
  if (typeof secondsLeft !== "number") {
    return "time left not known yet";
  }
  return leftIsGuess ? `perhaps ${duration(secondsLeft)} left, by the first steps` : `${duration(secondsLeft)} left`;
}

function showLegend(shown) {
  $("legend").replaceChildren(
    ...(shown.length < 2 ? [] : shown.map(({ history, colour }) => {
      const mark = h("b", { class: "swatch" });
      mark.style.setProperty("--swatch", colour);
      return h("li", {}, mark, history.name);
    })),
  );
  const kinds = new Set(order().map(name => state.runs.find(run => run.name === name)?.summary.lossOf).filter(Boolean));
  $("other-losses").hidden = kinds.size < 2;
  text($("other-losses"), state.otherLosses);
}

const RECENT = "last 20 steps or so";
const FEATURES = { CLASS_TOKEN: "class token", PATCH_MEAN: "mean patch token" };

function showTiles() {
  const known = histories.get(state.open);
  const last = name => known?.series[name]?.mean.at(-1);
  const recent = current()?.summary ?? {};
  // Of the recipe's first features, by which the best checkpoint is judged too.
  const accuracy = known?.evaluations.at(-1)?.accuracies[0];
  const beside = untrained => [FEATURES[accuracy?.features], typeof untrained === "number" ? "untrained " + percent(untrained) : null].filter(Boolean).join(", ");
  const tiles = [
    ["Smoothed loss", number(recent.smoothedLoss), "last step " + number(last("loss"))],
    ["Images/s", whole(recent.imagesPerSecond), RECENT],
    ["Learning rate", number(last("learningRate")), "last step"],
    ["Waits for data", percent(recent.dataWait), RECENT],
    ["Waits for masks", percent(recent.maskWait), RECENT],
    ["Map age", typeof last("mapAge") === "number" ? number(last("mapAge")) : "–", typeof last("mapAge") === "number" ? "epochs" : "no maps in use"],
    ["Linear", percent(accuracy?.linear), beside(accuracy?.untrainedLinear)],
    ["k-NN", percent(accuracy?.knn), beside(accuracy?.untrainedKnn)],
  ];
  const box = $("tiles");
  if (box.childElementCount !== tiles.length) {
    box.replaceChildren(...tiles.map(([label]) => h("div", {}, h("dt", {}, label), h("dd"), h("dd", { class: "more" }))));
  }
  tiles.forEach(([, value, more], index) => {
    text(box.children[index].children[1], value);
    text(box.children[index].children[2], more);
  });
}

const LOUD = ["checkpointFailed", "evaluationSkipped", "stepSkipped", "stepEmpty", "rolledBack", "actorRestarted", "deviceFailed", "dataFailed", "imagesSkipped"];

function showEvents() {
  const events = (histories.get(state.open)?.events ?? []).slice(-200).reverse();
  const key = events.length + (events[0]?.time ?? "") + state.open;
  if ($("events").dataset.key !== key) {
    $("events").dataset.key = key;
    $("events").replaceChildren(
      ...events.map(event =>
        h("li", { class: LOUD.includes(event.kind) ? "loud" : "" }, h("time", { datetime: event.time, title: day(event.time) }, clock(event.time)), h("span", { class: "at" }, whole(event.step)), h("span", {}, event.text.replaceAll(/(\d) (s|MiB)\b/g, "$1\u00a0$2"))),
      ),
    );
  }
}

function showAbout() {
  const { provenance, checkpoints, recipe, results } = state.details ?? {};
  const rows = [
    ["Began", current()?.summary.started ? day(current().summary.started) : null],
    ["Build", provenance?.build ? `${provenance.build.version}, ${provenance.build.commit}` : null],
    ["Machine", provenance?.machine ? `${provenance.machine.processor}, ${provenance.machine.cores} cores` : null],
    ["Seed", provenance?.seed],
    ["Network", recipe?.["model.width"] ? `width ${recipe["model.width"]}, depth ${recipe["model.depth"]}, ${recipe["model.heads"]} heads, patch ${recipe["model.patch"]}` : null],
    ["Masking", recipe?.["masking.strategy"] === "attention" ? `attention: ${percent(Number(recipe["masking.masked"]))} masked, ${percent(Number(recipe["masking.thrown"]))} thrown` : recipe?.["masking.ratio"] ? `random, ${percent(Number(recipe["masking.ratio"]))}` : null],
    ["Waited, in all", results ? `${percent(results.waitShareData)} for data, ${percent(results.waitShareMasks)} for masks` : null],
    ["Checkpoints", checkpoints?.length ? checkpoints.map(each => `${whole(each.step)} (${bytes(each.bytes)})`).join(", ") : "none yet"],
  ].filter(([, value]) => value !== null && value !== undefined);
  const details = h("details", {}, h("summary", {}, "Whole recipe"), h("dl", { class: "recipe" }, ...Object.entries(recipe ?? {}).flatMap(([key, value]) => [h("dt", {}, key), h("dd", {}, value)])));
  details.open = $("about").querySelector("details")?.open ?? false;
  $("about").replaceChildren(h("dl", { class: "about" }, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))])), details);
}

// --- the link to the server

function link(there, failure) {
  $("link").className = "link " + (there ? "there" : "gone");
  text($("link"), there ? "live" : failure?.status === 401 ? (api.token.get() ? "not the right token" : "the server wants a token") : "no answer, trying again");
}

// By itself only once: who says no can still press the button.
async function tokenAsked() {
  if (await askToken()) {
    tokenWanted = false;
    refreshList();
  }
}

// --- keys

const KEYS = [
  ["j / k", "next or previous run"],
  ["x", "lay the next unticked run over the open one"],
  ["← →", "picture before or after (or the marker, in a chart)"],
  ["space", "play the pictures"],
  ...keysOfControls,
  ["e", "along step, epoch or time"],
  ["l", "loss on a log scale"],
  ["m", "smooth lines"],
  ["0", "show all of the charts again"],
  ["t", "theme"],
  ["?", "this list"],
];

function setAxis(axis) {
  state.axis = axis;
  document.querySelector(`input[name=axis][value=${axis}]`).checked = true;
  charts.axis(axis);
}

function nextRun(by) {
  const at = state.runs.findIndex(run => run.name === state.open);
  const next = state.runs[at + by];
  if (next) {
    open(next.name);
  }
}

function layNext() {
  const next = state.runs.find(run => run.name !== state.open && run.node === "" && !state.compared.includes(run.name));
  if (next) {
    compare(next.name);
  }
}

const nextAxis = { step: "epoch", epoch: "time", time: "step" };

const pressed = {
  j: () => nextRun(1),
  k: () => nextRun(-1),
  x: layNext,
  ArrowLeft: () => scrubber.move(-1),
  ArrowRight: () => scrubber.move(1),
  " ": () => scrubber.play(),
  e: () => {
    setAxis(nextAxis[state.axis]);
    writeAddress();
  },
  l: () => $("logarithm").click(),
  m: () => $("smooth").click(),
  0: () => charts.zoom(null),
  t: () => nextTheme(() => draw(true)),
  "?": () => $("help").showModal(),
};

function onKey(event) {
  const field = event.target.closest("input:not([type=checkbox]):not([type=range]), select, textarea, dialog, .plot, .diagram");
  const ownUse = event.target.closest("button, input, summary, .events") && [" ", "ArrowLeft", "ArrowRight"].includes(event.key);
  if (field || ownUse || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
    return;
  }
  if (pressed[event.key]) {
    event.preventDefault();
    pressed[event.key]();
  } else if (controls.press(event.key)) {
    event.preventDefault();
  }
}

// --- the beginning

startTheme(() => {
  showList();
  draw(true);
});
showToken();
$("help-keys").replaceChildren(...KEYS.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]));
$("keys").addEventListener("click", () => $("help").showModal());
$("token").addEventListener("click", tokenAsked);
$("whole").addEventListener("click", () => charts.zoom(null));
$("logarithm").addEventListener("change", () => charts.logarithm($("logarithm").checked));
$("smooth").addEventListener("change", () => charts.smooth($("smooth").checked));
$("skip").addEventListener("click", event => {
  event.preventDefault();
  $("main").focus();
});
document.querySelectorAll("input[name=axis]").forEach(input =>
  input.addEventListener("change", () => {
    setAxis(input.value);
    writeAddress();
  }),
);
document.addEventListener("keydown", onKey);
addEventListener("hashchange", () => {
  const asked = readAddress();
  if (asked && asked !== state.open) {
    open(asked);
  } else {
    showList();
    Promise.all(state.compared.map(fetchHistory)).then(draw);
  }
});
readAddress();
refreshList();
setInterval(() => document.visibilityState === "visible" && refreshList(), LIST_MILLIS);
setInterval(() => {
  const due = state.compared.filter(name => state.runs.find(run => run.name === name)?.status === "running");
  if (due.length > 0 && document.visibilityState === "visible") {
    Promise.all(due.map(fetchHistory)).then(draw);
  }
}, COMPARED_MILLIS);
