// The charts: uPlot, one colour a run, the same place marked in all of them.

import uPlot from "./uPlot.esm.js";
import { $, cssVariable, h, text } from "./dom.js";
import { PARTS } from "./parts.js";
import { hundredths, number, share, whole } from "./format.js";

const SYNC = "masque";
const DASH = [5, 4];
// Behind a smoothed line, what it was made of: the opacity, which ends a colour.
const FAINT = "40";
const NOTHING = "00";
// The second features of a run: they are the same run's, so in its colour, but paler.
const PALE = "80";
// A smoothed line has about so many independent points.
const SMOOTHED = 30;

/**
 * A line of a chart: how it is read from a run's history, how its name goes on behind the run's, and how it is told from
 * the chart's others: by colour where one run is shown, by dashes where a colour is a run.
 */
const line = (measure, { name = "", dash = null, colour = null, band = false } = {}) => ({ measure, name, dash, colour, band });

const CHARTS = [
  { id: "loss", title: "Loss", unit: "of each step", lines: [line("loss", { band: true })], show: number, smooth: true },
  { id: "accuracy", title: "Accuracy", unit: "% of test images", lines: "accuracy", show: hundredths, percent: true },
  { id: "throughput", title: "Throughput", unit: "images/s", lines: [line("imagesPerSecond", { band: true })], show: whole, zero: true, smooth: true },
  {
    id: "waits",
    title: "Waiting",
    unit: "share of a step",
    lines: [line("dataWait", { name: "for data", colour: "--part-data" }), line("maskWait", { name: "for masks", dash: DASH, colour: "--part-masks" })],
    show: share,
    percent: true,
    zero: true,
    smooth: true,
  },
  { id: "rate", title: "Learning rate", lines: [line("learningRate")], show: number, zero: true },
  { id: "age", title: "Map age", unit: "epochs", lines: [line("mapAge")], show: number, zero: true, empty: "no maps in use" },
  {
    id: "time",
    title: "Where a step goes",
    unit: "share of a step",
    lines: [line("forward", { name: "forward" }), line("backward", { name: "backward", dash: DASH }), line("update", { name: "update", dash: [1, 3] })],
    stacked: true,
    show: share,
    percent: true,
    zero: true,
    smooth: true,
    most: 1,
    empty: "not known: in this log, of an earlier version, the parts of a step overlap",
  },
  { id: "gradient", title: "Gradient norm", lines: [line("gradientNorm", { band: true })], show: number, smooth: true },
];

const ACCURACY = [
  { features: "CLASS_TOKEN", key: "linear", name: "linear", dash: null },
  { features: "CLASS_TOKEN", key: "knn", name: "k-NN", dash: DASH },
  { features: "CLASS_TOKEN", key: "untrainedLinear", name: "untrained linear", dash: null, untrained: true },
  { features: "PATCH_MEAN", key: "linear", name: "mean, linear", dash: null, second: true },
  { features: "PATCH_MEAN", key: "knn", name: "mean, k-NN", dash: DASH, second: true },
  { features: "PATCH_MEAN", key: "untrainedLinear", name: "mean, untrained linear", dash: null, untrained: true, second: true },
];

export const colourOf = index => cssVariable("--run-" + ((index % 6) + 1));

export class Charts {
  #axis = "step";
  #logarithm = false;
  #smooth = true;
  #zoom = null;
  #plots = new Map();
  #shown = [];

