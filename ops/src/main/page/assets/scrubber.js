// The same sample images as the network saw them at each step.

import * as api from "./api.js";
import { $, h, text } from "./dom.js";
import { whole, words } from "./format.js";

const MOST_BITMAPS = 48;
const FRAME_MILLIS = 260;
// Between the cells of a sample, for each 96 pixels of a cell's width.
const GAP = 5;
const TITLES = { image: "image", map: "map", states: "states", reconstruction: "reconstruction" };

export class Scrubber {
  #run = null;
  #samples = null;
  #pictures = [];
  #bitmaps = new Map();
  #playing = null;
  #wanted = 0;

  /** Tells `failed` of what goes wrong; `epochOf` gives the epoch of a run's step. */
  constructor(failed, epochOf) {
    this.failed = failed;
    this.epochOf = epochOf;
    $("scrub").addEventListener("input", () => {
      $("follow").checked = Number($("scrub").value) === this.#pictures.length - 1;
      this.#show(Number($("scrub").value));
    });
    $("play").addEventListener("click", () => this.play());
    $("follow").addEventListener("change", () => $("follow").checked && this.move(this.#pictures.length));
  }

  /** Shows the pictures of another run, or what is new of the same. */
  async open(run) {
    if (run !== this.#run) {
      this.#stop();
      this.#run = run;
      this.#samples = null;
      this.#pictures = [];
      this.#bitmaps.clear();
      $("samples").replaceChildren();
      $("follow").checked = true;
    }
    const found = await api.pictures(run);
    if (run !== this.#run) {
      return;
    }
    const frames = found.samples ? found.pictures.filter(picture => picture.frame) : found.pictures;
    const layout = JSON.stringify(found.samples);
    if (layout !== JSON.stringify(this.#samples) || $("samples").childElementCount === 0) {
      this.#samples = found.samples;
      this.#layOut();
    }
    const at = this.#pictures[Number($("scrub").value)]?.step;
    this.#pictures = frames;
    $("scrub").max = String(Math.max(0, frames.length - 1));
    $("scrub").disabled = frames.length < 2;
    $("play").disabled = frames.length < 2;
    if (frames.length === 0) {
      text($("at"), "no pictures yet");
      return;
    }
    const same = frames.findIndex(picture => picture.step === at);
    const next = $("follow").checked || same < 0 ? frames.length - 1 : same;
    $("scrub").value = String(next);
    await this.#show(next);
  }

  #layOut() {
    const samples = this.#samples;
    $("columns").replaceChildren(...this.#legend());
    if (!samples) {
      $("samples").replaceChildren(h("canvas", { class: "sheet", role: "img", "aria-label": "A sheet of pictures" }));
      return;
    }
    $("samples").replaceChildren(
      ...samples.labels.map(label =>
        h(
          "figure",
          { class: "sample" },
          h("figcaption", {}, label),
          h("canvas", {
            role: "img",
            width: samples.width * samples.columns.length + gapOf(samples) * (samples.columns.length - 1),
            height: samples.height,
            "aria-label": `${label}: ${samples.columns.map(column => TITLES[column] ?? column).join(", ")}`,
          }),
        ),
      ),
    );
  }

  #legend() {
    if (!this.#samples) {
      return [];
    }
    return [
      h("li", {}, this.#samples.columns.map(column => TITLES[column] ?? words(column)).join(" · ")),
      h("li", {}, h("b", { class: "patch masked" }), "masked"),
      h("li", {}, h("b", { class: "patch thrown" }), "thrown"),
    ];
  }

  /** Goes forward or back by some pictures. */
  move(by) {
    const next = Math.max(0, Math.min(this.#pictures.length - 1, Number($("scrub").value) + by));
    $("scrub").value = String(next);
    $("follow").checked = next === this.#pictures.length - 1;
    return this.#show(next);
  }

  play() {
    if (this.#playing !== null) {
      this.#stop();
      return;
    }
    if (this.#pictures.length < 2) {
      return;
    }
    $("play").setAttribute("aria-pressed", "true");
    text($("play"), "Stop");
    const next = async by => {
      await this.move(by);
      if (this.#playing !== null) {
        const last = Number($("scrub").value) === this.#pictures.length - 1;
        if (last) {
          this.#stop();
        } else {
          this.#playing = setTimeout(() => next(1), FRAME_MILLIS);
        }
      }
    };
    const atEnd = Number($("scrub").value) === this.#pictures.length - 1;
    this.#playing = setTimeout(() => next(atEnd ? -this.#pictures.length : 1));
  }

  #stop() {
    clearTimeout(this.#playing);
    this.#playing = null;
    $("play").setAttribute("aria-pressed", "false");
    text($("play"), "Play");
  }

  async #show(index) {
    this.#wanted = index;
    const picture = this.#pictures[index];
    if (!picture) {
      return;
    }
    const epoch = this.epochOf(this.#run, picture.step);
    const place = `step ${whole(picture.step)}${epoch === null ? "" : `, epoch ${epoch.toFixed(2)}`}`;
    text($("at"), `${place} (${index + 1} of ${this.#pictures.length})`);
    $("scrub").setAttribute("aria-valuetext", place);
    try {
      const bitmap = await this.#bitmap(picture.frame && this.#samples ? picture.frame : picture.sheet);
      if (this.#wanted === index && bitmap) {
        this.#paint(bitmap);
        $("samples").dataset.step = String(picture.step);
      }
      const ahead = this.#pictures[index + 1];
      if (ahead) {
        await this.#bitmap(ahead.frame && this.#samples ? ahead.frame : ahead.sheet);
      }
    } catch (failure) {
      this.failed(failure);
    }
  }

  async #bitmap(file) {
    if (!file) {
      return null;
    }
    const run = this.#run;
    const known = this.#bitmaps.get(file);
    if (known) {
      return known;
    }
    const bitmap = await createImageBitmap(await api.picture(run, file));
    if (run === this.#run) {
      this.#bitmaps.set(file, bitmap);
      if (this.#bitmaps.size > MOST_BITMAPS) {
        const [oldest, freed] = this.#bitmaps.entries().next().value;
        this.#bitmaps.delete(oldest);
        freed.close();
      }
    }
    return bitmap;
  }

  #paint(bitmap) {
    const canvases = [...$("samples").querySelectorAll("canvas")];
    if (!this.#samples) {
      canvases[0].width = bitmap.width;
      canvases[0].height = bitmap.height;
      canvases[0].getContext("2d").drawImage(bitmap, 0, 0);
      return;
    }
    const { width, height, columns } = this.#samples;
    const gap = gapOf(this.#samples);
    canvases.forEach((canvas, row) => {
      const context = canvas.getContext("2d");
      columns.forEach((name, column) => {
        context.drawImage(bitmap, column * width, row * height, width, height, column * (width + gap), 0, width, height);
      });
    });
  }
}

const gapOf = samples => Math.round((GAP * samples.width) / 96);
