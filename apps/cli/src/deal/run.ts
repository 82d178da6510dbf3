import type { Topology } from '@argosy/operator/topology/schema';
import { dealOf } from './deal.js';
import type { Ending } from './ending.js';
import { ActRefused } from './expectation.js';
import { clockOf } from './gateway/clock.js';
import { earlierReferences } from './gateway/earlier.js';
import { GatewayLedger } from './gateway/gateway-ledger.js';
import { Sessions } from './gateway/sessions.js';
import { nextNumber } from './number.js';
import { actTeller } from './output.js';
import type { DealHappening } from './output.js';
import { playDeal } from './play.js';
import { readDeal } from './read.js';
import { sampleSurroundings } from './samples.js';

export type WantedDeal = {
  /** The deal's description. */
  readonly file: string;
  /** The gateway's base URL. */
  readonly gateway: string;
  /** How many blocks the channels are known to have. */
  readonly heights?: ReadonlyMap<string, number>;
  readonly topology: Topology;
  readonly tell: (happening: DealHappening) => void;
};

/** Play the deal of a file on a network that runs, each act by the organisation's own people, through the REST interface alone. Refuses
 *  a file that cannot be used, and an act that comes to something else than the file says. */
export async function runDeal(wanted: WantedDeal): Promise<Ending> {
  const { gateway, heights = new Map<string, number>(), topology, tell } = wanted;
  const now = await clockOf(gateway);
  const today = now().slice(0, 10);
  const { file, cast } = readDeal(wanted.file, sampleSurroundings(topology.organisations, today));
  const sessions = new Sessions(gateway, cast);
  const applicant = await sessions.of('applicant');
  const earlier = await earlierReferences(applicant, heights.get('trade') ?? 0);
  const ledger = new GatewayLedger(sessions, now, heights);
  const known = [...earlier];
  for (;;) {
    const deal = dealOf(file, { cast, today, number: nextNumber(today, known) });
    const { credit: reference } = deal.names;
    tell({ event: 'deal', reference, earlier: earlier.length, summary: file.title });
    try {
      return await playDeal({ deal, course: file.course }, ledger, actTeller(deal, tell));
    } catch (failure) {
      // Another run, or anybody, was quicker to call a credit so.
      if (!isTaken(failure)) throw failure;
      known.push(reference);
    }
  }
}

const isTaken = (failure: unknown): boolean =>
  failure instanceof ActRefused && failure.number === 1 && failure.code === 'RECORD_ALREADY_EXISTS';
