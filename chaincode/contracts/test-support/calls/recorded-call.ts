// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../quiet-fabric.js';
import type { Chaincode } from '../../src/fabric-chaincode.js';
import type { Execution } from '../ledger/execution.js';
import { Ledger } from '../ledger/ledger.js';
import type { Proposal } from '../ledger/proposal.js';
import type { Entry, StateTable } from '../ledger/state-table.js';
import { channels } from '../networks.js';
import type { Channel } from '../../../domain/test-support/network.js';

type Entries = readonly (readonly [key: string, entry: Entry])[];

/** Everything on a ledger, as data. */
export interface LedgerImage {
  readonly public: Entries;
  readonly collections: readonly (readonly [name: string, hashed: Entries, clear: Entries])[];
  readonly unreadable: readonly string[];
}

/** A call that was made on a ledger: the same anywhere else, by whatever executes it. */
export interface RecordedCall {
  readonly channel: Channel;
  readonly image: LedgerImage;
  readonly proposal: Proposal & Pick<Execution, 'txId' | 'at' | 'seconds' | 'nanos'>;
  readonly succeeded: boolean;
}

/** The calls that are made on ledgers of a test while something runs. Not for two at once. */
export async function recordCalls(run: () => Promise<unknown>): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const { endorse } = Ledger.prototype;
  Ledger.prototype.endorse = async function (this: Ledger, proposal) {
    const image = imageOf(this);
    const execution = await endorse.call(this, proposal);
    calls.push(callOf(this, image, execution));
    return execution;
  };
  try {
    await run();
  } finally {
    Ledger.prototype.endorse = endorse;
  }
  return calls;
}

/** A ledger that holds what was there when a call was made. */
export function ledgerOf({ channel, image }: RecordedCall, chaincode: Chaincode): Ledger {
  const ledger = new Ledger(channels[channel], chaincode);
  const { state } = ledger;
  fill(state.public, image.public);
  for (const [name, hashed, clear] of image.collections) {
    fill(state.collection(name).hashed, hashed);
    fill(state.collection(name).clear, clear);
  }
  image.unreadable.forEach((key) => {
    ledger.breakKey(key);
  });
  return ledger;
}

/** The function that a call asks for. */
export function functionOf({ proposal }: RecordedCall): string {
  return String(proposal.args[0]);
}

function callOf(ledger: Ledger, image: LedgerImage, execution: Execution): RecordedCall {
  const { by, args, transient, txId, at, seconds, nanos, status } = execution;
  const channel = (Object.keys(channels) as Channel[]).find(
    (it) => channels[it] === ledger.channel,
  );
  if (channel === undefined) throw new Error(`${ledger.channel.name} is none of the channels`);
  const proposal = { by, args, transient, txId, at, seconds, nanos };
  return { channel, image, proposal, succeeded: status < 400 };
}

function imageOf({ state }: Ledger): LedgerImage {
  return {
    public: entriesOf(state.public),
    collections: [...state.collections].map(([name, { hashed, clear }]) => [
      name,
      entriesOf(hashed),
      entriesOf(clear),
    ]),
    unreadable: [...state.unreadable],
  };
}

function entriesOf(table: StateTable): Entries {
  return table.keys().flatMap((key) => {
    const entry = table.get(key);
    return entry === undefined ? [] : [[key, entry] as const];
  });
}

function fill(table: StateTable, entries: Entries): void {
  for (const [key, { value, policy, version }] of entries) {
    // What was written to a file comes back as plain bytes.
    const bytes = { value: Buffer.from(value), policy: policy && Buffer.from(policy) };
    table.set(key, { ...bytes, version });
  }
}
