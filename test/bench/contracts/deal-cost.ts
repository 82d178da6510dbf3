import { acts } from '../../../chaincode/contracts/test-support/deal-acts.js';
import { borderActs } from '../../../chaincode/contracts/test-support/border-acts.js';
import { TradeDeal } from '../../../chaincode/contracts/test-support/trade-deal.js';
import type { Act } from '../../../chaincode/contracts/test-support/trade-deal.js';

/** What a whole deal takes on one channel, executed once and committed, in milliseconds. */
export interface DealCost {
  readonly name: string;
  readonly acts: number;
  readonly elapsed: readonly number[];
  readonly processor: readonly number[];
}

const WARM_UP = 10;

const { refuse: _refuse, return: _return, waive: _waive, ...straight } = acts;

/** The deals of the tests: the one that is honoured and paid, and its way across the border. */
const deals = [
  {
    name: 'from the application to the proceeds',
    channel: 'trade',
    taken: Object.values(straight),
  },
  {
    name: 'from the licence to the clearance',
    channel: 'border',
    taken: Object.values(borderActs),
  },
] as const;

/** Take each deal so many times, on an in-memory ledger of its own. */
export async function dealCosts(times: number): Promise<readonly DealCost[]> {
  const costs: DealCost[] = [];
  for (const { name, channel, taken } of deals) {
    const [first, ...others]: readonly Act[] = taken;
    if (first === undefined) throw new Error(`${name} has no acts`);
    const elapsed: number[] = [];
    const processor: number[] = [];
    for (let time = -WARM_UP; time < times; time++) {
      const deal = new TradeDeal(channel);
      const [since, used] = [performance.now(), process.cpuUsage()];
      await deal.take(first, ...others);
      const { user, system } = process.cpuUsage(used);
      if (time < 0) continue;
      elapsed.push(performance.now() - since);
      processor.push((user + system) / 1000);
    }
    costs.push({ name, acts: taken.length, elapsed, processor });
  }
  return costs;
}
