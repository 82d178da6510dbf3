import { moneyFromDecimal } from '@argosy/domain/shared/money';
import { aCredit, anApplication, reference } from '../../../domain/test-support/credits.js';
import { refusalOf } from '../../../domain/test-support/refusal.js';
import { rosterOf } from '../../../domain/test-support/register.js';
import { signerWith, staff } from '../identities.js';
import { keyOf, plant, plantUnsealed } from '../planted.js';
import { act, by, refusalOfCall, requestId } from './trigger.js';

const apply = (command: unknown) => act('credit', 'apply', command);
const get = ['credit:Get', reference];
const applied = aCredit({ status: 'applied' });
const requestRecord = JSON.stringify({ kind: 'request', txId: 'tx0', digest: 'd4'.repeat(32) });

/** What any call can meet, whatever the document. */
export const callTriggers = {
  CALL_MALFORMED: async () =>
    refusalOfCall({ by: await by('applicant', 'trader'), args: ['credit:Get'] }),
  CHAINCODE_FAULT: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: get,
      prepare: (ledger) => {
        ledger.breakKey(keyOf(aCredit()));
      },
    }),
  FUNCTION_UNKNOWN: async () =>
    refusalOfCall({ by: await by('applicant', 'trader'), args: act('credit', 'delete', {}) }),
  ACCESS_ROLE_MISSING: async () =>
    refusalOfCall({
      by: await signerWith('ImporterMSP', undefined),
      args: apply(anApplication()),
    }),
  ACCESS_ROLE_WRONG: async () =>
    refusalOfCall({
      by: await by('issuingBank', 'trader'),
      args: act('credit', 'issue', { reference }),
    }),
  INPUT_MALFORMED: async () =>
    refusalOfCall({ by: await by('applicant', 'trader'), args: apply('{"reference"') }),
  INPUT_TOO_LONG: async () =>
    refusalOfCall({ by: await by('applicant', 'trader'), args: apply(' '.repeat(65_537)) }),
  INPUT_INVALID: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply({ ...anApplication(), surprise: 1 }),
    }),
  REQUEST_ALREADY_RECORDED: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply(anApplication()),
      prepare: (ledger) => {
        ledger.plant(`\u0000request\u0000ImporterMSP\u0000${requestId}\u0000`, requestRecord);
      },
    }),
  // No call reaches it: the ledger takes amounts in minor units only.
  MONEY_INVALID: () => Promise.resolve(refusalOf(() => moneyFromDecimal('1.005', 'USD'))),
  TIME_OUT_OF_RANGE: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply(anApplication()),
      time: '+010000-01-01T00:00:00.000Z',
    }),
  TIME_BEFORE_RECORD: async () =>
    refusalOfCall({
      by: await by('issuingBank', 'tradeOfficer'),
      args: act('credit', 'issue', { reference }),
      records: [applied],
      time: '2026-05-10T07:59:59.000Z',
    }),
  KEY_PART_UNSAFE: async () =>
    refusalOfCall({
      by: await staff('Importer\u0000MSP', 'trader'),
      args: apply(anApplication()),
    }),
  RECORD_UNREADABLE: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: get,
      prepare: (ledger) => {
        ledger.plant(keyOf(aCredit()), '{}');
      },
    }),
  RECORD_UNSEALED: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: get,
      prepare: (ledger) => {
        plantUnsealed(ledger, aCredit());
      },
    }),
  RECORD_NOT_FOUND: async () => refusalOfCall({ by: await by('applicant', 'trader'), args: get }),
  RECORD_ALREADY_EXISTS: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply(anApplication()),
      records: [applied],
    }),
  ACTION_WRONG_PARTY: async () =>
    refusalOfCall({
      by: await by('carrier', 'tradeOfficer'),
      args: act('credit', 'issue', { reference }),
      records: [applied],
    }),
  ACTION_WRONG_STATUS: async () =>
    refusalOfCall({
      by: await by('issuingBank', 'tradeOfficer'),
      args: act('credit', 'issue', { reference }),
      records: [aCredit({ status: 'issued' })],
    }),
  MEMBER_UNKNOWN: async () =>
    refusalOfCall({ by: await staff('StrangerMSP', 'trader'), args: apply(anApplication()) }),
  MEMBER_SUSPENDED: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply(anApplication()),
      prepare: (ledger) => {
        plant(ledger, rosterOf('trade', { ImporterMSP: { status: 'suspended' } }));
      },
    }),
  MEMBER_WRONG_BUSINESS: async () => {
    const { parties, ...rest } = anApplication();
    const issuingBank = { msp: 'CarrierMSP', name: 'Mar Aberto Lines' };
    return refusalOfCall({
      by: await by('applicant', 'trader'),
      args: apply({ ...rest, parties: { ...parties, issuingBank } }),
    });
  },
};
