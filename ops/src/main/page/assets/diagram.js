// Who gives what to whom, and what each does now.

import { $, svg, text } from "./dom.js";
import { PARTS } from "./parts.js";
import { bytes, clock, duration, share, whole } from "./format.js";

const WIDTH = 980;
const HEIGHT = 356;

const NODES = {
  loader: { title: "Loaders", x: 16, y: 52, w: 150, h: 64 },
  mask_planner: { title: "Mask planner", x: 16, y: 152, w: 150, h: 64 },
  broker: { title: "Batch broker", x: 232, y: 96, w: 164, h: 82 },
  coordinator: { title: "Coordinator", x: 462, y: 96, w: 166, h: 82 },
  worker: { title: "Workers", x: 694, y: 52, w: 270, h: 168 },
  attention_mapper: { title: "Attention mapper", x: 16, y: 270, w: 180, h: 70 },
  evaluator: { title: "Evaluator", x: 260, y: 270, w: 180, h: 70 },
  checkpoint_writer: { title: "Checkpoint writer", x: 504, y: 270, w: 200, h: 70 },
  picture_painter: { title: "Picture painter", x: 768, y: 270, w: 196, h: 70 },
};

const EDGES = [
  ["M166 84 C200 84 200 118 232 118", "views", 204, 84],
  ["M166 184 C200 184 200 156 232 156", "states", 206, 198],
  ["M396 137 H462", "batches", 429, 128],
  ["M628 137 H694", "shards", 661, 128],
  ["M106 270 V216", "maps", 126, 248],
  ["M545 178 V232 M128 232 H866", null],
  ["M164 232 V270", null],
  ["M350 232 V270", null],
  ["M604 232 V270", null],
  ["M866 232 V270", null],
];


export class Diagram {
  #nodes = new Map();
  #shown = "";

