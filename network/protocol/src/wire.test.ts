import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as collections from './messages/collections.js';
import * as common from './messages/common.js';
import * as configuration from './messages/configuration.js';
import * as deliver from './messages/deliver.js';
import * as gateway from './messages/gateway.js';
import * as lifecycle from './messages/lifecycle.js';
import * as msp from './messages/msp.js';
import * as policies from './messages/policies.js';
import * as proposal from './messages/proposal.js';
import * as queries from './messages/queries.js';
import * as rwset from './messages/rwset.js';
import * as shim from './messages/shim.js';
import type { CompiledField, MessageType } from './wire/schema.js';
import { bytes, message, string, sub } from './wire/schema.js';
import { WireError, decode, encode } from './wire.js';

interface OfficialClass {
  deserializeBinary(bytes: Uint8Array): { serializeBinary(): Uint8Array };
}
type OfficialPackage = Readonly<Record<string, OfficialClass | Readonly<Record<string, unknown>>>>;
const load = createRequire(import.meta.url);
const official: OfficialPackage = load('@hyperledger/fabric-protos');

/** Where the official package keeps the messages of each of our files. */
const families = [
  [collections, 'peer'],
  [common, 'common'],
  [configuration, 'common', 'orderer', 'peer', 'orderer.etcdraft'],
  [deliver, 'orderer', 'peer'],
  [gateway, 'gateway'],
  [lifecycle, 'peer.lifecycle', 'peer'],
  [msp, 'msp'],
  [policies, 'common', 'peer'],
  [proposal, 'peer'],
  [queries, 'peer', 'common'],
  [rwset, 'ledger.rwset', 'ledger.rwset.kvrwset'],
  [shim, 'peer', 'ledger.queryresult'],
] as const;

/** Not in the official package under a name of their own, or kept in bytes here where it opens them. */
const withoutCounterpart = new Set([
  'UpdateEntry',
  'UpdateEntries',
  'ViewMetadata',
  'Timestamp',
  'Any',
  'RpcStatus',
  'SignedRequest',
  'NOutOf',
  'StateData',
  'StateMetadata',
  'ChaincodeData',
  'ProcessedTransaction',
]);

/** Messages whose name is taken twice in the official package. */
const elsewhere: Readonly<Record<string, OfficialClass | undefined>> = {
  RaftConsenter: find('orderer.etcdraft', 'Consenter'),
  RaftOptions: find('orderer.etcdraft', 'Options'),
  SmartBftOptions: find('orderer.smartbft', 'Options'),
};

function find(path: string, name: string): OfficialClass | undefined {
  let group: unknown = official;
  for (const step of [...path.split('.'), name]) group = Reflect.get(Object(group), step);
  return group as OfficialClass | undefined;
}

const pairs = families.flatMap(([file, ...packages]) =>
  Object.entries(file)
    .filter((entry): entry is [string, MessageType<unknown>] => isType(entry[1]))
    .filter(([name]) => !withoutCounterpart.has(name))
    .map(([name, type]) => {
      const counterpart = elsewhere[name] ?? packages.map((path) => find(path, name)).find(Boolean);
      return [name, type, counterpart] as const;
    }),
);

function isType(value: unknown): value is MessageType<unknown> {
  return typeof value === 'object' && value !== null && 'byNumber' in value;
}

/** Any value of a message type, a few levels deep. */
function valueOf(type: MessageType<unknown>, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const taken = new Set<string>();
  const fields = type.fields.flatMap((field) => {
    if (field.oneof !== undefined && taken.has(field.oneof)) return [];
    if (field.oneof !== undefined) taken.add(field.oneof);
    return [[field.name, fieldValue(field, depth)] as const];
  });
  return fc.record(Object.fromEntries(fields));
}

function fieldValue(field: CompiledField, depth: number): fc.Arbitrary<unknown> {
  const one = scalarValue(field, depth);
  if (field.repeated && field.kind === 'message' && depth > 2) return fc.constant([]);
  if (field.repeated) return distinctKeys(fc.array(one, { maxLength: 2 }));
  const optional =
    field.oneof !== undefined || (field.kind === 'message' && field.name !== 'value');
  return optional ? fc.option(one, { nil: undefined }) : one;
}

/** The entries of a map have distinct keys; the official package keeps only the last of equal ones. */
function distinctKeys(arrays: fc.Arbitrary<unknown[]>): fc.Arbitrary<unknown[]> {
  return arrays.map((values) => {
    const byKey = new Map(values.map((value, i) => [keyOf(value) ?? i, value]));
    return [...byKey.values()];
  });
}

function keyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'key' in value ? value.key : undefined;
}

function scalarValue(field: CompiledField, depth: number): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'bytes':
      return fc.uint8Array({ maxLength: 5 });
    case 'string':
      return fc.string({ unit: 'grapheme', maxLength: 4 });
    case 'bool':
      return fc.boolean();
    case 'int32':
      return fc.integer({ min: 0, max: 0x7fff_ffff });
    case 'uint32':
      return fc.integer({ min: 0, max: 0xffff_ffff });
    case 'int64':
    case 'uint64':
      // The official package reads 64-bit numbers as doubles: beyond 2^53 only ours is exact.
      return fc.bigInt({ min: 0n, max: 2n ** 53n - 1n });
    case 'message': {
      const inner = field.type?.();
      return inner !== undefined && depth <= 3 ? valueOf(inner, depth + 1) : fc.constant({});
    }
  }
}

describe('every message is encoded as the official package encodes it', () => {
  test('each file of messages is looked at', () => {
    const files = readdirSync(join(import.meta.dirname, 'messages'));
    expect(families).toHaveLength(files.filter((name) => !name.endsWith('.test.ts')).length);
  });

  test('each message has its counterpart', () => {
    const alone = pairs.filter(([, , counterpart]) => counterpart === undefined);
    expect(alone.map(([name]) => name)).toEqual([]);
    expect(pairs.length).toBeGreaterThan(80);
  });

  test.each(pairs)('%s', (_, type, counterpart) => {
    if (counterpart === undefined) throw new Error('no counterpart');
    fc.assert(
      fc.property(valueOf(type), (value) => {
        const ours = encode(type, value);
        const theirs = Buffer.from(counterpart.deserializeBinary(ours).serializeBinary());
        // Maps come back in another order: the length and our own reading of both must agree.
        expect(theirs.length).toBe(ours.length);
        expect(encode(type, decode(type, ours) as object)).toEqual(ours);
      }),
      { numRuns: 25 },
    );
  });
});

describe('reading is as strict as Go', () => {
  const Inner = message('Inner', { a: bytes(1), b: string(2) });
  const Outer = message('Outer', { inner: sub(1, () => Inner), text: string(2) });
  const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

  test.each([
    ['invalid UTF-8', '12 02 c3 28'],
    ['a surrogate in UTF-8', '12 03 ed a0 80'],
    ['a value that is cut short', '12 05 61'],
    ['a length beyond the end', '0a 7f'],
    ['field number 0', '02 00'],
    ['a stray end of group', '0c'],
    ['a group that ends as another', '1b 24'],
    ['wire type 6', '16'],
    ['a varint of more than 64 bits', '18 ff ff ff ff ff ff ff ff ff 02'],
    ['an endless varint', '18 80'],
  ])('refuses %s', (_, input) => {
    expect(() => decode(Outer, hex(input))).toThrow(WireError);
  });

  test('merges a sub-message that comes in two parts', () => {
    const split = hex('0a 03 0a 01 41 0a 03 12 01 42');
    expect(decode(Outer, split).inner).toEqual({ a: Uint8Array.of(0x41), b: 'B' });
  });

  test('keeps unknown fields and a known number of another wire type, and writes them again', () => {
    const odd = hex('12 01 61 10 05 4a 01 7a');
    const decoded = decode(Outer, odd);
    expect(decoded.text).toBe('a');
    expect(encode(Outer, decoded)).toEqual(odd);
  });

  test('the last member of a oneof wins, and zero is not absence', () => {
    const rule = encode(policies.SignaturePolicy, { signedBy: 0 });
    expect(rule).toEqual(hex('08 00'));
    expect(decode(policies.SignaturePolicy, rule)).toEqual({ signedBy: 0, nOutOf: undefined });
    const both = Buffer.concat([rule, encode(policies.SignaturePolicy, { nOutOf: { n: 1 } })]);
    expect(decode(policies.SignaturePolicy, both).signedBy).toBeUndefined();
  });

  test('64-bit numbers are exact', () => {
    const version = { blockNum: 2n ** 64n - 1n, txNum: 2n ** 53n + 1n };
    expect(decode(rwset.Version, encode(rwset.Version, version))).toEqual(version);
  });

  test('never reads beyond its input or hangs, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (input) => {
        try {
          decode(common.Block, input);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
