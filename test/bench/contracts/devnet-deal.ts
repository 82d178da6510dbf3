import { dealActs } from '../../scenario/documents/support/acts.js';
import { actNames, Deal } from '../../scenario/documents/support/deal.js';
import { foundRegisters } from '../../scenario/documents/support/founding.js';
import { startHarbour } from '../../scenario/documents/support/harbour.js';

/** Whole deals on the network of ten members, one after the other. */
export interface DevnetDeals {
  /** Transactions of a deal, those that put confidential terms into collections included. */
  readonly transactions: number;
  /** Milliseconds of each deal. */
  readonly deals: readonly number[];
  /** Milliseconds of each act in each deal, with the terms that it needs. */
  readonly acts: Readonly<Record<string, readonly number[]>>;
  /** Bytes of each act's transaction as its client has it ordered, certificates and endorsements included. */
  readonly bytes: Readonly<Record<string, number>>;
}

const WARM_UP = 2;

const names = actNames(dealActs('0'));

export async function devnetDeals(times: number): Promise<DevnetDeals> {
  const harbour = await startHarbour();
  try {
    await foundRegisters(harbour.clients);
    const bytes = await sizes(new Deal(harbour.clients, 'S'));
    const deals: number[] = [];
    const acts: Record<string, number[]> = {};
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
    return { transactions: transactionsOf(dealActs('0')), deals, acts, bytes };
  } finally {
    await harbour.stop();
  }
}

/** Each act is endorsed once more than it is taken. */
async function sizes(deal: Deal): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  for (const name of names) {
    await deal.keepSecret(name);
    const { by, channel, name: called } = deal.acts[name];
    const options = { requestId: deal.requestIdOf(name) };
    const { transaction } = await deal
      .as(by)
      .endorse(channel, called, deal.commandOf(name), options);
    if (transaction === undefined) throw new Error(`${called} was not endorsed`);
    bytes[name] = transaction.getBytes().length;
    await deal.take(name);
  }
  return bytes;
}

function transactionsOf(acts: ReturnType<typeof dealActs>): number {
  const secrets = Object.values(acts).filter((act) => 'secret' in act);
  return names.length + secrets.length;
}
