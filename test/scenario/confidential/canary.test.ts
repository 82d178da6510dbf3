import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway } from 'argosy/gateway/start';
import { foundRegisters } from '../documents/support/founding.js';
import { blockContents } from './block-contents.js';
import { gatherEvidence } from './support/evidence.js';
import type { Evidence } from './support/evidence.js';
import { contentsOf } from './support/ordered-contents.js';
import { canariesOf, channelsOf, perCentsOf } from './support/placements.js';
import type { Placement } from './support/placements.js';
import { startRecordedNetwork } from './support/recorded-network.js';
import type { RecordedNetwork } from './support/recorded-network.js';
import { playScene } from './support/scene.js';
import type { Scene } from './support/scene.js';
import { Search } from './support/search.js';
import { plantTwins } from './support/twins.js';
import type { Twins } from './support/twins.js';

let net: RecordedNetwork;
let scene: Scene;
let twins: Twins;
let evidence: Evidence;
/** For every piece of every confidential term. */
let search: Search;
/** Also for per cents, of which many terms have the same. */
let thorough: Search;

beforeAll(async () => {
  net = await startRecordedNetwork();
  await foundRegisters(net.clients);
  await startGateway(net.network);
  scene = await playScene(net);
  twins = await plantTwins(net);
  evidence = await gatherEvidence(net);
  const terms = everyTerm(scene);
  search = new Search(terms.flatMap(canariesOf));
  thorough = new Search(terms.flatMap((it) => [...canariesOf(it), ...perCentsOf(it)]));
}, 240_000);
afterAll(async () => {
  await net.halt();
  net.remove();
}, 30_000);

const everyTerm = ({ placements, refused, shown }: Scene) => [
  ...placements,
  ...refused.map(({ wanted }) => wanted),
  ...shown.map((it) => it.shown),
];

/** The names of all pieces of the terms that were recorded in the usual way and are as asked. */
const where = (isWanted: (placement: Placement) => boolean): string[] =>
  namesOf(scene.placements.filter(isWanted));
const namesOf = (terms: Parameters<typeof canariesOf>[0][]): string[] =>
  terms
    .flatMap(canariesOf)
    .map(({ name }) => name)
    .sort();

const keeperOf = (channel: string, msp: string): string =>
  channelsOf(net.network.topology)
    .find(({ name }) => name === channel)
    ?.keeperOf(msp) ?? msp;

describe('each kind of terms in each collection, by each member', () => {
  test('is recorded, with the endorsements that the SDK asks for by itself', () => {
    expect(scene.recorded.filter(({ code }) => code !== 0)).toEqual([]);
    expect(scene.recorded).toHaveLength(65);
  });

  test('is read by every member, and by nobody else', () => {
    for (const { placement, called } of scene.read)
      expect(called.answer).toBe(placement.terms.text);
    expect(scene.pried.map(({ called }) => called.answer).join('')).toBe('');
    expect(scene.pried).toHaveLength(33);
  });

  test('is refused where it is not as it has to be', () => {
    for (const { wanted, called } of scene.refused) expect(called.error).toContain(wanted.says);
  });
});

describe('what a peer’s endorser and chaincode received', () => {
  test('is of the members that it serves, until others of the collection read', () => {
    for (const [msp, bytes] of scene.heardBeforeReading)
      expect([msp, search.in(bytes)]).toEqual([
        msp,
        where(({ by, channel }) => keeperOf(channel, by.msp) === msp),
      ]);
  });

  test('is for ever of collections that its organisation keeps, and what those that it serves tried in vain', () => {
    for (const [msp, bytes] of evidence.heard) {
      const tried = scene.refused.filter(({ wanted }) => wanted.peer === msp);
      const shown = scene.shown.filter((it) => it.shown.endorsingOrganizations.includes(msp));
      expect([msp, search.in(bytes)]).toEqual([
        msp,
        [
          ...where(({ keepers }) => keepers.includes(msp)),
          ...namesOf([...tried.map(({ wanted }) => wanted), ...shown.map((it) => it.shown)]),
        ].sort(),
      ]);
    }
  });

  // The client alone can prevent that: whoever names endorsers shows them what it sends.
  test('is whatever a client shows it by naming its organisation as endorser, which is no use to the transaction', () => {
    for (const { shown, called } of scene.shown) expect(called.code).toBe(shown.code);
  });
});

