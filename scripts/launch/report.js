// What a person reads: one short line per step, with its duration.

/** An expected failure: its message is all that a person needs, so no stack is printed. */
export class Failure extends Error {}

let output = process.stdout;

/** Standard output is the program's that is run, and may be read by another: what is said before it goes elsewhere. */
export function leaveOutputToProgram() {
  output = process.stderr;
}

export function say(text) {
  output.write(`${text}\n`);
}

export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** Run one step: says that it starts, that it still works every 15 seconds, and how long it took. */
export async function step(title, work) {
  const startedAt = performance.now();
  say(`${title} …`);
  const heartbeat = setInterval(() => {
    say(`${title}: still working, ${secondsSince(startedAt)}`);
  }, 15_000);
  try {
    const result = await work();
    say(`${title}: done in ${secondsSince(startedAt)}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** The last lines of a program's output, indented below the line that announces them. */
export function tail(output, lines = 40) {
  const kept = output.trimEnd().split('\n').slice(-lines);
  return kept.map((line) => `  ${line}`).join('\n');
}
