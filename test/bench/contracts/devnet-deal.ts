import { dealActs } from '../../scenario/documents/support/acts.js';
import type { ActName } from '../../scenario/documents/support/acts.js';
import { actNames, Deal } from '../../scenario/documents/support/deal.js';
import { foundRegisters } from '../../scenario/documents/support/founding.js';
import { startHarbour } from '../../scenario/documents/support/harbour.js';

/** Whole deals on the network of ten members, one after the other, in milliseconds. */
export interface DevnetDeals {
  /** Transactions of a deal, those that put confidential terms into collections included. */
  readonly transactions: number;
  readonly deals: readonly number[];
  /** Of each act, in each deal, with the terms that it needs. */
  readonly acts: Readonly<Record<string, readonly number[]>>;
}

const WARM_UP = 2;

export async function devnetDeals(times: number): Promise<DevnetDeals> {
  const harbour = await startHarbour();
  try {
    await foundRegisters(harbour.clients);
    const deals: number[] = [];
    const acts: Record<string, number[]> = {};
    const names = actNames(dealActs('0'));
    for (let time = -WARM_UP; time < times; time++) {
      const deal = new Deal(harbour.clients, String(time + WARM_UP));
      const begun = performance.now();
      for (const name of names) {
        const since = performance.now();
        await deal.take(name);
        if (time >= 0) (acts[name] ??= []).push(performance.now() - since);
      }
      if (time >= 0) deals.push(performance.now() - begun);
    }
    return { transactions: transactionsOf(names, new Deal(harbour.clients, '0')), deals, acts };
  } finally {
    await harbour.stop();
  }
}

function transactionsOf(names: readonly ActName[], { acts }: Deal): number {
  const secrets = names.filter((name) => acts[name].secret !== undefined);
  return names.length + secrets.length;
}
