/** What a transaction writes: keys, values, metadata, private hashes, namespaces. */
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { encode } from '@argosy/protocol/wire';
import type { Chance } from '../../support/chance.js';
import { hash } from '../../support/read-write-sets.js';
import type { CollectionParts, NamespaceParts, Parts } from '../../support/sealed.js';
import { codes } from '../row.js';
import type { Expected, Row } from '../row.js';
import type { Base, Scene } from '../scene.js';
import { UNKNOWN_FIELD, appended, garbage } from './bytes.js';

const NOT_ENDORSED = 'ENDORSEMENT_POLICY_FAILURE';
const PUBLIC: readonly Base[] = ['write', 'cross', 'metadata', 'event', 'range'];
/** The endorsers signed what they ran: what a client changes after that is endorsed by nobody. */
const SIGNED = '6.2: signed is the response with its read-write set';

/** Where the transaction writes public keys: of `cc`, not of what it only read. */
function written(parts: Parts): NamespaceParts {
  const found = parts.namespaces.find(({ set }) => set.writes.length > 0);
  if (found === undefined) throw new Error('nothing is written');
  return found;
}

function collection(parts: Parts): CollectionParts {
  const found = parts.namespaces.flatMap(({ collections }) => collections)[0];
  if (found === undefined) throw new Error('nothing is private');
  return found;
}

const EMPTY = { reads: [], rangeQueriesInfo: [], writes: [], metadataWrites: [] };

/** The part of a namespace that writes these keys and nothing else. */
const namespaceOf = (namespace: string, ...keys: readonly string[]): NamespaceParts => ({
  namespace,
  set: {
    ...EMPTY,
    writes: keys.map((key) => ({ key, isDelete: false, value: Buffer.from('x') })),
  },
  collections: [],
});

/** A key that the transaction writes and nobody wrote before. */
const newWrite = (parts: Parts) => written(parts).set.writes.at(-1)!;

/** A change of a public write. */
const write = (
  name: string,
  change: (parts: Parts, scene: Scene, chance: Chance) => void,
  all: Expected = 'VALID',
  extra: Partial<Row> = {},
): Row => ({
  name: `write: ${name}`,
  on: PUBLIC,
  change,
  expected: codes(NOT_ENDORSED, all),
  rule: SIGNED,
  ...extra,
});

const hashed = (
  name: string,
  change: (parts: CollectionParts, scene: Scene, chance: Chance) => void,
  all: Expected = 'VALID',
  extra: Partial<Row> = {},
): Row => ({
  name: `private write: ${name}`,
  on: ['private', 'own', 'implicit'],
  change: (parts, scene, chance) => change(collection(parts), scene, chance),
  expected: codes(NOT_ENDORSED, all),
  rule: SIGNED,
  ...extra,
});

