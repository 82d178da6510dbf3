import { MemoryStorage } from '../storage/memory-storage.js';
import { Faults } from '../ordering/faults.js';
import type { FaultRule } from '../ordering/fault-rules.js';
import { SimulatedNetwork } from './network.js';
import { checkLedger, type LedgerFindings } from './storm-checks.js';
import { stormChaincode } from './storm-chaincode.js';
import { StormClient, type Acknowledged } from './storm-client.js';
import { Mischief } from './storm-mischief.js';
import { VirtualTime } from './virtual-time.js';

export interface StormOptions {
  readonly seed: string;
  /** How many transactions are submitted. */
  readonly transactions: number;
  readonly clients?: number;
}

/** What a storm came to. Every number follows from the seed. */
export interface StormReport extends LedgerFindings {
  readonly seed: string;
  /** How transactions ended for those who submitted them. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What was done to envelopes, nodes, and the clock, and how often. */
  readonly mischief: Readonly<Record<string, number>>;
}

const BEGINNING = Date.UTC(2026, 0, 1);

/** What happens to envelopes on their way to their block. */
const rules = (seed: string): FaultRule[] => {
  const when = (name: string, probability: number) => ({ probability, seed: `${seed} ${name}` });
  return [
    { id: 'hold', when: when('hold', 0.03), then: { action: 'hold' } },
    { id: 'drop', when: when('drop', 0.03), then: { action: 'drop' } },
    { id: 'delay', when: when('delay', 0.06), then: { action: 'delay', milliseconds: 900 } },
    { id: 'duplicate', when: when('double', 0.05), then: { action: 'duplicate', copies: 2 } },
    {
      id: 'reorder',
      when: when('reorder', 0.1),
      then: { action: 'reorder', window: 4, order: { shuffle: seed } },
    },
  ];
};

/**
 * Run a network in memory on which several clients submit transactions while envelopes are held, lost, delayed, doubled and
 * reordered, nodes stop, the network restarts and the clock moves. Then everything is judged again from block 0. Throws where
 * anything that was acknowledged is not there, or anything is there twice.
 */
export async function storm({
  seed,
  transactions,
  clients: count = 8,
}: StormOptions): Promise<StormReport> {
  const ambient = new VirtualTime(seed, BEGINNING);
  const storage = new MemoryStorage();
  const faults = new Faults({ ambient, warn: () => undefined });
  const network = new SimulatedNetwork({
    seed,
    ambient,
    storage,
    faults,
    members: ['BankA', 'BankB', 'BankC'],
    guests: ['Trader'],
    endorsements: 2,
  });
  await network.open();
  await network.deploy(stormChaincode(network.members));
  for (const rule of rules(seed)) faults.add(rule);
  const quota = { left: transactions };
  const clients = Array.from(
    { length: count },
    (_, i) => new StormClient({ network, ambient, seed: `${seed} client ${i}`, quota, number: i }),
  );
  const mischief = new Mischief({ network, ambient, faults, seed });
  const ended = Promise.all(clients.map((client) => client.run()));
  await ambient.until(Promise.all([ended.finally(() => mischief.end()), mischief.run()]));
  await ambient.until(Promise.all(clients.map((client) => client.ask())));
  await ambient.until(network.close());
  const acknowledged: readonly Acknowledged[] = clients.flatMap((client) => client.acknowledged);
  const findings = await checkLedger({ network, storage, acknowledged });
  return {
    seed,
    ...findings,
    outcomes: sums(clients.map(({ outcomes }) => outcomes)),
    mischief: mischief.counts,
  };
}

function sums(all: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const sum = new Map<string, number>();
  for (const one of all)
    for (const [name, count] of one) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries([...sum].sort(([a], [b]) => (a < b ? -1 : 1)));
}