describe('what everybody on a channel can read', () => {
  test('holds nothing: blocks whole and filtered, from peers and orderers, and events', () => {
    for (const [name, bytes] of evidence.streams)
      expect([name, thorough.in(bytes)]).toEqual([name, []]);
    expect(evidence.streams.size).toBe(3 * 12 + 3 * 4);
  });

  test('holds nothing in any file, logs and the read model among them, but the ledgers’ databases', () => {
    const found = [...evidence.files].flatMap(([name, bytes]) => {
      const names = thorough.in(bytes);
      return names.length === 0 ? [] : [[name, names]];
    });
    expect(found).toEqual([]);
    const chaincodeLog = evidence.files.get('logs/chaincode-argosy-importbank.log')?.toString();
    expect(chaincodeLog?.match(/putPrivateData called/g)?.length).toBeGreaterThan(10);
    const names = [...evidence.files.keys()];
    for (const part of ['logs/devnet', 'logs/chaincode-argosy-carrier', 'logs/gateway', 'gateway/'])
      expect(names.filter((name) => name.startsWith(part))).not.toEqual([]);
    for (const channel of ['trade', 'border', 'consortium'])
      expect(names).toContain(`devnet/ledgers/${channel}/blocks.bin`);
  });

  test('holds nothing in an error, but for those who are told of their own', () => {
    const errors = [...scene.pried, ...scene.refused].map(({ called }) => called.error);
    expect(search.in(Buffer.from(errors.join('\n')))).toEqual([]);
    expect(errors.join('').length).toBeGreaterThan(10_000);
  });
});

describe('what the operator of an orderer reads', () => {
  const listed = Object.keys(blockContents).sort();

  test('is every class of content that the page of who sees what lists, and nothing else', () => {
    const all = [...evidence.blocks.values()].flatMap(({ orderer }) => orderer);
    expect([...contentsOf(all).keys()].sort()).toEqual(listed);
  });

  test('is what a peer has, but for the verdicts', () => {
    for (const { orderer, peer } of evidence.blocks.values()) {
      const wholeOf = (blocks: readonly Buffer[]) =>
        new Map([...contentsOf(blocks)].map(([name, parts]) => [name, Buffer.concat(parts)]));
      const [ofPeer, ofOrderer] = [wholeOf(peer), wholeOf(orderer)];
      expect(ofPeer.delete('verdicts')).toBe(true);
      expect([...ofPeer.keys()]).toEqual([...ofOrderer.keys()]);
      for (const [name, bytes] of ofPeer)
        expect([name, ofOrderer.get(name)?.equals(bytes)]).toEqual([name, true]);
    }
  });

  test('of private data is hashes, and the names of collections', () => {
    for (const [channel, { orderer }] of evidence.blocks) {
      const found = contentsOf(orderer);
      const hashes = found.get('privateHashes') ?? [];
      expect(new Set(hashes.map(({ length }) => length))).toEqual(new Set([32]));
      const kept = new Set(hashes.map((it) => Buffer.from(it).toString('hex')));
      for (const { terms } of scene.placements.filter((it) => it.channel === channel))
        expect(kept).toContain(terms.sha256);
    }
  });

  test('is public records, arguments and events in clear', () => {
    const found = contentsOf(evidence.blocks.get('trade')?.orderer ?? []);
    const text = (content: 'arguments' | 'records' | 'answers' | 'events') =>
      Buffer.concat(found.get(content) ?? []).toString();
    const [goods, reference] = [twins.argument[0]?.text, twins.event[0]?.text];
    for (const content of ['arguments', 'records', 'answers'] as const)
      expect(text(content)).toContain(goods);
    expect(text('events')).toContain(reference);
  });
});