  constructor() {
    const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
      svg("path", { d: "M0 0.5 L7.5 4 L0 7.5 Z", class: "tip" }));
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": "diagram-text" },
      svg("title", { id: "diagram-text" }, "No actors yet"), svg("defs", {}, arrow));
    for (const [path, label, x, y] of EDGES) {
      picture.append(svg("path", { d: path, class: "edge", "marker-end": path.includes(" M") ? null : "url(#arrow)" }));
      if (label) {
        picture.append(svg("text", { x, y, class: "edge-label", "text-anchor": "middle" }, label));
      }
    }
    picture.append(svg("text", { x: 535, y: 224, class: "edge-label", "text-anchor": "end" }, "snapshots of the weights"));
    picture.append(svg("text", { x: 16, y: 28, class: "lane" }, "the step"), svg("text", { x: 694, y: 28, class: "lane", id: "device" }, "device"));
    for (const [name, place] of Object.entries(NODES)) {
      this.#nodes.set(name, node(name, place, picture));
    }
    this.#extras(picture);
    $("diagram").replaceChildren(picture);
    this.picture = picture;
  }

  #extras(picture) {
    this.queue = svg("g", { class: "queue", transform: "translate(244 158)" });
    picture.append(this.queue);
    this.shares = svg("g", { transform: "translate(708 108)" });
    picture.append(this.shares);
  }

  /** Shows a snapshot of the actors, or that there is none; as nobody at work where the run has ended in some way. */
  show(snapshot, ended) {
    const key = JSON.stringify([snapshot, ended]);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    this.picture.classList.toggle("absent", !snapshot);
    this.picture.classList.toggle("ended", Boolean(ended));
    if (!snapshot) {
      text($("actors-time"), "this run wrote no snapshot of its actors");
      this.#nodes.forEach(each => each.show(null));
      this.queue.replaceChildren();
      this.shares.replaceChildren();
      return;
    }
    text($("actors-time"), ended ? `${ended}, nobody is at work; figures as last seen at ${clock(snapshot.time)}` : `${snapshot.phase}, as of ${clock(snapshot.time)}`);
    const all = ended ? snapshot.actors.map(atRest) : snapshot.actors;
    const actors = new Map(all.map(actor => [actor.name, actor]));
    this.#nodes.forEach((each, name) => each.show(actors.get(name)));
    const queue = snapshot.queues.find(queue => queue.name === "ready batches");
    this.#showQueue(ended && queue ? { ...queue, depth: 0 } : queue);
    this.#showDevice(snapshot.devices[0], ended);
    text($("diagram-text"), all.map(actor => `${actor.name.replaceAll("_", " ")} ${actor.state}`).join(", "));
  }

  #showQueue(queue) {
    if (!queue) {
      return;
    }
    const cells = Math.min(queue.capacity, 16);
    const width = Math.min(18, (140 - 3 * cells) / cells);
    const filled = Math.round((queue.depth / Math.max(1, queue.capacity)) * cells);
    this.queue.replaceChildren(
      ...Array.from({ length: cells }, (unused, index) =>
        svg("rect", { x: index * (width + 3), y: 0, width, height: 9, rx: 2, class: index < filled ? "full" : "free" })),
    );
  }

  #showDevice(device, ended) {
    if (!device) {
      return;
    }
    text(document.getElementById("device"), `${device.name}, ${device.workers} workers${ended ? "" : `, ${bytes(device.tensorBytes)} in tensors`}`);
    this.#nodes.get("worker").detail(`${ended ? "last " : ""}${whole(device.imagesPerSecond)} images/s`);
    // A snapshot of an earlier version has parts that overlap.
    if (device.shares.rest === undefined) {
      this.shares.replaceChildren();
      return;
    }
    const width = 242;
    let x = 0;
    const parts = [];
    PARTS.forEach(({ measure, name }, index) => {
      const part = device.shares[measure];
      parts.push(svg("rect", { x, y: 0, width: part * width, height: 14, class: "part-" + measure }));
      x += part * width;
      const column = index % 2;
      const row = Math.floor(index / 2);
      parts.push(
        svg("rect", { x: column * 126, y: 29 + row * 19, width: 9, height: 9, rx: 2, class: "part-" + measure }),
        svg("text", { x: column * 126 + 15, y: 37 + row * 19, class: "detail" }, name),
        svg("text", { x: column * 126 + 114, y: 37 + row * 19, class: "detail figure", "text-anchor": "end" }, share(part)),
      );
    });
    this.shares.replaceChildren(svg("rect", { x: 0, y: 0, width, height: 14, rx: 3, class: "free" }), ...parts);
  }
}

function node(name, { title, x, y, w, h }, picture) {
  const count = svg("tspan", { class: "count" });
  const dot = svg("circle", { cx: x + w - 15, cy: y + 17, r: 4.5, class: "dot" });
  const first = svg("text", { x: x + 12, y: y + 40, class: "detail" });
  const second = svg("text", { x: x + 12, y: y + 56, class: "detail faint" });
  const group = svg("g", { class: "node", "data-actor": name },
    svg("rect", { x, y, width: w, height: h, rx: 9, class: "box" }),
    svg("text", { x: x + 12, y: y + 22, class: "node-title" }, title, count),
    dot, first, second);
  picture.append(group);
  return {
    detail: value => text(first, value),
    show: actor => {
      group.setAttribute("class", "node " + (actor?.state ?? "unknown"));
      text(count, actor && actor.count > 1 ? " × " + actor.count : "");
      text(first, actor ? actor.detail || stateOf(actor) : "");
      text(second, actor ? secondLine(actor) : "");
    },
  };
}

const atRest = actor => ({ ...actor, state: "ended", detail: "" });

const stateOf = actor => (actor.state === "working" && actor.since !== null ? "working, " + duration(actor.since) : actor.state);

function secondLine(actor) {
  const parts = [];
  if (actor.state === "working" && actor.since !== null && actor.detail) {
    parts.push("for " + duration(actor.since));
  } else if (actor.done > 0) {
    parts.push(`${actor.done} done, last ${duration(actor.lastSeconds)}`);
  }
  if (actor.restarts > 0) {
    parts.push(actor.restarts + " restarts");
  }
  return parts.join(", ");
}
