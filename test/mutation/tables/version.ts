/** What a transaction read: versions, range queries and their summaries. */
import type { Chance } from '../../support/chance.js';
import { hash } from '../../support/read-write-sets.js';
import type { NamespaceParts, Parts } from '../../support/sealed.js';
import { codes } from '../row.js';
import type { Expected, Row } from '../row.js';
import type { Base, Scene } from '../scene.js';

const NOT_ENDORSED = 'ENDORSEMENT_POLICY_FAILURE';
const STALE = 'MVCC_READ_CONFLICT';
const PHANTOM = 'PHANTOM_READ_CONFLICT';

type Version = NonNullable<NamespaceParts['set']['reads'][number]['version']>;
type Range = NamespaceParts['set']['rangeQueriesInfo'][number];

const row = (
  name: string,
  on: readonly Base[],
  change: (parts: Parts, scene: Scene, chance: Chance) => void,
  all: Expected,
  rule: string,
): Row => ({ name, on, change, expected: codes(NOT_ENDORSED, all), rule });

/** The part of `cc`. */
function own(parts: Parts): NamespaceParts {
  const found = parts.namespaces.find(({ namespace }) => namespace === 'cc');
  if (found === undefined) throw new Error('cc is not in the set');
  return found;
}

function read(parts: Parts) {
  const found = own(parts).set.reads[0];
  if (found === undefined) throw new Error('nothing is read');
  return found;
}

function range(parts: Parts): Range {
  const found = own(parts).set.rangeQueriesInfo[0];
  if (found === undefined) throw new Error('no range is read');
  return found;
}

const listed = (parts: Parts) => range(parts).rawReads!.kvReads;
const summary = (parts: Parts) => range(parts).readsMerkleHashes!;

/** The version of another block. */
const ofOtherBlock = ({ blockNum, txNum }: Version, chance: Chance): Version => ({
  blockNum: chance.pick([blockNum + 1n, blockNum - 1n, blockNum + 1000n, 2n ** 64n - 1n]),
  txNum,
});

/** The version of another place in the same block. */
const ofOtherPlace = ({ blockNum, txNum }: Version, chance: Chance): Version => ({
  blockNum,
  txNum: chance.pick([txNum + 1n, txNum + 256n, 2n ** 64n - 1n]),
});

/** Another version than this one. */
const moved = (version: Version, chance: Chance): Version =>
  chance.pick([ofOtherBlock, ofOtherPlace])(version, chance);

const DIRECT: readonly Base[] = ['write', 'read', 'event'];
const VERSIONS = '8.1: the committed version must be the one that was read';
const RESULTS = '8.2: keys and versions must be the same, and no other';

