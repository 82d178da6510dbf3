import { join } from 'node:path';
import { personOf, channelsOf } from './placements.js';
import { delivered, filesBelow, ordered, tablesOf, untilQuiet } from './readable.js';
import type { RecordedNetwork } from './recorded-network.js';

/** All that the network gave to anybody and left anywhere, each by where it was found. */
export interface Evidence {
  /** What each peer's endorser and chaincode told each other, by the organisation. */
  readonly heard: ReadonlyMap<string, Buffer>;
  /** Streams of blocks and events; those that every reader of a channel gets. */
  readonly streams: ReadonlyMap<string, Buffer>;
  /** The blocks of each channel one by one, as an orderer has them and as a peer has them. */
  readonly blocks: ReadonlyMap<string, Readonly<Record<'orderer' | 'peer', readonly Buffer[]>>>;
  /** What each peer delivers with private data, by channel, the peer's organisation and the reader's. */
  readonly privateStreams: readonly (Delivery & { readonly bytes: Buffer })[];
  /** Every file of the run folder, but for the ledgers' databases. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The ledgers' databases by channel, database and table. */
  readonly tables: ReadonlyMap<string, Buffer>;
}

interface Delivery {
  readonly channel: string;
  readonly peer: string;
  readonly reader: string;
}

/** Ends the network, whose files can be read only then. */
export async function gatherEvidence(net: RecordedNetwork): Promise<Evidence> {
  const { network, chaincode } = net;
  const streams = await publicStreams(net);
  const privateStreams = await streamsWithPrivateData(net);
  const blocks = await blocksOf(net);
  const heard = new Map(network.engine.peers.map(({ msp }) => [msp, chaincode.messagesOf(msp)]));
  await net.halt();
  const isDatabase = (file: string): boolean =>
    /^devnet\/ledgers\/[^/]+\/(?:state|transient)\//.test(file);
  const files = [...filesBelow(network.folder.home)].filter(([file]) => !isDatabase(file));
  const tables = new Map<string, Buffer>();
  for (const { name } of network.topology.channels)
    for (const database of ['state', 'transient']) {
      const folder = join(network.folder.devnet, 'ledgers', name, database);
      for (const [table, bytes] of await tablesOf(folder))
        tables.set(`${name} ${database}: ${table}`, bytes);
    }
  return { heard, streams, blocks, privateStreams, files: new Map(files), tables };
}

/** Blocks whole and filtered, of each peer and whole of each orderer, and the events of the chaincode. */
async function publicStreams(net: RecordedNetwork): Promise<ReadonlyMap<string, Buffer>> {
  const { network, clients } = net;
  const ofPeers = peersOn(net).flatMap(({ channel, at }) => {
    const by = personOf(at.msp);
    const blocks = async (stream: 'full' | 'filtered') => {
      const answers = await delivered(network, { at, by, channel, stream });
      return [`${channel} ${stream} from ${at.name}`, Buffer.concat(answers)] as const;
    };
    const events = async () => {
      const all = await clients
        .channel(by, channel)
        .getChaincodeEvents('argosy', { startBlock: 0n });
      const payloads = (await untilQuiet(all)).map(({ payload }) => payload);
      return [`${channel} events from ${at.name}`, Buffer.concat(payloads)] as const;
    };
    return [blocks('full'), blocks('filtered'), events()];
  });
  const ofOrderers = network.topology.channels.flatMap(({ name }) =>
    network.engine.orderers.map(async (orderer) => {
      const answers = await ordered(network, orderer, name);
      return [`${name} full from ${orderer.name}`, Buffer.concat(answers)] as const;
    }),
  );
  return new Map(await Promise.all([...ofPeers, ...ofOrderers]));
}

async function blocksOf(net: RecordedNetwork): Promise<Evidence['blocks']> {
  const found = new Map<string, Record<'orderer' | 'peer', readonly Buffer[]>>();
  const [orderer] = net.network.engine.orderers;
  for (const { channel, at } of peersOn(net)) {
    if (orderer === undefined || found.has(channel)) continue;
    const of = { at, by: personOf(at.msp), channel, stream: 'full' } as const;
    found.set(channel, {
      orderer: await ordered(net.network, orderer, channel),
      peer: await delivered(net.network, of),
    });
  }
  return found;
}

/** Of each peer, asked by everybody on the channel. */
async function streamsWithPrivateData(net: RecordedNetwork): Promise<Evidence['privateStreams']> {
  const all = peersOn(net).flatMap(({ channel, at, members }) =>
    members.map(async (reader) => {
      const of = { at, by: personOf(reader), channel, stream: 'withPrivateData' } as const;
      const bytes = Buffer.concat(await delivered(net.network, of));
      return { channel, peer: at.msp, reader, bytes };
    }),
  );
  return Promise.all(all);
}

/** Who has a peer on which channel. */
const peersOn = ({ network }: RecordedNetwork) =>
  channelsOf(network.topology).flatMap(({ name, members }) =>
    network.engine.peers
      .filter(({ msp }) => members.some((it) => it.msp === msp))
      .map((at) => ({ channel: name, at, members: members.map(({ msp }) => msp) })),
  );
