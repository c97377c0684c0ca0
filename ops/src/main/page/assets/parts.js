// Where a step's time goes: one part after the other, which add up to the step.

/** Each part: its name in the history and in a snapshot of the actors, that for people, and its colour. */
export const PARTS = [
  { measure: "forward", name: "forward", colour: "--part-forward" },
  { measure: "backward", name: "backward", colour: "--part-backward" },
  { measure: "reduce", name: "reduce", colour: "--part-reduce" },
  { measure: "update", name: "update", colour: "--part-update" },
  { measure: "dataWait", name: "for data", colour: "--part-data" },
  { measure: "maskWait", name: "for masks", colour: "--part-masks" },
  { measure: "rest", name: "rest", colour: "--part-rest" },
];