const readRows: readonly Row[] = [
  ...Object.entries({ block: ofOtherBlock, place: ofOtherPlace }).map(([which, other]) =>
    row(
      `read of the version of another ${which}`,
      DIRECT,
      (parts, _, chance) => {
        const one = read(parts);
        one.version = other(one.version!, chance);
      },
      STALE,
      VERSIONS,
    ),
  ),
  row(
    'read of what was not there',
    DIRECT,
    (parts) => (read(parts).version = undefined),
    STALE,
    VERSIONS,
  ),
  row(
    'read of a version of zero',
    DIRECT,
    (parts) => {
      read(parts).version = { blockNum: 0n, txNum: 0n };
    },
    STALE,
    '0: a message that is there is not one that is absent',
  ),
  row(
    'read of something where nothing is',
    ['absent'],
    (parts, _, chance) => {
      read(parts).version = { blockNum: BigInt(chance.below(5)), txNum: 0n };
    },
    STALE,
    VERSIONS,
  ),
  row(
    'read of another key that is not there',
    ['absent'],
    (parts, scene) => {
      read(parts).key = scene.fresh();
    },
    'VALID',
    '8.1: two that are absent are equal',
  ),
  row(
    'read of another key of another version',
    DIRECT,
    (parts, scene) => {
      read(parts).key = scene.fresh();
    },
    STALE,
    VERSIONS,
  ),
  row(
    'read left out',
    DIRECT,
    (parts) => own(parts).set.reads.pop(),
    'VALID',
    '8.1: blind writes never conflict',
  ),
  row(
    'read twice',
    DIRECT,
    (parts) => own(parts).set.reads.push({ ...read(parts) }),
    'VALID',
    '8.1',
  ),
  row(
    'read twice, of two versions',
    DIRECT,
    (parts, _, chance) => {
      const one = read(parts);
      own(parts).set.reads.push({ ...one, version: moved(one.version!, chance) });
    },
    STALE,
    VERSIONS,
  ),
  row(
    'read of a key of the same block before',
    ['write', 'read'],
    (parts, scene, chance) => {
      // The bystanders of the block write keys of their own; block and place are those of the first.
      const blockNum = scene.stage.ledger.height;
      own(parts).set.reads.push({
        key: scene.existing('e', chance),
        version: { blockNum, txNum: 0n },
      });
    },
    STALE,
    '8.1: of the block itself nothing was committed yet',
  ),
  row(
    'read in a namespace without definition',
    DIRECT,
    (parts, scene) => {
      const set = { reads: [{ key: scene.fresh(), version: undefined }], rangeQueriesInfo: [] };
      parts.namespaces.push({
        namespace: 'nobody',
        set: { ...set, writes: [], metadataWrites: [] },
        collections: [],
      });
    },
    'VALID',
    '6.2: a namespace that is only read is not judged',
  ),
  row(
    'read of the sequence of the definition',
    ['write', 'event'],
    (parts, _, chance) => {
      const one = parts.namespaces[0]!.set.reads[0]!;
      one.version = moved(one.version!, chance);
    },
    STALE,
    '7.2, 8.1: an invocation reads its chaincode’s definition',
  ),
  row(
    'private read of another version',
    ['private'],
    (parts, _, chance) => {
      const one = own(parts).collections[0]!.set.hashedReads[0]!;
      one.version = moved(one.version!, chance);
    },
    STALE,
    VERSIONS,
  ),
  row(
    'private read of what was not there',
    ['private'],
    (parts) => {
      own(parts).collections[0]!.set.hashedReads[0]!.version = undefined;
    },
    STALE,
    VERSIONS,
  ),
  row(
    'private read of another key',
    ['private'],
    (parts, scene) => {
      own(parts).collections[0]!.set.hashedReads[0]!.keyHash = hash(scene.fresh());
    },
    STALE,
    VERSIONS,
  ),
  row(
    'private read in a collection of nobody',
    ['private'],
    (parts, scene) => {
      const hashedReads = [{ keyHash: hash(scene.fresh()), version: undefined }];
      own(parts).collections.push({
        collectionName: 'nobody',
        set: { hashedReads, hashedWrites: [], metadataWrites: [] },
        pvtRwsetHash: Buffer.of(),
      });
    },
    'VALID',
    '14: only what is written is judged by its collection',
  ),
];

const COUNTED: readonly Base[] = ['range', 'page'];

