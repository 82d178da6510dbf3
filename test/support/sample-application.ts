import type { CreditCommand } from '@argosy/domain/credit/commands';
import { readTopology } from '@argosy/operator/topology/read';
import { application } from 'argosy/deal/acts/trade-commands';
import { dealOf, noNumber } from 'argosy/deal/deal';
import type { Deal } from 'argosy/deal/deal';
import { readDeal } from 'argosy/deal/read';
import { sampleSurroundings } from 'argosy/deal/samples';
import { defaultDeal, topologyFile } from 'argosy/places';

const deals = new Map<string, Deal>();

/** The application of the deal that `argosy start` plays, on some day, for a credit of any name. */
export function sampleApplication(reference: string, today: string): CreditCommand<'apply'> {
  const deal = deals.get(today) ?? dealOn(today);
  deals.set(today, deal);
  return { ...application({ deal }), reference };
}

function dealOn(today: string): Deal {
  const { organisations } = readTopology(topologyFile);
  const { file, cast } = readDeal(defaultDeal, sampleSurroundings(organisations, today));
  return dealOf(file, { cast, today, number: noNumber });
}
