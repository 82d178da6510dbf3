import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCredit } from '@argosy/domain/credit/credit';
import { errorCodes, isErrorCode, LedgerError } from '@argosy/domain/errors';
import type { ErrorCode } from '@argosy/domain/errors';
import { moneyFromDecimal } from '@argosy/domain/shared/money';
import {
  aCredit,
  anApplication,
  aPresentation,
  members,
  parties,
  reference,
  terms,
} from '../../domain/test-support/credits.js';
import { refusalOf } from '../../domain/test-support/refusal.js';
import { people, requestId } from '../test-support/deal.js';
import type { People } from '../test-support/deal.js';
import { signerWith, staff } from '../test-support/identities.js';
import type { Signer } from '../test-support/identities.js';
import { MemoryLedger } from '../test-support/memory-ledger.js';

let by: People;
let strangers: Record<
  'noRole' | 'otherRole' | 'wrongRole' | 'wrongMember' | 'unsafeMember',
  Signer
>;
beforeAll(async () => {
  by = await people();
  strangers = {
    noRole: await signerWith(members.applicant, undefined),
    otherRole: await staff(members.applicant, 'admin'),
    wrongRole: await staff(members.issuingBank, 'trader'),
    wrongMember: await staff('CarrierMSP', 'tradeOfficer'),
    unsafeMember: await staff('Importer\u0000MSP', 'trader'),
  };
});

const key = `\u0000credit\u0000${reference}\u0000`;
const issued = encodeCredit(aCredit({ status: 'issued' }));
const advised = encodeCredit(aCredit());

type Setting = Readonly<{ state?: Record<string, string>; seconds?: number }>;

async function refused(
  signer: Signer,
  args: string[],
  setting: Setting = {},
): Promise<LedgerError> {
  const ledger = new MemoryLedger();
  Object.entries(setting.state ?? {}).forEach(([at, value]) => ledger.state.set(at, value));
  const { seconds } = setting;
  const proposal = { by: signer, args, ...(seconds !== undefined && { seconds }) };
  const { status, message, writes, events } = await ledger.endorse(proposal);
  expect({ status, writes: writes.filter(([at]) => at === key), events }).toEqual({
    status: 500,
    writes: [],
    events: [],
  });
  // Exactly our JSON: nothing before it, nothing after.
  const error = LedgerError.parse(message);
  if (error?.message !== message) throw new Error(`Not a coded refusal: ${message}`);
  return error;
}

const call = (name: string, command: unknown) => [
  `credit:${name}`,
  typeof command === 'string' ? command : JSON.stringify(command),
  requestId(7),
];
const apply = (change: object, setting?: Setting) =>
  refused(by.ines, call('Apply', { ...anApplication(), ...change }), setting);
const present = (change: object, setting?: Setting) =>
  refused(by.omar, call('Present', { ...aPresentation(), ...change }), {
    state: { [key]: advised },
    ...setting,
  });
const at = (time: string): number => Date.parse(time) / 1000;

// One way into each refusal, by the real router. The compiler asks for every code.
const triggers: Record<ErrorCode, () => Promise<LedgerError>> = {
  CALL_MALFORMED: () => refused(by.ines, ['credit:Get']),
  CHAINCODE_FAULT: () =>
    refused(by.ines, ['credit:Get', reference], { state: { [key]: 'unavailable' } }),
  FUNCTION_UNKNOWN: () => refused(by.ines, call('Delete', {})),
  ACCESS_ROLE_MISSING: () => refused(strangers.noRole, call('Apply', anApplication())),
  ACCESS_ROLE_WRONG: () => refused(strangers.wrongRole, call('Issue', { reference })),
  INPUT_MALFORMED: () => refused(by.henrik, call('Issue', '{"reference"')),
  INPUT_TOO_LONG: () => refused(by.henrik, call('Issue', ' '.repeat(65_537))),
  INPUT_INVALID: () => apply({ surprise: 1 }),
  REQUEST_ALREADY_RECORDED: () => {
    const record = JSON.stringify({ kind: 'request', txId: 'tx0', digest: 'd4'.repeat(32) });
    const state = { [`\u0000request\u0000ImporterMSP\u0000${requestId(7)}\u0000`]: record };
    return apply({}, { state });
  },
  // The one refusal that no call reaches: the ledger takes amounts in minor units only.
  MONEY_INVALID: () => Promise.resolve(refusalOf(() => moneyFromDecimal('1.005', 'USD'))),
  TIME_OUT_OF_RANGE: () => apply({}, { seconds: 253_402_300_800 }),
  TIME_BEFORE_RECORD: () => present({}, { seconds: at('2026-05-10T07:59:59Z') }),
  KEY_PART_UNSAFE: () => refused(strangers.unsafeMember, call('Apply', anApplication())),
  RECORD_UNREADABLE: () => refused(by.ines, ['credit:Get', reference], { state: { [key]: '{}' } }),
  CREDIT_NOT_FOUND: () => refused(by.ines, ['credit:Get', reference]),
  CREDIT_ALREADY_EXISTS: () => apply({}, { state: { [key]: issued } }),
  CREDIT_WRONG_ROLE: () =>
    refused(strangers.wrongMember, call('Advise', { reference }), { state: { [key]: issued } }),
  CREDIT_WRONG_STATUS: () =>
    refused(by.henrik, call('Issue', { reference }), { state: { [key]: issued } }),
  CREDIT_APPLICANT_IS_BENEFICIARY: () =>
    apply({ parties: { ...parties, beneficiary: parties.applicant } }),
  CREDIT_EXPIRY_BEFORE_SHIPMENT: () => apply({ terms: { ...terms, latestShipment: '2026-07-01' } }),
  CREDIT_EXPIRED: () => apply({}, { seconds: at('2026-07-01T00:00:00Z') }),
  PRESENTATION_AFTER_EXPIRY: () => present({}, { seconds: at('2026-07-01T00:00:00Z') }),
  PRESENTATION_LATE: () => present({}, { seconds: at('2026-06-01T00:00:00Z') }),
  SHIPMENT_LATE: () =>
    present({ shipmentDate: '2026-06-01' }, { seconds: at('2026-06-02T00:00:00Z') }),
  SHIPMENT_AFTER_PRESENTATION: () => present({ shipmentDate: '2026-05-21' }),
  DRAWING_CURRENCY_WRONG: () => present({ amount: { currency: 'EUR', minor: '1' } }),
  DRAWING_ABOVE_AMOUNT: () => present({ amount: { currency: 'USD', minor: '10000001' } }),
  DOCUMENT_MISSING: () =>
    present({ documents: [{ type: 'packingList', sha256: 'c3'.repeat(32) }] }),
};

