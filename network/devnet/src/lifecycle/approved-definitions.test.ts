import { beforeEach, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { decode } from '@argosy/protocol/wire';
import { implicitCollection } from '@argosy/ledger/collections';
import { chaincodeDefinition, committed, LIFECYCLE } from '@argosy/ledger/definitions';
import { hashedSpace } from '@argosy/ledger/spaces';
import type { StateEntry, StateView } from '@argosy/ledger/state';
import type { Channel } from '../channel.js';
import type { InstalledPackage, InstalledPackages } from '../packages/installed-packages.js';
import { ApprovedDefinitions } from './approved-definitions.js';
import { approvalRecord, definitionRecord, packageRecord } from './parameters.js';
import { fieldKey, writeRecord, type StoredRecord } from './records.js';
import type { WritableState } from './states.js';

const parameters = {
  version: '1',
  initRequired: false,
  endorsementPlugin: 'escc',
  validationPlugin: 'vscc',
  validationParameter: Buffer.from('policy'),
  collections: decode(CollectionConfigPackage, new Uint8Array(0)),
};

/** The committed state of a test; each write has a version of its own. */
const entries = new Map<string, StateEntry>();
const inSpace = (
  space: string,
  keyOf: (key: string) => string,
  hashed: boolean,
): WritableState => ({
  get: (key) => entries.get(`${space}/${keyOf(key)}`)?.value ?? new Uint8Array(0),
  put: (key, value) => {
    const version = { blockNum: BigInt(entries.size), txNum: 0n };
    entries.set(`${space}/${keyOf(key)}`, {
      value: hashed ? sha256(value) : value,
      metadata: [],
      version,
    });
  },
  delete: () => undefined,
});
const shared = inSpace(LIFECYCLE, (key) => key, false);
const own = inSpace(
  hashedSpace(LIFECYCLE, implicitCollection('A')),
  (key) => sha256(Buffer.from(key)).toString('hex'),
  true,
);
const write = (state: WritableState, record: StoredRecord): void => {
  // Of what is hashed nothing can be compared: it is written anew.
  const blank = { ...state, get: () => new Uint8Array(0) };
  writeRecord(state === own ? blank : state, record);
};

const state: StateView = {
  get height() {
    return height;
  },
  get: (space, key) => entries.get(`${space}/${key}`),
  async *range() {
    for (const [key, entry] of entries) {
      const name = key.slice(`${LIFECYCLE}/`.length);
      if (name.startsWith('namespaces/metadata/') && !name.includes('#')) yield [name, entry];
    }
  },
};

/** How many blocks there are: each changes something of the life cycle. */
let height: bigint;
let installed: InstalledPackage[];
let tellInstalled: () => void;
let approved: ApprovedDefinitions;

const channel = {
  id: 'trade',
  get lifecycleHeight() {
    return height;
  },
  onLifecycle: () => undefined,
  definition: (view: StateView, name: string) => {
    const key = `${LIFECYCLE}/${fieldKey('namespaces', name, 'Sequence')}`;
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    const known = definitions.get(entry) ?? chaincodeDefinition(committed(view), name);
    if (known !== undefined) definitions.set(entry, known);
    return known;
  },
  onSnapshot: (work: (view: StateView) => Promise<unknown>) => work(state),
  ledger: { snapshot: () => ({ ...state, release: () => undefined }) },
} as unknown as Channel;
const definitions = new Map<StateEntry, NonNullable<ReturnType<typeof chaincodeDefinition>>>();

const packageOf = (id: string) =>
  ({
    id,
    label: id,
    host: { packageId: id, warmUp: () => undefined },
  }) as unknown as InstalledPackage;

beforeEach(() => {
  entries.clear();
  height = 1n;
  installed = [];
  const packages = {
    list: () => installed,
    onInstall: (listener: () => void) => {
      tellInstalled = listener;
    },
  } as unknown as InstalledPackages;
  const channels = new Map([['trade', channel]]);
  approved = new ApprovedDefinitions({ mspId: 'A', packages, channels, warn: () => undefined });
});

const resolved = () => {
  const found = approved.resolve(channel, state, 'cc');
  return found.kind === 'runs' ? found.packageId : found.why;
};
const define = (sequence = 1n) => {
  write(shared, definitionRecord('cc', sequence, parameters));
  height++;
};
const approve = (packageId: string, changed: object = {}, sequence = 1n) => {
  write(own, approvalRecord('cc', sequence, { ...parameters, ...changed }));
  write(own, packageRecord('cc', sequence, packageId));
  height++;
};
const install = (id: string) => {
  installed.push(packageOf(id));
  tellInstalled();
};

test('what is not defined does not run', () => {
  expect(resolved()).toBe('chaincode cc not found');
});

test('what the organisation has not approved does not run', () => {
  define();
  const why =
    "chaincode definition for 'cc' at sequence 1 on channel 'trade' has not yet been approved by this org";
  expect(resolved()).toBe(why);
  approve('cc:1', { version: '2' });
  expect(resolved()).toBe(why);
  approve('cc:1');
  expect(resolved()).not.toBe(why);
});

test('what is not installed does not run, until it is', () => {
  define();
  approve('cc:1');
  const why = "chaincode definition for 'cc' exists, but chaincode is not installed";
  expect(resolved()).toBe(why);
  install('cc:other');
  expect(resolved()).toBe(why);
  install('cc:1');
  expect(resolved()).toBe('cc:1');
  expect(approved.runs(channel, 'cc')).toBe(true);
});

test('an organisation can change its package, or take it away, without a new definition', () => {
  define();
  install('cc:1');
  install('cc:2');
  approve('cc:1');
  expect(resolved()).toBe('cc:1');
  approve('cc:2');
  expect(resolved()).toBe('cc:2');
  approve('');
  expect(resolved()).toContain('chaincode is not installed');
  expect(approved.runs(channel, 'cc')).toBe(false);
});

test('an upgrade runs what was approved for it', () => {
  define();
  install('cc:1');
  approve('cc:1');
  expect(resolved()).toBe('cc:1');
  define(2n);
  expect(resolved()).toContain('at sequence 2');
  install('cc:2');
  approve('cc:2', {}, 2n);
  expect(resolved()).toBe('cc:2');
});

test('what an older state said is not remembered', () => {
  define();
  const older = { ...state, height, get: () => undefined };
  install('cc:1');
  approve('cc:1');
  const before = { ...state, height: height - 1n };
  const unapproved = { ...before, get: older.get };
  expect(approved.resolve(channel, unapproved, 'cc').kind).toBe('runs nothing');
  expect(approved.runs(channel, 'cc')).toBe(true);
});

test('packages name the definitions that use them', async () => {
  define();
  install('cc:1');
  approve('cc:1');
  expect(await approved.references('cc:1')).toEqual([
    { channelId: 'trade', chaincodes: [{ name: 'cc', version: '1' }] },
  ]);
  expect(await approved.references('cc:2')).toEqual([]);
});