export const writeRows: readonly Row[] = [
  write('value', (parts, _, chance) => (newWrite(parts).value = chance.bytes(1 + chance.below(9)))),
  write('long value', (parts) => (newWrite(parts).value = Buffer.alloc(70_000, 1))),
  write('key', (parts, scene) => (newWrite(parts).key = scene.fresh())),
  write(
    'key that exists',
    (parts, scene, chance) => {
      newWrite(parts).key = scene.existing('e', chance);
    },
    'VALID',
    { on: ['cross', 'event', 'range'], odd: true },
  ),
  write(
    'odd key',
    (parts, scene, chance) => {
      newWrite(parts).key =
        `${chance.pick(['_', '\u0000', '\u{1F600}', 'ｆ', '~version', '/'])}${scene.fresh()}`;
    },
    'VALID',
    { rule: '2.1 (19): LevelDB takes any key' },
  ),
  write('empty key', (parts) => (newWrite(parts).key = ''), 'VALID', {
    rule: '2.1 (19): LevelDB takes any key',
  }),
  write(
    'key that is no text',
    (parts) => {
      // Field 3 of the set: a write whose key begins no character.
      parts.rewrite.publicSet = appended(Buffer.from('1a030a01ff', 'hex'));
    },
    'BAD_RWSET',
    { expected: codes('BAD_RWSET', 'BAD_RWSET'), rule: '2.1 (11), 0' },
  ),
  write('key that ends the name of another', (parts, scene) => {
    const one = newWrite(parts);
    one.key = `${one.key}\u0000${scene.fresh()}`;
  }),
  write(
    'delete instead',
    (parts) => {
      Object.assign(newWrite(parts), { isDelete: true, value: Buffer.of() });
    },
    'VALID',
    { on: ['write', 'cross', 'event', 'range'] },
  ),
  write('delete with a value', (parts) => (newWrite(parts).isDelete = true), 'VALID', {
    on: ['write', 'cross', 'event', 'range'],
    rule: '7.3: the mark makes it a delete',
  }),
  write('empty value', (parts) => (newWrite(parts).value = Buffer.of()), 'VALID', {
    on: ['write', 'cross', 'event', 'range'],
    rule: '7.3: an empty value is a delete',
  }),
  write('one left out', (parts) => written(parts).set.writes.pop(), 'VALID', { odd: true }),
  write('one more', (parts, scene) => {
    const more = { key: scene.fresh(), isDelete: false, value: Buffer.from('more') };
    written(parts).set.writes.push(more);
  }),
  write(
    'order of keys',
    (parts, scene) => {
      const { writes } = written(parts).set;
      writes.unshift({ key: `z${scene.fresh()}`, isDelete: false, value: Buffer.from('z') });
    },
    'VALID',
    { rule: '7.3: no order is asked for' },
  ),
  write(
    'same key twice',
    (parts) => written(parts).set.writes.push({ ...newWrite(parts) }),
    'VALID',
    {
      odd: true,
      rule: '7.3, 8.3, 14: a crafted set is taken',
    },
  ),
  write(
    'a key with a policy of its own besides',
    (parts, scene, chance) => {
      const key = scene.existing('g', chance);
      written(parts).set.writes.push({ key, isDelete: false, value: Buffer.from('x') });
    },
    'VALID',
    { on: ['write', 'event', 'range'], rule: '6.2: O1 endorsed, too' },
  ),
  write(
    'into a namespace that both policies allow',
    (parts) => {
      const { writes } = written(parts).set;
      parts.namespaces.push({
        ...namespaceOf('other'),
        set: { ...EMPTY, writes: writes.splice(-1) },
      });
    },
    'VALID',
    { on: ['write', 'event', 'range'], rule: '6.2: each by its own definition' },
  ),
  write(
    'into a namespace that asks for others',
    (parts, scene) => {
      parts.namespaces.push(namespaceOf('ordered', scene.fresh()));
    },
    NOT_ENDORSED,
    { rule: '6.2: an administrator of O1 is asked for there' },
  ),
  write(
    'into a namespace without definition',
    (parts, scene, chance) => {
      const names = ['nobody', 'lscc', 'qscc', 'cscc', '', 'cc$$hsecret', 'CC', 'cc '];
      parts.namespaces.push(namespaceOf(chance.pick(names), scene.fresh()));
    },
    'INVALID_CHAINCODE',
    {
      on: ['write', 'event', 'range'],
      expected: codes([NOT_ENDORSED, 'INVALID_CHAINCODE'], 'INVALID_CHAINCODE'),
      rule: '2.1 (16), 2.2: of two namespaces that fail differently either may be named',
    },
  ),
  write(
    'over the configuration in the state',
    (parts) => {
      parts.namespaces.push(namespaceOf('', 'CHANNEL_CONFIG_ENV_BYTES'));
    },
    'INVALID_CHAINCODE',
    {
      on: ['write', 'event', 'range'],
      expected: codes([NOT_ENDORSED, 'INVALID_CHAINCODE'], 'INVALID_CHAINCODE'),
      rule: '2.1 (16): the namespace of the configuration is no chaincode',
    },
  ),
  write(
    'into the life cycle, as those who decide there endorse',
    (parts, scene) => {
      const others = parts.namespaces.filter(({ namespace }) => namespace !== LIFECYCLE);
      parts.namespaces = [
        ...others,
        namespaceOf(LIFECYCLE, scene.fresh('namespaces/metadata/odd')),
      ];
    },
    'VALID',
    { on: ['write', 'event'], rule: '6.2: there is no check of what a definition says' },
  ),
  write(
    'namespace twice',
    (parts) => parts.namespaces.push({ ...written(parts) }),
    'ILLEGAL_WRITESET',
    {
      expected: codes('ILLEGAL_WRITESET', 'ILLEGAL_WRITESET'),
      rule: '2.1 (15)',
    },
  ),
  write(
    'namespace twice, the second empty',
    (parts) => {
      parts.namespaces.push(namespaceOf(written(parts).namespace));
    },
    'ILLEGAL_WRITESET',
    {
      expected: codes('ILLEGAL_WRITESET', 'ILLEGAL_WRITESET'),
      rule: '2.1 (15)',
    },
  ),
  write('set that cannot be read', garbage('publicSet'), 'BAD_RWSET', {
    expected: codes('BAD_RWSET', 'BAD_RWSET'),
    rule: '2.1 (11)',
  }),
  write('results that cannot be read', garbage('results'), 'BAD_RWSET', {
    expected: codes('BAD_RWSET', 'BAD_RWSET'),
    rule: '2.1 (11)',
  }),
  write('no results at all', (parts) => (parts.rewrite.results = () => Buffer.of()), 'VALID', {
    odd: true,
    rule: '2.1 (11): an empty set is a set',
  }),
  write(
    'results with a field of nobody',
    (parts) => {
      parts.rewrite.results = appended(UNKNOWN_FIELD);
    },
    'VALID',
    { rule: '0' },
  ),
  write(
    'set with a field of nobody',
    (parts) => {
      parts.rewrite.publicSet = appended(UNKNOWN_FIELD);
    },
    'VALID',
    { rule: '0' },
  ),
  write('data model', (parts, _, chance) => (parts.dataModel = chance.pick([1, 7, -1])), 'VALID', {
    rule: '7.1: nobody asks for it',
  }),
  // Metadata.
  write(
    'other metadata',
    (parts, _, chance) => {
      const [first] = written(parts).set.metadataWrites;
      first!.entries = chance.pick([[], [{ name: 'note', value: chance.bytes(9) }]]);
    },
    'VALID',
    { on: ['metadata'] },
  ),
  write(
    'value or name of metadata',
    (parts, _, chance) => {
      const [entry] = written(parts).set.metadataWrites[0]!.entries;
      if (chance.once(2)) entry!.name = chance.pick(['', 'NOTE']);
      else entry!.value = encode(SignaturePolicyEnvelope, { version: chance.below(99) });
    },
    'VALID',
    { on: ['metadata'] },
  ),
  write('metadata left out', (parts) => written(parts).set.metadataWrites.pop(), 'VALID', {
    on: ['metadata'],
  }),
  write(
    'metadata of a key that is not there',
    (parts, scene) => {
      written(parts).set.metadataWrites[0]!.key = scene.fresh();
    },
    'VALID',
    { on: ['metadata'], rule: '8.2: it comes to nothing' },
  ),
  write(
    'metadata that is no policy',
    (parts, _, chance) => {
      written(parts).set.metadataWrites[0]!.entries = [
        { name: 'VALIDATION_PARAMETER', value: chance.bytes(20) },
      ];
    },
    'VALID',
    { on: ['metadata'], rule: '6.3: it is read when the key is written the next time' },
  ),
  // Private hashes.
  hashed('key', ({ set }, scene) => (set.hashedWrites.at(-1)!.keyHash = hash(scene.fresh()))),
  hashed('value', ({ set }, _, chance) => (set.hashedWrites.at(-1)!.valueHash = chance.bytes(32))),
  hashed(
    'hash of another length',
    ({ set }, _, chance) => {
      const one = set.hashedWrites.at(-1)!;
      one.valueHash = chance.bytes(1 + chance.below(64));
      one.keyHash = chance.bytes(33 + chance.below(20));
    },
    'VALID',
    { rule: '7.3: nobody asks for a length', odd: true },
  ),
  hashed('delete instead', ({ set }) => {
    Object.assign(set.hashedWrites.at(-1)!, { isDelete: true, valueHash: Buffer.of() });
  }),
  hashed(
    'purge instead',
    ({ set }) => {
      const purge = { isDelete: true, isPurge: true, valueHash: Buffer.of() };
      Object.assign(set.hashedWrites.at(-1)!, purge);
    },
    'VALID',
    { rule: '5.4: the mark counts under any capability' },
  ),
  hashed(
    'hash of the empty value',
    ({ set }) => {
      set.hashedWrites.at(-1)!.valueHash = hash('');
    },
    'VALID',
    { rule: '7.3: it is a delete' },
  ),
  hashed('one more', ({ set }, scene) => {
    const write = {
      keyHash: hash(scene.fresh()),
      isDelete: false,
      valueHash: hash('x'),
      isPurge: false,
    };
    set.hashedWrites.push(write);
  }),
  hashed(
    'hash of the clear data',
    (collection, _, chance) => {
      collection.pvtRwsetHash = chance.pick([chance.bytes(32), Buffer.of(), chance.bytes(5)]);
    },
    'VALID',
    { rule: '9, 14: data that nobody has changes no flag' },
  ),
  hashed(
    'collection of nobody',
    (collection, _, chance) => {
      collection.collectionName = chance.pick(['nobody', '', 'SECRET', 'secret ']);
    },
    NOT_ENDORSED,
    { rule: 'our rule, 6.2: an unknown collection' },
  ),
  hashed(
    'own collection of an organisation that did not endorse',
    (collection, { stage }) => {
      collection.collectionName = `_implicit_org_${stage.o3.mspId}`;
    },
    NOT_ENDORSED,
    { rule: '6.2, 14' },
  ),
  hashed(
    'own collection of an organisation that did',
    (collection, { stage }) => {
      collection.collectionName = `_implicit_org_${stage.o1.mspId}`;
      collection.set.hashedReads = [];
    },
    'VALID',
    { on: ['private', 'own'], rule: '6.2' },
  ),
  hashed(
    'own collection of nobody',
    (collection, _, chance) => {
      collection.collectionName = `_implicit_org_${chance.pick(['StrangerMSP', '', 'O1', 'o1msp'])}`;
    },
    NOT_ENDORSED,
    { rule: 'our rule, 6.2: no such organisation in the channel' },
  ),
  hashed('set that cannot be read', () => undefined, 'BAD_RWSET', {
    change: garbage('hashedSet'),
    expected: codes('BAD_RWSET', 'BAD_RWSET'),
    rule: '2.1 (11)',
  }),
  {
    name: 'private write: set with a field of nobody',
    on: ['private', 'own', 'implicit'],
    change: (parts) => (parts.rewrite.hashedSet = appended(UNKNOWN_FIELD)),
    expected: codes(NOT_ENDORSED, 'VALID'),
    rule: '0',
  },
  {
    name: 'private write: collection twice',
    on: ['private', 'own', 'implicit'],
    change: (parts) => {
      const part = parts.namespaces.find(({ collections }) => collections.length > 0)!;
      part.collections.push({ ...part.collections[0]! });
    },
    expected: codes(NOT_ENDORSED, 'VALID'),
    rule: '7.3: only a namespace must not occur twice',
    odd: true,
  },
  {
    name: 'private write: also into a collection that O1 guards',
    on: ['private'],
    change: (parts, scene) => {
      const part = parts.namespaces.find(({ collections }) => collections.length > 0)!;
      const write = {
        keyHash: hash(scene.fresh()),
        isDelete: false,
        valueHash: hash('x'),
        isPurge: false,
      };
      part.collections.push({
        collectionName: 'own',
        set: { hashedReads: [], hashedWrites: [write], metadataWrites: [] },
        pvtRwsetHash: hash('nothing'),
      });
    },
    expected: codes(NOT_ENDORSED, 'VALID'),
    rule: '6.2: O1 endorsed, too',
  },
  {
    name: 'private write: metadata of another private key',
    on: ['privateMetadata'],
    change: (parts, scene, chance) => {
      const [write] = collection(parts).set.metadataWrites;
      const change = chance.pick([
        () => (write!.keyHash = hash(scene.fresh())),
        () => (write!.entries[0]!.value = chance.bytes(9)),
        () => (write!.entries = []),
      ]);
      change();
    },
    expected: codes(NOT_ENDORSED, 'VALID'),
    rule: '8.2, 8.3: of a key that is not there it comes to nothing',
  },
  {
    name: 'private write: metadata of a private key',
    on: ['private'],
    change: (parts, _, chance) => {
      const { set } = collection(parts);
      const { keyHash } = set.hashedWrites.at(-1)!;
      set.metadataWrites.push({ keyHash, entries: [{ name: 'note', value: chance.bytes(5) }] });
    },
    expected: codes(NOT_ENDORSED, 'VALID'),
    rule: '6.2, 8.3: it stands with the hash',
  },
];