describe('each refusal is reached through the router', () => {
  test('and none is left out', () => {
    expect(Object.keys(triggers).sort()).toEqual(Object.keys(errorCodes).sort());
  });

  test.each(Object.keys(triggers).filter(isErrorCode))('%s', async (code) => {
    const error = await triggers[code]();
    expect(error.code).toBe(code);
    // Every argument of the sentence is there.
    expect(error.sentence).not.toContain('unknown');
    expect(error.sentence).not.toMatch(/[{}]/);
  });
});

describe('access', () => {
  test('names the role that is asked for, and the one there is', async () => {
    const { details } = await triggers.ACCESS_ROLE_WRONG();
    expect(details).toEqual({
      function: 'credit:Issue',
      required: ['tradeOfficer'],
      actual: 'trader',
      attribute: 'argosy.role',
    });
  });

  test.each(['Apply', 'Issue', 'Advise', 'Present', 'Honour', 'Settle'])(
    '%s is for no unknown role',
    async (name) => {
      const { code } = await refused(strangers.otherRole, call(name, { reference }));
      expect(code).toBe('ACCESS_ROLE_WRONG');
    },
  );

  test('is not had by attributes that are not text', async () => {
    const signer = await signerWith('ImporterMSP', '{"attrs":{"argosy.role":["trader"]}}');
    expect((await refused(signer, call('Apply', anApplication()))).code).toBe(
      'ACCESS_ROLE_MISSING',
    );
  });

  test.each(['', '{', '{}', 'null', '{"attrs":null}'])(
    'is refused with a code when the attributes are %j',
    async (attributes) => {
      const signer = await signerWith('ImporterMSP', attributes);
      const { code } = await refused(signer, call('Apply', anApplication()));
      expect(['CALL_MALFORMED', 'CHAINCODE_FAULT']).toContain(code);
    },
  );

  test('is checked before the command is read', async () => {
    expect((await refused(strangers.noRole, call('Apply', '{'))).code).toBe('ACCESS_ROLE_MISSING');
  });
});

test.each([
  [[]],
  [['nosuch:Apply', '{}', 'x']],
  [['credit:Apply']],
  [['credit:Apply', '{}', 'x', 'y']],
])('the call %j is malformed', async (args) => {
  expect((await refused(by.ines, args)).code).toBe('CALL_MALFORMED');
});

test.each([
  'credit:apply',
  'credit:constructor',
  'credit:createContext',
  'credit:aroundTransaction',
  'credit:Apply:x',
  ':toString',
])('there is no function %s', async (name) => {
  expect((await refused(by.ines, [name, '{}', requestId(1)])).code).toBe('FUNCTION_UNKNOWN');
});

test.each(['', 'ab', 'A'.repeat(64), '0'.repeat(63), '0'.repeat(65)])(
  'the request id %j is refused',
  async (id) => {
    const args = ['credit:Apply', JSON.stringify(anApplication()), id];
    const { code, details } = await refused(by.ines, args);
    expect([code, details['input']]).toEqual(['INPUT_INVALID', 'request id']);
  },
);
