import {
  aCredit,
  anApplication,
  parties,
  reference,
  terms,
  theDrawings,
} from '../../../domain/test-support/credits.js';
import { act, by, refusalOfCall } from './trigger.js';

const apply = async (change: object, time?: string) =>
  refusalOfCall({
    by: await by('applicant', 'trader'),
    args: act('credit', 'apply', { ...anApplication(), ...change }),
    ...(time !== undefined && { time }),
  });

const close = async (presentations: ReturnType<typeof theDrawings>['presentations']) =>
  refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: act('credit', 'close', { reference }),
    records: [aCredit(), theDrawings({ presentations })],
  });

/** What a credit refuses. */
export const creditTriggers = {
  CREDIT_APPLICANT_IS_BENEFICIARY: () =>
    apply({ parties: { ...parties, beneficiary: parties.applicant } }),
  CREDIT_EXPIRY_BEFORE_SHIPMENT: () => apply({ terms: { ...terms, latestShipment: '2026-07-01' } }),
  CREDIT_EXPIRED: () => apply({}, '2026-07-01T00:00:00.000Z'),
  CREDIT_CONFIRMATION_NOT_ASKED: async () =>
    refusalOfCall({
      by: await by('advisingBank', 'tradeOfficer'),
      args: act('credit', 'confirm', { reference }),
      records: [aCredit({ status: 'acknowledged', terms: { ...terms, confirmation: 'without' } })],
    }),
  CREDIT_PRESENTATION_OPEN: () => close([{ reference: 'P1', amount: terms.amount }]),
  CREDIT_STILL_AVAILABLE: () => close([]),
};
