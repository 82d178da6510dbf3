import { anAmendment } from '../../../domain/test-support/amendments.js';
import { aCredit, reference, theDrawings } from '../../../domain/test-support/credits.js';
import type { Amendment } from '@argosy/domain/amendment/amendment';
import type { Credit } from '@argosy/domain/credit/credit';
import { act, by, refusalOfCall } from './trigger.js';

const one = { credit: reference, number: 1 };
const usd = (minor: string) => ({ currency: 'USD', minor }) as const;

const propose = async (change: object, number = 1) =>
  refusalOfCall({
    by: await by('applicant', 'trader'),
    args: act('amendment', 'propose', { ...one, number, change }),
    records: [aCredit()],
  });

const advise = async (status: Credit['status'], said: object) =>
  refusalOfCall({
    by: await by('advisingBank', 'tradeOfficer'),
    args: act('amendment', 'advise', { ...one, ...said }),
    records: [aCredit({ status }), anAmendment({ status: 'issued' })],
  });

const accept = async (amendment: Partial<Amendment>, credit: Partial<Credit> = {}) =>
  refusalOfCall({
    by: await by('beneficiary', 'trader'),
    args: act('amendment', 'accept', one),
    records: [
      aCredit(credit),
      theDrawings({ presentations: [{ reference: 'P1', amount: usd('9000000') }] }),
      anAmendment(amendment),
    ],
  });

/** What an amendment refuses. */
export const amendmentTriggers = {
  AMENDMENT_CURRENCY_WRONG: () => propose({ increase: { currency: 'EUR', minor: '1' } }),
  AMENDMENT_DECREASE_TOO_LARGE: () => propose({ decrease: usd('10000000') }),
  MONEY_TOO_LARGE: () => propose({ increase: usd('99999999999999') }),
  AMENDMENT_NUMBER_WRONG: () => propose({ goods: 'x' }, 2),
  AMENDMENT_CONFIRMATION_UNSAID: () => advise('confirmed', {}),
  AMENDMENT_CONFIRMATION_NONE: () => advise('advised', { extendsConfirmation: true }),
  AMENDMENT_CONFIRMER_DISAGREES: () =>
    accept({ change: { cancel: true }, extendsConfirmation: false }, { status: 'confirmed' }),
  AMENDMENT_BELOW_DRAWN: () => accept({ change: { decrease: usd('1000001') } }),
};
