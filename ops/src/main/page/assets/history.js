// The history of the runs that are shown: fetched in few points, and grown by events in between.

import * as api from "./api.js";

const POINTS = 800;
const MOST_GROWN = 400;

/** What is known of one run. */
export class RunHistory {
  constructor(name) {
    this.name = name;
    this.step = [];
    this.epoch = [];
    this.time = [];
    this.series = {};
    this.evaluations = [];
    this.events = [];
    this.grown = 0;
    // What is heard while an answer is on its way, which may be older.
    this.meanwhile = null;
  }

  async fetch() {
    const meanwhile = (this.meanwhile = []);
    try {
      const answer = await api.history(this.name, POINTS);
      if (this.meanwhile === meanwhile) {
        this.meanwhile = null;
        Object.assign(this, answer, { grown: 0 });
        meanwhile.forEach(again => again());
      }
    } finally {
      if (this.meanwhile === meanwhile) {
        this.meanwhile = null;
      }
    }
  }

  /** Takes in the newest step; true if it is better to fetch all anew. */
  grow(news) {
    this.meanwhile?.push(() => this.grow(news));
    const last = this.step.at(-1) ?? -1;
    if (news.step <= last) {
      // It went back to a checkpoint, or the step is known already.
      return news.step < last;
    }
    this.step.push(news.step);
    this.epoch.push(news.epoch);
    this.time.push(news.time);
    for (const [name, value] of Object.entries(news.values)) {
      const series = (this.series[name] ??= { mean: [], min: [], max: [] });
      series.mean.push(value);
      series.min.push(value);
      series.max.push(value);
    }
    return ++this.grown > MOST_GROWN;
  }

  evaluated(evaluation) {
    this.meanwhile?.push(() => this.evaluated(evaluation));
    if (!this.evaluations.some(known => known.time === evaluation.time)) {
      this.evaluations = [...this.evaluations, evaluation];
    }
  }

  happened(event) {
    this.meanwhile?.push(() => this.happened(event));
    if (!this.events.some(known => known.time === event.time && known.kind === event.kind)) {
      this.events = [...this.events.slice(-999), event];
    }
  }

  /** Places along an axis; time is in hours since the run began. */
  along(axis) {
    if (axis === "time") {
      const begin = this.time[0] ?? 0;
      return this.time.map(time => (time - begin) / 3600);
    }
    return axis === "epoch" ? this.epoch : this.step;
  }

  /** Passes over the data after a step, as its log counts them; null before the first step. */
  epochOf(step) {
    const last = this.step.length - 1;
    return last < 0 ? null : (step * this.epoch[last]) / this.step[last];
  }

  /** Where something that happened at a step lies along an axis. */
  placeOf(step, axis) {
    if (axis === "step") {
      return step;
    }
    const all = this.along(axis);
    let low = 0;
    let high = this.step.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.step[middle] < step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return all[low] ?? null;
  }
}
