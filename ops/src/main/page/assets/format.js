// Numbers as people read them.

const UNKNOWN = "–";

const known = value => typeof value === "number" && Number.isFinite(value);

/** About four digits, without a row of zeros. */
export function number(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential(2);
  }
  return value.toLocaleString("en", { maximumSignificantDigits: 4, useGrouping: size >= 10000 });
}

export const whole = value => (known(value) ? Math.round(value).toLocaleString("en").replaceAll(",", " ") : UNKNOWN);

/** A share from 0 to 1. */
export function percent(share) {
  if (!known(share)) {
    return UNKNOWN;
  }
  const value = 100 * share;
  return (value !== 0 && Math.abs(value) < 0.095 ? "<0.1" : value.toFixed(1)) + " %";
}

/** A share from 0 to 1 in hundredths, where the unit is said elsewhere. */
export const hundredths = share => (known(share) ? (100 * share).toFixed(1) : UNKNOWN);

/** A share from 0 to 1 where there is little room. */
export function share(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  return (value > 0 && value < 0.005 ? "<1" : Math.round(100 * value)) + " %";
}

export function duration(seconds) {
  if (!known(seconds)) {
    return UNKNOWN;
  }
  if (seconds < 60) {
    return seconds < 10 ? seconds.toFixed(1) + " s" : Math.round(seconds) + " s";
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return minutes + " min";
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${String(minutes % 60).padStart(2, "0")} min` : `${Math.round(hours / 24)} days`;
}

export function bytes(count) {
  if (!known(count)) {
    return UNKNOWN;
  }
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + " " + units[unit];
}

const pad = value => String(value).padStart(2, "0");

export function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? UNKNOWN : `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

export function day(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? UNKNOWN
    : `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

export const words = name => name.replaceAll("_", " ");
