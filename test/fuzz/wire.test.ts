import { beforeAll, describe, expect, test } from '@jest/globals';
import { WireError, decode, encode } from '@argosy/protocol/wire';
import type { Chance } from '../support/chance.js';
import { Corpus } from '../support/corpus.js';
import { fuzz, heapUsed, target } from '../support/fuzzing.js';
import { generate } from '../support/generate.js';
import { chanceFor, figure, replayHint, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { allMessages } from '../support/message-tables.js';
import type { Table } from '../support/message-tables.js';
import { mutate, nested } from '../support/mutations.js';

let tables: ReadonlyMap<string, Table>;
let corpus: Corpus;
/** What was decoded last: it must not be collected before it is measured. */
let held: unknown;

beforeAll(async () => {
  tables = await allMessages();
  corpus = Corpus.ofRecorded('e-bft-mixed', 'c-keylevel-private', 'f-config');
});

/** Samples changed, messages made up by the table, both, and bytes that are nothing. */
function inputs(table: Table): (chance: Chance) => Buffer {
  const samples = corpus.of(table);
  return (chance) => {
    const kind = chance.below(20);
    if (kind === 0) return chance.bytes(chance.below(200));
    if (kind === 1) return nested(chance.pick([90, 101, 300]));
    if (kind < 9 || samples.length === 0) return generate(table, chance);
    if (kind < 11) return mutate(generate(table, chance), chance);
    const sample = chance.pick(samples);
    return mutate(chance.once(3) ? mutate(sample, chance) : sample, chance);
  };
}

/** Decoding, and for what is taken: writing it and reading it again changes nothing. */
function readWriteRead(table: Table): (bytes: Uint8Array) => void {
  return (bytes) => {
    const message = decode(table, bytes);
    if (bytes.length > 4096) return;
    const written = encode(table, message);
    const again = encode(table, decode(table, written));
    if (!written.equals(again)) throw new Error('writing and reading changes the message');
  };
}

describe('the wire decoder', () => {
  test(
    'reads every message or refuses it with a WireError',
    async () => {
      expect(tables.size).toBeGreaterThan(80);
      const runs = sampleOf(30, Math.ceil(700_000 / tables.size));
      const targets = [...tables.values()].map((table) =>
        target(`wire ${table.name}`, {
          input: inputs(table),
          read: readWriteRead(table),
          refuses: (error) => error instanceof WireError,
        }),
      );
      const outcomes = await fuzz('wire decoder', targets, runs);
      // A generator whose inputs are all refused would test no more than the refusal, and the other way round.
      for (const { name, accepted } of outcomes)
        expect([name, accepted > 0, accepted < runs]).toEqual([name, true, true]);
    },
    searchTimeoutMs,
  );

  test('samples of the messages that ledgers hold were found', () => {
    const without = [...tables.values()].filter((table) => corpus.of(table).length === 0);
    expect(without.length).toBeLessThan(tables.size * 0.6);
  });
});

test('the tables within tables are made once', () => {
  // One made anew at each look would be kept at each look: what is derived from a table is remembered by it.
  const anew = [...tables.values()].flatMap(({ name, fields }) =>
    fields.filter(({ type }) => type?.() !== type?.()).map((field) => `${name}.${field.name}`),
  );
  expect(anew).toEqual([]);
});

describe('what a message takes in memory is in proportion to its bytes', () => {
  const MEBIBYTE = 1024 * 1024;
  /** A two-byte field for each that may be repeated, and one that no message has. */
  const dense = (table: Table): Buffer[] => [
    ...table.fields
      .filter(({ tag, repeated }) => repeated && tag < 128)
      .map(({ tag }) => Buffer.of(tag, 0)),
    Buffer.from('fa0700', 'hex'),
  ];

  test(
    'whichever field is repeated',
    () => {
      const cases = [...tables.values()].flatMap((table) =>
        dense(table).map((unit) => ({ table, unit })),
      );
      const chance = chanceFor('dense messages');
      const tried = sampleOf(12, 300);
      let worst = { factor: 0, message: '' };
      for (let i = 0; i < tried; i++) {
        const { table, unit } = chance.pick(cases);
        const bytes = Buffer.alloc(MEBIBYTE / sampleOf(8, 2), unit);
        const before = heapUsed();
        held = attempt(() => decode(table, bytes));
        const factor = held === undefined ? 0 : (heapUsed() - before) / bytes.length;
        if (factor > worst.factor)
          worst = { factor, message: `${table.name} ${unit.toString('hex')}` };
      }
      figure(
        `memory of a message: at most ${worst.factor.toFixed(0)} times its bytes (${worst.message})`,
      );
      expect([worst, worst.factor < 256]).toEqual([worst, true]);
    },
    searchTimeoutMs,
  );

  const attempt = (read: () => unknown): unknown => {
    try {
      return read();
    } catch (error) {
      if (error instanceof WireError) return undefined;
      throw new Error(`a dense message (${replayHint})`, { cause: error });
    }
  };
});
