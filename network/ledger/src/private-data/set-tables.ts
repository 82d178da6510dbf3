import type { Change, DatabaseView } from '../database.js';
import { afterPrefix, KeyReader, keyOf, table } from '../database/keys.js';
import type { Table } from '../database/keys.js';
import type { Version } from '../version.js';
import { namedKeyHashes } from './private-set.js';
import type { PrivateSet, SetPlace } from './private-set.js';

const NOTHING = Buffer.alloc(0);

const placed = (
  of: Table,
  { block, index, chaincode, collection }: SetPlace,
  before: readonly bigint[] = [],
): Buffer => keyOf(of, [...before, block, BigInt(index), chaincode, collection]);

function placeIn(reader: KeyReader): SetPlace {
  const block = reader.number();
  const index = Number(reader.number());
  return { block, index, chaincode: reader.text(), collection: reader.text() };
}

/** Keep a set, or forget it where `rwset` is undefined. */
export const setChange = (place: SetPlace, rwset: Uint8Array | undefined): Change => ({
  key: placed(table.privateSets, place),
  value: rwset && Buffer.from(rwset),
});

export const storedSet = (view: DatabaseView, place: SetPlace): Buffer | undefined =>
  view.get(placed(table.privateSets, place));

/** The stored sets of a block, or of one of its transactions. */
export async function* storedSets(
  view: DatabaseView,
  { block, index }: { readonly block: bigint; readonly index?: number },
): AsyncGenerator<PrivateSet, undefined> {
  const parts = index === undefined ? [block] : [block, BigInt(index)];
  const prefix = keyOf(table.privateSets, parts);
  for await (const [key, rwset] of view.range({ start: prefix, end: afterPrefix(prefix) })) {
    yield { ...placeIn(new KeyReader(key)), rwset };
  }
  return undefined;
}

/** Which sets name a key: found again when it is purged. */
export const keyNamed = (
  { block, index, chaincode, collection }: SetPlace,
  keyHash: string,
): Buffer => keyOf(table.privateKeys, [chaincode, collection, keyHash, block, BigInt(index)]);

/** Note, or forget, which keys a set names. */
export function keyNameChanges(set: PrivateSet, { noted }: { readonly noted: boolean }): Change[] {
  return [...namedKeyHashes(set.rwset)].map((keyHash) => ({
    key: keyNamed(set, keyHash),
    value: noted ? NOTHING : undefined,
  }));
}

/** The sets that name a key, of transactions up to one. */
export async function* setsNaming(
  view: DatabaseView,
  { chaincode, collection, keyHash }: PrivateKey,
  upTo: Version,
): AsyncGenerator<SetPlace, undefined> {
  const place = { chaincode, collection, block: upTo.blockNum, index: Number(upTo.txNum) + 1 };
  const bounds = {
    start: keyOf(table.privateKeys, [chaincode, collection, keyHash]),
    end: keyNamed(place, keyHash),
  };
  for await (const [key] of view.range(bounds)) {
    const reader = new KeyReader(key);
    reader.bytes();
    reader.bytes();
    reader.bytes();
    yield { chaincode, collection, block: reader.number(), index: Number(reader.number()) };
  }
  return undefined;
}

/** A key of a collection, by the hex of its hash. */
export interface PrivateKey {
  readonly chaincode: string;
  readonly collection: string;
  readonly keyHash: string;
}

const missingKey = (place: SetPlace): Buffer => placed(table.missing, place);

/** Note that a set is missing, or that it no longer is. */
export const missingChange = (
  place: SetPlace,
  { missing }: { readonly missing: boolean },
): Change => ({ key: missingKey(place), value: missing ? NOTHING : undefined });

export const isMissing = (view: DatabaseView, place: SetPlace): boolean =>
  view.get(missingKey(place)) !== undefined;

/** The sets that are missing, those of the newest blocks first. */
export async function* missingSets(view: DatabaseView): AsyncGenerator<SetPlace, undefined> {
  const prefix = keyOf(table.missing, []);
  const bounds = { start: prefix, end: afterPrefix(prefix), reverse: true };
  for await (const [key] of view.range(bounds)) yield placeIn(new KeyReader(key));
  return undefined;
}

/** The changes by which a set, there or missing, is forgotten with a later block. That any is, is noted apart. */
export const setExpiryChanges = (place: SetPlace, expiry: bigint): Change[] => [
  { key: keyOf(table.setExpiry, [expiry]), value: NOTHING },
  { key: placed(table.setExpiry, place, [expiry]), value: NOTHING },
];

/** The sets to be forgotten with a block, each with the change that clears the schedule. */
export async function* setsExpiringWith(
  view: DatabaseView,
  block: bigint,
): AsyncGenerator<{ readonly place: SetPlace; readonly cleared: Change }, undefined> {
  const prefix = keyOf(table.setExpiry, [block]);
  if (view.get(prefix) === undefined) return undefined;
  const bounds = { start: keyOf(table.setExpiry, [block, 0n]), end: afterPrefix(prefix) };
  for await (const [key] of view.range(bounds)) {
    const reader = new KeyReader(key);
    reader.number();
    yield { place: placeIn(reader), cleared: { key, value: undefined } };
  }
  return undefined;
}

/** Clears the note that sets are forgotten with a block. */
export const setExpiryDone = (block: bigint): Change => ({
  key: keyOf(table.setExpiry, [block]),
  value: undefined,
});

const BEGUN = keyOf(table.meta, [], 'private sets begun');

/** Sets are stored before their block is: until it is committed, that is noted. */
export const begunChange = ({ begun }: { readonly begun: boolean }): Change => ({
  key: BEGUN,
  value: begun ? NOTHING : undefined,
});

export const isBegun = (view: DatabaseView): boolean => view.get(BEGUN) !== undefined;
