import { join } from 'node:path';
import { FolderStorage, type StoragePoint } from '@argosy/devnet/storage/folder-storage';
import type { Committed } from '@argosy/devnet/simulation/client';
import { SimulatedNetwork } from '@argosy/devnet/simulation/network';
import { STORM_CHAINCODE, stormChaincode } from '@argosy/devnet/simulation/storm-chaincode';
import { checkLedger } from '@argosy/devnet/simulation/storm-checks';
import { VirtualTime } from '@argosy/devnet/simulation/virtual-time';
import { writingWithPoints, type WritePoint } from '@argosy/ledger/write-points';

export type CoursePoint = WritePoint | StoragePoint;

/** What somebody was told, and what therefore must be there. */
export interface Told {
  readonly transactions: readonly (Committed & { readonly txId: string })[];
  /** Transactions of a state that was left behind. */
  readonly gone: readonly string[];
  /** Who has joined which channel, as `second BankA:peer0`. */
  readonly joined: readonly string[];
  readonly snapshots: readonly string[];
}

/** What must be there; while all is being replaced, that or what comes instead. */
export interface Promised {
  readonly told: Told;
  readonly instead?: Told;
}

const SEED = 'kept';
const NOTHING: Told = { transactions: [], gone: [], joined: [], snapshots: [] };

/** The same network again, on what is left in a folder. */
export function networkIn(
  folder: string,
  reached: (point: CoursePoint) => void = () => undefined,
): { readonly network: SimulatedNetwork; readonly storage: FolderStorage } {
  const storage = new FolderStorage(join(folder, 'data'), {
    ...writingWithPoints(reached),
    reached,
  });
  const ambient = new VirtualTime(SEED, Date.UTC(2026, 0, 1));
  return { network: new SimulatedNetwork({ seed: SEED, ambient, storage }), storage };
}

/** Do with a network all that makes it write, and say each time what can be relied on from then on. */
export class KeptCourse {
  private told = NOTHING;
  private transactions = 0;
  private readonly folder: string;
  private readonly network: SimulatedNetwork;
  private readonly promise: (promised: Promised) => void;

  constructor(folder: string, network: SimulatedNetwork, promise: (promised: Promised) => void) {
    this.folder = folder;
    this.network = network;
    this.promise = promise;
  }

  async run(): Promise<void> {
    const { devnet } = await this.opened();
    await this.network.deploy(stormChaincode(this.network.members));
    for (const wish of [
      ['put', 'a'],
      ['increment', 'counter1'],
      ['hide', 'k1'],
      ['put', 'b'],
    ])
      await this.transact(wish);
    for (const node of ['BankA:peer0', 'Orderer1:1', 'BankB:peer0', 'Orderer2:2'])
      await this.joined('second', node);
    await this.comeAndGo('third', 'Orderer1:1');
    const id = await devnet.snapshot();
    const then = { ...this.told, snapshots: [...this.told.snapshots, id] };
    this.now(then);
    for (const wish of [
      ['put', 'c'],
      ['hide', 'k2'],
      ['increment', 'counter1'],
    ])
      await this.transact(wish);
    await this.replaced(then, () => devnet.revert(id));
    await this.transact(['put', 'd']);
    const file = join(this.folder, 'course.dump');
    await devnet.dump(file);
    const dumped = { ...this.told, snapshots: [] };
    await this.transact(['hide', 'k3']);
    await this.replaced(dumped, async () => {
      await devnet.load(file);
    });
    await this.transact(['put', 'e']);
    await this.network.close();
  }

  private async opened(): Promise<SimulatedNetwork> {
    await this.network.open();
    return this.network;
  }

  private async transact(wish: readonly string[]): Promise<void> {
    const { network } = this;
    const client = network.client('BankA', `client ${this.transactions++}`);
    const [address = ''] = network.addresses;
    const prepared = await client.endorse(address, { chaincode: STORM_CHAINCODE, args: wish });
    await client.submit(address, prepared);
    const { txId } = prepared;
    const committed = await client.status(address, txId, new AbortController().signal);
    this.now({ ...this.told, transactions: [...this.told.transactions, { txId, ...committed }] });
  }

  private async joined(channel: string, node: string): Promise<void> {
    await this.network.devnet.join(node, this.network.genesisOf(channel));
    this.now({ ...this.told, joined: [...this.told.joined, `${channel} ${node}`] });
  }

  private async comeAndGo(channel: string, node: string): Promise<void> {
    await this.network.devnet.join(node, this.network.genesisOf(channel));
    await this.network.devnet.leave(node, channel);
  }

  private async replaced(instead: Told, work: () => Promise<void>): Promise<void> {
    const kept = new Set(instead.transactions.map(({ txId }) => txId));
    const left = this.told.transactions.map(({ txId }) => txId).filter((txId) => !kept.has(txId));
    const then = { ...instead, gone: [...this.told.gone, ...left] };
    this.promise({ told: this.told, instead: then });
    await work();
    this.now(then);
  }

  private now(told: Told): void {
    this.told = told;
    this.promise({ told });
  }
}

/** What is left in a folder: open it, compare it with what somebody was told, go on, and judge everything again. */
export async function requireKept(folder: string, { told, instead }: Promised): Promise<void> {
  const { network, storage } = networkIn(folder);
  await network.open();
  const missing = await missingOf(network, told);
  if (missing.length > 0) {
    const other = instead === undefined ? missing : await missingOf(network, instead);
    if (other.length > 0) throw new Error([...missing, ...other].join('; '));
  }
  await network.deploy({ ...stormChaincode(network.members), name: 'later' });
  const client = network.client('BankB', 'somebody later');
  const [, address = ''] = network.addresses;
  const prepared = await client.endorse(address, { chaincode: 'later', args: ['put', 'z'] });
  await client.submit(address, prepared);
  const { txId } = prepared;
  const committed = await client.status(address, txId, new AbortController().signal);
  const fitting = missing.length === 0 ? told : (instead ?? told);
  await network.close();
  const acknowledged = [...fitting.transactions, { txId, ...committed }];
  await checkLedger({ network, storage, acknowledged });
}

async function missingOf({ channel, devnet }: SimulatedNetwork, told: Told): Promise<string[]> {
  const ids = (await devnet.snapshots()).map(({ id }) => id);
  const missing = told.transactions.filter(({ txId, code, block }) => {
    const place = channel.ledger.transaction(txId);
    return place?.code !== code || place.blockNumber !== block;
  });
  return [
    ...missing.map(({ txId }) => `transaction ${txId} is not there`),
    ...told.gone
      .filter((txId) => channel.ledger.transaction(txId) !== undefined)
      .map((txId) => `transaction ${txId} is there again`),
    ...told.snapshots.filter((id) => !ids.includes(id)).map((id) => `snapshot ${id} is not there`),
    ...told.joined.filter((one) => !hasJoined(devnet, one)).map((one) => `${one} has not joined`),
  ];
}

function hasJoined(devnet: SimulatedNetwork['devnet'], joined: string): boolean {
  const [channelId = '', node = ''] = joined.split(' ');
  const found = devnet.nodes.get(node);
  if (found === undefined) return false;
  if ('channels' in found) return found.channels.has(channelId);
  const nodes = devnet.channels.get(channelId)?.ordering.nodes ?? new Set();
  return [...nodes].some(({ name }) => name === node);
}
