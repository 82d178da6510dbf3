import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { reasonOf } from '@argosy/protocol/reason';
import type { Chance } from './chance.js';
import { chanceFor, figure, replayHint } from './long-run.js';
import { watch } from './watchdog.js';

/** Something that reads what comes from outside. */
export interface Target {
  readonly name: string;
  /** The next input, and what reads it: it returns what it made of the input, or throws. */
  readonly draw: (chance: Chance) => { readonly input: unknown; readonly read: () => unknown };
  /** Whether what was thrown is a refusal that is documented; anything else is a crash. */
  readonly refuses: (error: unknown) => boolean;
}

/** A target from a source of inputs and a reader of them. */
export function target<T>(
  name: string,
  parts: {
    readonly input: (chance: Chance) => T;
    readonly read: (input: T) => unknown;
    readonly refuses: (error: unknown) => boolean;
  },
): Target {
  const draw = (chance: Chance): ReturnType<Target['draw']> => {
    const input = parts.input(chance);
    return { input, read: () => parts.read(input) };
  };
  return { name, draw, refuses: parts.refuses };
}

export interface Outcome {
  readonly name: string;
  readonly runs: number;
  readonly accepted: number;
  readonly slowestMs: number;
}

/** No input here is longer than some kilobytes: a reader that takes this long for one has gone wrong. */
const BUDGET_MS = 500;
/** Programs that are compiled and tables that are made on the first use stay; what came in must not. */
const HEAP_GROWTH_LIMIT = 64 * 1024 * 1024;

/** Give each reader that many inputs. Throws at the first crash, at an input that takes too long, and when memory stays behind. */
export async function fuzz(
  title: string,
  targets: readonly Target[],
  runs: number,
): Promise<Outcome[]> {
  const dog = watch(targets.map(({ name }) => `${name} (${replayHint})`));
  const outcomes: Outcome[] = [];
  const before = heapUsed();
  try {
    for (const [index, target] of targets.entries())
      outcomes.push(await fuzzOne(target, runs, (run) => dog.tell(index, run)));
  } finally {
    await dog.end();
  }
  const growth = await growthSince(before);
  if (growth > HEAP_GROWTH_LIMIT) {
    throw new Error(`${title}: ${inMebibytes(growth)} MiB stayed behind (${replayHint})`);
  }
  report(title, outcomes, growth);
  return outcomes;
}

/** What stayed. Some memory goes only at the second collection, after what held it was told: only what never goes has stayed. */
async function growthSince(before: number): Promise<number> {
  let growth = heapUsed() - before;
  for (let again = 0; again < 5 && growth > HEAP_GROWTH_LIMIT; again++) {
    await new Promise((resolve) => setImmediate(resolve));
    growth = heapUsed() - before;
  }
  return growth;
}

async function fuzzOne(
  target: Target,
  runs: number,
  tell: (run: number) => void,
): Promise<Outcome> {
  const chance = chanceFor(target.name);
  let accepted = 0;
  let slowestMs = 0;
  for (let run = 0; run < runs; run++) {
    const drawn = target.draw(chance);
    tell(run);
    try {
      const { taken, ms } = await measured(target, drawn.read);
      if (taken) accepted++;
      slowestMs = Math.max(slowestMs, ms);
    } catch (error) {
      throw new Error(`${told(target, drawn.input, run)} ${reasonOf(error)}`, { cause: error });
    }
  }
  return { name: target.name, runs, accepted, slowestMs };
}

function report(title: string, outcomes: readonly Outcome[], growth: number): void {
  const total = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const slowest = Math.max(...outcomes.map(({ slowestMs }) => slowestMs));
  figure(
    `${title}: ${total(({ runs }) => runs)} inputs to ${outcomes.length} readers, ${total(({ accepted }) => accepted)} accepted, ` +
      `no crash; slowest ${slowest.toFixed(1)} ms, ${inMebibytes(growth)} MiB kept`,
  );
}

const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

async function measured(
  target: Target,
  read: () => unknown,
): Promise<{ readonly taken: boolean; readonly ms: number }> {
  // The machine may be busy with something else: an input is slow only if it is slow each time.
  let ms = Infinity;
  for (let attempt = 0; attempt < 6; attempt++) {
    const start = performance.now();
    const taken = await isTaken(target, read);
    ms = Math.min(ms, performance.now() - start);
    if (ms <= BUDGET_MS) return { taken, ms };
  }
  throw new Error(`takes ${Math.round(ms)} ms`);
}

async function isTaken({ refuses }: Target, read: () => unknown): Promise<boolean> {
  try {
    const result = read();
    if (result instanceof Promise) await result;
    return true;
  } catch (error) {
    if (refuses(error)) return false;
    throw new Error(`is not refused but ends in ${String(error)}`, { cause: error });
  }
}

/** Which input it was, kept in a file where it is one of bytes. */
function told({ name }: Target, input: unknown, run: number): string {
  const which = `${name}: input ${run} (${replayHint})`;
  if (!(input instanceof Uint8Array)) return which;
  const file = join(mkdtempSync(join(tmpdir(), 'argosy-fuzz-')), 'input.bin');
  writeFileSync(file, input);
  return `${which}, kept in ${file},`;
}

/** Bytes in use after everything that can go is gone. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed: heap, external } = process.memoryUsage();
  return heap + external;
}