  constructor(zoomed) {
    this.zoomed = zoomed;
    for (const chart of CHARTS) {
      const readout = h("p", { class: "readout", "aria-hidden": "true" });
      const box = h("div", {
        class: "plot",
        id: "plot-" + chart.id,
        tabindex: "0",
        role: "img",
        "aria-label": chart.title,
        onkeydown: event => this.#key(event, chart.id),
      });
      const titled = h("h4", {}, chart.title, chart.unit ? h("small", {}, chart.unit) : null);
      $("charts").append(h("figure", { class: "chart", "data-chart": chart.id }, h("figcaption", {}, titled, readout), box));
      this.#plots.set(chart.id, { chart, box, readout, plot: null, signature: "", lines: [] });
      new ResizeObserver(() => this.#fit(chart.id)).observe(box);
    }
  }

  axis(axis) {
    this.#axis = axis;
    this.zoom(null);
    this.draw(this.#shown, true);
  }

  logarithm(on) {
    this.#logarithm = on;
    this.draw(this.#shown, true);
  }

  smooth(on) {
    this.#smooth = on;
    this.draw(this.#shown, true);
  }

  zoom(range) {
    this.#zoom = range;
    this.zoomed(range !== null);
    for (const { plot } of this.#plots.values()) {
      if (plot) {
        this.#scale(plot);
      }
    }
  }

  #scale(plot) {
    const all = plot.data[0];
    const [min, max] = this.#zoom ?? [all[0], all.at(-1)];
    if (min !== undefined && max !== undefined && max > min) {
      plot.setScale("x", { min, max });
    }
  }

  /** Draws the runs' histories, the open one first; anew if colours, axis or the choice of runs are others. */
  draw(shown, anew = false) {
    this.#shown = shown;
    for (const each of this.#plots.values()) {
      this.#drawOne(each, anew);
    }
  }

  #drawOne(each, anew) {
    const { chart, box } = each;
    const { data, lines } = chart.lines === "accuracy" ? this.#accuracy() : chart.stacked && this.#shown.length === 1 ? this.#stack() : this.#measures(chart);
    const signature = lines.map(one => one.label + one.colour).join("|") + this.#axis;
    each.lines = lines;
    if (data[0].length < 1 || lines.length === 0) {
      each.plot?.destroy();
      each.plot = null;
      box.replaceChildren(h("p", { class: "empty" }, this.#nothing(chart)));
      box.dataset.points = "0";
      text(each.readout, "");
      return;
    }
    if (!each.plot || anew || signature !== each.signature) {
      each.plot?.destroy();
      box.replaceChildren();
      each.plot = new uPlot(this.#options(each), data, box);
      each.signature = signature;
    } else {
      each.plot.setData(data, this.#zoom === null);
    }
    if (this.#zoom !== null) {
      this.#scale(each.plot);
    }
    box.dataset.points = String(data[0].length);
    this.#readOut(each, null);
  }

  #nothing(chart) {
    const begun = this.#shown.some(({ history }) => history.step.length > 0);
    return begun && chart.empty ? chart.empty : chart.id === "accuracy" ? "no evaluation yet" : "nothing yet";
  }

  // The parts of a run's steps on each other: each from the sum of those below to its own, the last to all of the step.
  #stack() {
    const { history } = this.#shown[0];
    const series = PARTS.map(part => history.series[part.measure]?.mean);
    if (series.some(values => values === undefined)) {
      return { data: [[]], lines: [] };
    }
    const known = history.step.map((step, point) => series.every(values => typeof values[point] === "number"));
    const own = series.map(values => {
      const shown = values.map((value, point) => (known[point] ? value : null));
      return this.#smooth && shown.length > 2 * SMOOTHED ? averaged(averaged(shown)) : shown;
    });
    if (!known.includes(true)) {
      return { data: [[]], lines: [] };
    }
    const sums = known.map(() => 0);
    const tops = own.map(values => values.map((value, point) => (value === null ? null : (sums[point] += value))));
    const lines = PARTS.map((part, index) => ({ label: part.name, name: part.name, run: 0, colour: cssVariable(part.colour), dash: null, mean: true, values: own[index], filled: true }));
    // The highest first, so that each lies on those above it.
    return { data: [history.along(this.#axis), ...tops.reverse()], lines: lines.reverse() };
  }

  #measures(chart) {
    const tables = [];
    const lines = [];
    const alone = this.#shown.length === 1;
    this.#shown.forEach(({ history, colour }, run) => {
      const table = [history.along(this.#axis)];
      for (const one of chart.lines) {
        const series = history.series[one.measure];
        if (!series || !series.mean.some(value => value !== null)) {
          continue;
        }
        const own = alone && one.colour ? cssVariable(one.colour) : colour;
        const look = { name: one.name, run, colour: own, dash: alone && one.colour ? null : one.dash };
        const smoothed = this.#smooth && chart.smooth && series.mean.length > 2 * SMOOTHED;
        table.push(series.mean);
        // Several lines on their faint ones could not be told apart.
        const behind = smoothed ? (chart.lines.length === 1 ? FAINT : NOTHING) : "";
        lines.push({ ...look, label: this.#label(history.name, one.name), mean: true, behind });
        if (one.band && alone) {
          table.push(series.max, series.min);
          lines.push({ label: "most", band: true, colour }, { label: "least", band: true, colour });
        }
        if (smoothed) {
          table.push(averaged(averaged(series.mean)));
          lines.push({ ...look, label: "smoothed" });
        }
      }
      if (table.length > 1) {
        tables.push(table);
      }
    });
    return { data: joined(tables), lines };
  }

  #accuracy() {
    const tables = [];
    const lines = [];
    this.#shown.forEach(({ history, colour }, run) => {
      const along = history.evaluations.map(evaluation => history.placeOf(evaluation.version, this.#axis));
      const table = [along];
      for (const one of this.#shown.length > 1 ? ACCURACY.slice(0, 2) : ACCURACY) {
        const values = history.evaluations.map(
          evaluation => evaluation.accuracies.find(accuracy => accuracy.features === one.features)?.[one.key] ?? null,
        );
        if (values.some(value => value !== null)) {
          table.push(values);
          const own = (one.untrained ? cssVariable("--untrained") : colour) + (one.second ? PALE : "");
          lines.push({ label: this.#label(history.name, one.name), name: one.name, run, colour: own, dash: one.dash, mean: true, dots: true });
        }
      }
      if (along.length > 0 && table.length > 1) {
        tables.push(table);
      }
    });
    return { data: joined(tables), lines };
  }

  #label(run, name) {
    return this.#shown.length > 1 ? (name ? run + ", " + name : run) : name;
  }

  #options(each) {
    const { chart, box, lines } = each;
    const grid = { stroke: cssVariable("--grid"), width: 1 };
    const axis = { stroke: cssVariable("--faint"), font: "11px system-ui, sans-serif", grid, ticks: { show: false } };
    const bands = [];
    lines.forEach((one, index) => {
      if (one.label === "most") {
        bands.push({ series: [index + 1, index + 2], fill: one.colour + "26" });
      }
    });
    return {
      width: Math.max(120, box.clientWidth),
      height: Math.max(80, box.clientHeight),
      legend: { show: false },
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: true, y: false, dist: 6, setScale: false },
        bind: { dblclick: () => () => this.zoom(null) },
        points: { size: 6 },
        focus: { prox: 24 },
      },
      scales: {
        x: { time: false },
        y: {
          distr: chart.id === "loss" && this.#logarithm ? 3 : 1,
          range: chart.id === "loss" && this.#logarithm ? undefined : (plot, min, max) => range(min, max, chart),
        },
      },
      bands,
      series: [{}, ...lines.map(one => seriesOf(one))],
      axes: [
        { ...axis, size: 26, gap: 4, values: (plot, values) => values.map(value => compact(value)) },
        { ...axis, size: 46, gap: 4, values: (plot, values) => values.map(value => (value === null ? "" : tickOf(value, chart))) },
      ],
      padding: [8, 16, 0, 0],
      hooks: {
        setCursor: [plot => this.#readOut(each, plot.cursor.idx)],
        setSelect: [plot => this.#selected(plot)],
        drawClear: [plot => this.#marks(plot)],
      },
    };
  }

  // A part that was drawn over with the pointer is shown in all charts.
  #selected(plot) {
    const { left, width } = plot.select;
    if (width > 0) {
      this.zoom([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }
  }

  // Where the open run began again, and where its maps were made anew.
  #marks(plot) {
    const history = this.#shown[0]?.history;
    if (!history) {
      return;
    }
    const { ctx, bbox } = plot;
    ctx.save();
    for (const event of history.events) {
      const again = event.kind === "started" && event.step > 0;
      if (!again && event.kind !== "refreshFinished") {
        continue;
      }
      const place = history.placeOf(event.step, this.#axis);
      const x = place === null ? -1 : Math.round(plot.valToPos(place, "x", true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) {
        continue;
      }
      ctx.strokeStyle = cssVariable(again ? "--mark-again" : "--mark-maps");
      ctx.setLineDash(again ? [4, 4] : [2, 4]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  #readOut(each, index) {
    const { plot, chart, lines, readout, box } = each;
    if (!plot) {
      return;
    }
    const parts = [];
    lines.forEach((one, at) => {
      if (one.mean) {
        const values = one.values ?? plot.data[at + 1];
        const value = index === null || index === undefined ? lastOf(values) : nearest(values, index);
        parts.push({ one, value: value === null ? "–" : chart.show(value) });
      }
    });
    const place = index === null || index === undefined ? null : plot.data[0][index];
    readout.replaceChildren(
      ...(place === null ? [] : [h("span", { class: "place" }, `${this.#axis === "time" ? "hour" : this.#axis} ${compact(place)}`)]),
      ...(lines[0]?.filled ? [...parts].reverse() : parts.slice(0, 6)).map(({ one, value }) => h("span", { class: "value" }, swatch(one), one.name && parts.length > 1 ? h("i", {}, one.name) : null, value)),
    );
    box.setAttribute(
      "aria-label",
      `${chart.title}: ${parts.map(({ one, value }) => `${one.label} ${value}`.trim()).join(", ")}. Arrow keys move along it.`,
    );
  }

  #key(event, id) {
    const { plot } = this.#plots.get(id);
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20 };
    if (!plot || !(event.key in moves)) {
      return;
    }
    event.preventDefault();
    const last = plot.data[0].length - 1;
    const index = Math.max(0, Math.min(last, (plot.cursor.idx ?? last) + moves[event.key]));
    plot.setCursor({ left: plot.valToPos(plot.data[0][index], "x"), top: plot.over.clientHeight / 2 });
  }

  #fit(id) {
    const { plot, box } = this.#plots.get(id);
    const { clientWidth: width, clientHeight: height } = box;
    if (plot && width > 0 && height > 0 && (width !== plot.width || height !== plot.height)) {
      plot.setSize({ width, height });
    }
  }
}

function seriesOf(one) {
  if (one.band) {
    return { stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
  }
  if (one.filled) {
    return { stroke: one.colour, width: 1, fill: one.colour, spanGaps: false, points: { show: false } };
  }
  return {
    stroke: one.colour + (one.behind ?? ""),
    width: one.behind ? 1 : 1.6,
    dash: one.behind ? undefined : one.dash ?? undefined,
    spanGaps: true,
    // What cannot be seen needs no room.
    auto: one.behind !== NOTHING,
    points: { show: Boolean(one.dots), size: 4, fill: one.colour },
  };
}

const swatch = one => {
  const mark = h("b", { class: one.dash ? "swatch dashed" : "swatch" });
  mark.style.setProperty("--swatch", one.colour);
  return mark;
};

const joined = tables => (tables.length === 0 ? [[]] : tables.length === 1 ? tables[0] : uPlot.join(tables));

function range(min, max, chart) {
  if (min === null || max === null) {
    return [0, 1];
  }
  const low = chart.zero ? Math.min(0, min) : min;
  if (chart.most !== undefined && max > chart.most / 2) {
    return [0, chart.most];
  }
  const room = (max - low || Math.abs(max) || 1) * 0.06;
  return [chart.zero && low === 0 ? 0 : low - room, max + room];
}

/** The mean around each point, of as many points to either side, fewer at the ends. */
function averaged(values) {
  const reach = Math.floor(values.length / SMOOTHED / 3);
  const sums = [0];
  const counts = [0];
  values.forEach((value, index) => {
    const known = value !== null && value !== undefined;
    sums.push(sums[index] + (known ? value : 0));
    counts.push(counts[index] + (known ? 1 : 0));
  });
  return values.map((value, index) => {
    const near = Math.min(reach, index, values.length - 1 - index);
    const count = counts[index + near + 1] - counts[index - near];
    return count === 0 || value === null ? null : (sums[index + near + 1] - sums[index - near]) / count;
  });
}

const lastOf = values => values.findLast(value => value !== null && value !== undefined) ?? null;

// Points of several runs lie between each other.
function nearest(values, index) {
  for (let away = 0; away < 64; away++) {
    const value = values[index - away] ?? values[index + away];
    if (value !== null && value !== undefined) {
      return value;
    }
  }
  return null;
}

const compact = value =>
  Math.abs(value) >= 10000 ? Number((value / 1000).toPrecision(4)) + "k" : String(Number(value.toPrecision(5)));

const tickOf = (value, chart) =>
  chart.percent ? Number((100 * value).toPrecision(3)) + "%" : Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-2) ? Number(value.toPrecision(2)).toExponential() : compact(value);
