// What the server is asked. The token stays in this tab.

const TOKEN = "masque.token";
const RETRY_MILLIS = 3000;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(TOKEN) ?? "",
  set: value => (value ? sessionStorage.setItem(TOKEN, value) : sessionStorage.removeItem(TOKEN)),
};

function headers(more) {
  return token.get() ? { ...more, Authorization: "Bearer " + token.get() } : more;
}

async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: headers(options.headers ?? {}), cache: "no-store" });
  if (!answer.ok) {
    throw new Refused(answer.status, await reason(answer));
  }
  return answer;
}

async function reason(answer) {
  try {
    const body = await answer.json();
    return body.message ?? body.error ?? body.reason ?? answer.statusText;
  } catch {
    return answer.statusText || "HTTP " + answer.status;
  }
}

const json = async (path, options) => (await ask(path, options)).json();

// The server wants the @ of another node's run as it is.
const of = name => "/api/runs/" + encodeURIComponent(name).replaceAll("%40", "@");

/** A run in one shape, whichever of the server's answers it came from. */
function run(answer) {
  const summary = answer.summary ?? answer.details?.summary ?? {};
  return { name: answer.name ?? summary.name, status: answer.status ?? "", note: answer.message ?? "", node: answer.node ?? "", summary };
}

/** All runs, and what to say beside losses that cannot be compared. */
export async function runs() {
  const answer = await json("/api/runs");
  return { runs: answer.runs.map(run), otherLosses: answer.otherLosses };
}

export async function details(name) {
  const answer = await json(of(name));
  return { ...run(answer), details: answer.details ?? answer };
}

export const history = (name, points) => json(`${of(name)}/history?points=${points}`);

export const pictures = name => json(of(name) + "/pictures");

export async function picture(name, file) {
  const answer = await fetch(`${of(name)}/pictures/${encodeURIComponent(file)}`, { headers: headers({}) });
  if (!answer.ok) {
    throw new Refused(answer.status, "the picture " + file + " is gone");
  }
  return answer.blob();
}

/** Asks for something, and follows it to its end; answers what the server says of it. */
export async function perform(name, action, progress) {
  let operation = await json(`${of(name)}/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
    body: "{}",
  });
  const id = operation.id ?? operation.operation;
  while (id && !["done", "succeeded", "failed", "refused"].includes(stateOf(operation))) {
    progress(operation);
    await new Promise(resolve => setTimeout(resolve, 700));
    operation = await json("/api/operations/" + encodeURIComponent(id));
  }
  if (["failed", "refused"].includes(stateOf(operation))) {
    throw new Refused(409, operation.message ?? action + " failed");
  }
  return operation.message ?? "";
}

const stateOf = operation => String(operation.state ?? operation.status ?? "").toLowerCase();

/**
 * Listens to a run's events until told to stop. By fetch and not by EventSource, which cannot send a token.
 *
 * @param heard called with each event's name and data
 * @param link called with whether the stream is open
 * @param opened called whenever it has opened: what happened before was not heard
 * @returns what stops it
 */
export function listen(name, heard, link, opened) {
  const stop = new AbortController();
  const again = async () => {
    while (!stop.signal.aborted) {
      try {
        const answer = await fetch(of(name) + "/events", {
          headers: headers({ Accept: "text/event-stream" }),
          signal: stop.signal,
          cache: "no-store",
        });
        if (!answer.ok) {
          throw new Refused(answer.status, await reason(answer));
        }
        link(true);
        opened();
        await read(answer.body, heard);
      } catch (failure) {
        if (stop.signal.aborted) {
          return;
        }
        link(false, failure);
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MILLIS));
    }
  };
  again();
  return () => stop.abort();
}

async function read(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    rest += value.replaceAll("\r\n", "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    blocks.forEach(block => handle(block, heard));
  }
}

function handle(block, heard) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) {
      name = line.slice(6).trim();
    } else if (line.startsWith("data:")) {
      data.push(line.slice(5).replace(/^ /, ""));
    }
  }
  if (data.length > 0) {
    try {
      heard(name, JSON.parse(data.join("\n")));
    } catch (wrong) {
      if (!(wrong instanceof SyntaxError)) {
        throw wrong;
      }
    }
  }
}