const rangeRows: readonly Row[] = [
  ...Object.entries({ block: ofOtherBlock, place: ofOtherPlace }).map(([which, other]) =>
    row(
      `range with a key of the version of another ${which}`,
      COUNTED,
      (parts, _, chance) => {
        const one = chance.pick(listed(parts));
        one.version = other(one.version!, chance);
      },
      PHANTOM,
      RESULTS,
    ),
  ),
  row(
    'range with a key without version',
    COUNTED,
    (parts, _, chance) => {
      chance.pick(listed(parts)).version = undefined;
    },
    PHANTOM,
    'our rule, 8.2: every key that stands there has a version',
  ),
  row(
    'range with a key less',
    COUNTED,
    (parts, _, chance) => {
      const reads = listed(parts);
      reads.splice(chance.below(reads.length), 1);
    },
    PHANTOM,
    RESULTS,
  ),
  row(
    'range with a key more',
    COUNTED,
    (parts, _, chance) => {
      const reads = listed(parts);
      const at = chance.below(reads.length);
      reads.splice(at, 0, { ...reads[at]!, key: `${reads[at]!.key}x` });
    },
    PHANTOM,
    RESULTS,
  ),
  row(
    'range with a key twice',
    COUNTED,
    (parts, _, chance) => {
      const reads = listed(parts);
      const at = chance.below(reads.length);
      reads.splice(at, 0, { ...reads[at]! });
    },
    PHANTOM,
    RESULTS,
  ),
  row('range in another order', COUNTED, (parts) => listed(parts).reverse(), PHANTOM, RESULTS),
  row(
    'range with another key',
    COUNTED,
    (parts, _, chance) => {
      chance.pick(listed(parts)).key += 'x';
    },
    PHANTOM,
    RESULTS,
  ),
  row(
    'range without its keys',
    [...COUNTED, 'summary'],
    (parts) => {
      Object.assign(range(parts), { rawReads: undefined, readsMerkleHashes: undefined });
    },
    PHANTOM,
    '8.2: where nothing is said, nothing must be there',
  ),
  row(
    'range that begins earlier, where nothing is',
    COUNTED,
    (parts) => {
      range(parts).startKey = 'q';
    },
    'VALID',
    RESULTS,
  ),
  row(
    'range that begins later',
    COUNTED,
    (parts) => (range(parts).startKey = 'r001'),
    PHANTOM,
    RESULTS,
  ),
  row(
    'range that begins after its end',
    COUNTED,
    (parts) => (range(parts).startKey = 'z'),
    PHANTOM,
    RESULTS,
  ),
  row(
    'range that ends earlier',
    COUNTED,
    (parts) => (range(parts).endKey = 'r003'),
    PHANTOM,
    RESULTS,
  ),
  row(
    'range that ends later, where nothing is',
    ['range'],
    (parts) => {
      range(parts).endKey = 'rz';
    },
    'VALID',
    RESULTS,
  ),
  row(
    'range that ends later, where more is',
    ['page'],
    (parts) => {
      range(parts).endKey = 'r009';
    },
    PHANTOM,
    RESULTS,
  ),
  row(
    'range that is read to its last key, which then counts no more',
    ['page'],
    (parts) => {
      range(parts).itrExhausted = true;
    },
    PHANTOM,
    '8.2: the end belongs to it only where it was not read to the end',
  ),
  row(
    'range that is not read to its end, where no key is',
    ['range'],
    (parts) => {
      range(parts).itrExhausted = false;
    },
    'VALID',
    '8.2: the end belongs to it, and there is nothing',
  ),
  row(
    'range twice',
    COUNTED,
    (parts) => own(parts).set.rangeQueriesInfo.push(range(parts)),
    'VALID',
    '8.2',
  ),
  row(
    'range left out',
    [...COUNTED, 'summary'],
    (parts) => own(parts).set.rangeQueriesInfo.pop(),
    'VALID',
    '8.2',
  ),
  row(
    'range over nothing',
    ['write', 'event'],
    (parts, scene) => {
      const startKey = scene.fresh('nothing');
      own(parts).set.rangeQueriesInfo.push({
        startKey,
        endKey: `${startKey}z`,
        itrExhausted: true,
        rawReads: undefined,
        readsMerkleHashes: undefined,
      });
    },
    'VALID',
    '8.2',
  ),
];

const MERKLE = '8.2: degree, level and all hashes must be the same';

const summaryRows: readonly Row[] = [
  row(
    'summary with another hash',
    ['summary'],
    (parts, _, chance) => {
      const hashes = summary(parts).maxLevelHashes;
      hashes[chance.below(hashes.length)] = chance.bytes(32);
    },
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary with a hash less',
    ['summary'],
    (parts) => summary(parts).maxLevelHashes.pop(),
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary with a hash more',
    ['summary'],
    (parts, _, chance) => {
      summary(parts).maxLevelHashes.push(chance.bytes(32));
    },
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary of another degree',
    ['summary'],
    (parts, _, chance) => {
      summary(parts).maxDegree = chance.pick([2, 3, 49, 51, 100, 1000, 2 ** 32 - 1]);
    },
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary of a degree that no tree has',
    ['summary'],
    (parts, _, chance) => {
      summary(parts).maxDegree = chance.pick([0, 1]);
    },
    PHANTOM,
    'our rule, 8.2: what cannot be computed again is not the same',
  ),
  row(
    'summary of another level',
    ['summary'],
    (parts, _, chance) => {
      summary(parts).maxLevel = chance.pick([0, 2, 3, 1000]);
    },
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary of fewer keys',
    ['summary'],
    (parts) => (range(parts).startKey = 'm001'),
    PHANTOM,
    MERKLE,
  ),
  row(
    'summary of no more than one by one',
    ['summary'],
    (parts) => {
      Object.assign(range(parts), { startKey: 'm000', endKey: 'm020', itrExhausted: true });
    },
    PHANTOM,
    '8.2: so few are never summarised',
  ),
  row(
    'summary for keys one by one',
    COUNTED,
    (parts, _, chance) => {
      const readsMerkleHashes = { maxDegree: 50, maxLevel: 1, maxLevelHashes: [chance.bytes(32)] };
      Object.assign(range(parts), { rawReads: undefined, readsMerkleHashes });
    },
    PHANTOM,
    MERKLE,
  ),
];

export const versionRows: readonly Row[] = [...readRows, ...rangeRows, ...summaryRows];