describe('what an organisation keeps', () => {
  /** The same, and what was recorded with endorsers that a client named; what became invalid is kept, too, and is in no state. */
  const kept = (isWanted: (placement: Placement) => boolean, isValid?: 'valid'): string[] => {
    const shown = scene.shown.map((it) => it.shown);
    const counted = shown.filter(({ code }) => isValid === undefined || code === 0);
    return namesOf([...scene.placements, ...counted].filter(isWanted));
  };

  test('is delivered with its blocks to the members of the collection, by the peers that keep it', () => {
    for (const { channel, peer, reader, bytes } of evidence.privateStreams) {
      const label = `${channel} from ${peer} to ${reader}`;
      expect([label, search.in(bytes)]).toEqual([
        label,
        kept(
          (it) =>
            it.channel === channel && it.keepers.includes(peer) && it.members.includes(reader),
        ),
      ]);
    }
  });

  // Why no confidential terms stand there.
  test('is delivered to everybody on the channel where Fabric gives it the collection: seals', () => {
    const seal = '{"kind":"seal","sha256":"';
    const isOfTrade = ({ channel, peer }: { channel: string; peer: string }): boolean =>
      channel === 'trade' && peer === 'ImportBankMSP';
    const readers = evidence.privateStreams.filter(isOfTrade);
    expect(readers.map(({ reader, bytes }) => [reader, bytes.includes(seal)])).toEqual(
      ['Importer', 'ImportBank', 'ExportBank', 'Exporter', 'Carrier', 'Auditor'].map((name) => [
        `${name}MSP`,
        true,
      ]),
    );
    expect(evidence.streams.get('trade full from peer0.importbank')?.includes(seal)).toBe(false);
  });

  // The devnet's peers share one ledger, and each sees its own part of it; a peer of Fabric has its own.
  test('stands in the collections’ own part of the state and among private sets, and nowhere else', () => {
    for (const [name, bytes] of evidence.tables) {
      const [channel] = name.split(' ');
      const [, collection] = name.split('$$p');
      const belongs = (): readonly string[] => {
        if (name.endsWith('privateSets')) return kept((it) => it.channel === channel);
        return kept((it) => it.channel === channel && it.collection === collection, 'valid');
      };
      expect([name, search.in(bytes)]).toEqual([name, belongs()]);
    }
  });
});

describe('the same search finds what was put where it must not be', () => {
  /** Where a twin is, whole; of the files, in those of the ledgers, the read model and the logs. */
  const placesOf = (name: keyof Twins): string[] => {
    const wanted = new Search(twins[name]);
    const { streams, files, tables, heard } = evidence;
    const looked = [...files].filter(([it]) => /^(?:devnet|logs|gateway)\//.test(it));
    return [...streams, ...looked, ...tables, ...heard]
      .filter(([, bytes]) => wanted.in(bytes).length === twins[name].length)
      .map(([it]) => it);
  };

  test('in an argument and so in a public record', () => {
    expect(placesOf('argument')).toEqual(
      expect.arrayContaining([
        'trade full from peer0.carrier',
        'trade full from consenter.orderer.customs',
        'devnet/ledgers/trade/blocks.bin',
        'trade state: state argosy',
        'ImportBankMSP',
        'ExportBankMSP',
        expect.stringMatching(/^gateway\//),
      ]),
    );
  });

  test('in an event', () => {
    expect(placesOf('event')).toContain('trade events from peer0.auditor');
  });

  test('in a log', () => {
    expect(placesOf('log')).toEqual(['logs/devnet.log']);
  });

  // Fabric orders questions, too: whoever asks must not have that done.
  test('in the answer to a question that was ordered', () => {
    expect(placesOf('answer')).toEqual(
      expect.arrayContaining(['trade full from peer0.auditor', 'devnet/ledgers/trade/blocks.bin']),
    );
  });
});
