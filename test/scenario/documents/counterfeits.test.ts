import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import type { Simulator } from '@argosy/ledger/simulator';
import { validationCode } from '@argosy/protocol/validation-code';
import { aTitle } from '../../../chaincode/domain/test-support/bills.js';
import { parties } from '../../../chaincode/domain/test-support/credits.js';
import {
  anExamination,
  aPresentation,
  aReceipt,
  undertaking,
} from '../../../chaincode/domain/test-support/presentations.js';
import { Deal, untilPresented } from './support/deal.js';
import { unguarded } from './support/forged-documents.js';
import { writeNew } from './support/forged-records.js';
import { Forger } from './support/forger.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';
import { changesOf, colluders, sealChangesOf, trueDocuments } from './support/tampering.js';

const { VALID, ENDORSEMENT_POLICY_FAILURE } = validationCode;

let harbour: Harbour;
let forger: Forger;
let deal: Deal;

beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
  forger = new Forger(harbour.network);
  deal = new Deal(harbour.clients, 'TRUE');
  await deal.take(...untilPresented, 'examine', 'comply');
}, 90_000);
afterAll(async () => {
  forger.close();
  await harbour.stop();
}, 30_000);

const forge = async (signers: readonly string[], run: (simulator: Simulator) => void) =>
  (await forger.commit({ channel: 'trade', signers, run })).code;

/** Write a record of the forgers' own, guarded and sealed by themselves. */
const forgeRecord = (record: Parameters<typeof unguarded>[0], guards: readonly string[]) =>
  forge(colluders, (simulator) => {
    writeNew(simulator, {
      record: { ...unguarded(record), guards },
      sealedFor: guards,
      policy: guards,
    });
  });

describe('a true document', () => {
  test.each(trueDocuments)(
    '%s is changed by nobody without its guards',
    async (kind, partsOf, signers) => {
      const key = documentKey(kind, partsOf(deal.names));
      const ways = changesOf(key, signers);
      const codes = await Promise.all(ways.map((run) => forge(signers, run)));
      expect(codes).toEqual(ways.map(() => ENDORSEMENT_POLICY_FAILURE));
    },
  );

  test('is not undone by one guard that takes its seal back', async () => {
    const { carrierCode, reference } = deal.names.bill;
    const key = documentKey('bill', [carrierCode, reference]);
    const ways = sealChangesOf(key, 'CarrierMSP');
    const codes = await Promise.all(ways.map((run) => forge(['CarrierMSP'], run)));
    expect(codes).toEqual(ways.map(() => ENDORSEMENT_POLICY_FAILURE));
    await deal.take('honour');
    expect((await deal.possessors()).at(-1)).toBe('ImporterMSP');
  });
});

describe('what forgers make of their own beside it counts for nothing', () => {
  test('a possession of the bill', async () => {
    const before = await deal.possessors();
    const { head } = aTitle({ ...deal.names.bill });
    const forged = { ...head, number: 4, transactionId: 'ab'.repeat(32) };
    expect(await forgeRecord(forged, ['ExportBankMSP'])).toBe(VALID);
    expect(await deal.possessors()).toEqual(before);
    const transfer = { ...deal.names.bill, to: parties.advisingBank };
    expect(await deal.isTold('omar', 'trade', 'possession:Transfer', transfer)).toBe(
      'ACTION_WRONG_PARTY',
    );
  });

  test('an examination by another bank', async () => {
    const { presentation, credit } = deal.names;
    const strangers = { ...parties, issuingBank: parties.advisingBank };
    const content = { presentation, credit, parties: strangers, undertaking };
    const forged = anExamination({ ...content, status: 'settled' });
    expect(await forgeRecord(forged, ['ExportBankMSP'])).toBe(VALID);
    expect(await isTold('credit')).toBe('PROCEEDS_BEFORE_SETTLEMENT');
  });

  test('a presentation of strangers under the true credit', async () => {
    const reference = 'STRANGE';
    const strangers = {
      ...parties,
      issuingBank: parties.advisingBank,
      beneficiary: { msp: 'CarrierMSP', name: 'Mar Aberto Lines' },
    };
    const forged = aPresentation({ reference, credit: deal.names.credit, parties: strangers });
    expect(await forgeRecord(forged, [...colluders].sort())).toBe(VALID);
    const examine = { presentation: reference };
    expect(await deal.isTold('mei', 'trade', 'examination:Examine', examine)).toBe(
      'DEAL_PARTIES_DIFFER',
    );
  });

  test('a receipt by another applicant', async () => {
    const { presentation } = deal.names;
    const { beneficiary: applicant, advisingBank: issuingBank } = parties;
    const forged = aReceipt({ presentation, parties: { ...parties, applicant, issuingBank } });
    expect(await forgeRecord(forged, ['ExportBankMSP'])).toBe(VALID);
    expect(await isTold('settle')).toBe('DEAL_PARTIES_DIFFER');
  });

  test('an examination by the right bank that names other parties', async () => {
    const other = new Deal(harbour.clients, 'OTHER');
    await other.take(...untilPresented);
    const { presentation, credit } = other.names;
    const strangers = { ...parties, advisingBank: parties.issuingBank };
    const content = { presentation, credit, parties: strangers, undertaking };
    const forged = anExamination({ ...content, status: 'settled' });
    const run = (simulator: Simulator) => {
      const guards = ['ImportBankMSP'];
      const record = { ...unguarded(forged), guards };
      writeNew(simulator, { record, sealedFor: guards, policy: guards });
    };
    expect(await forge(['ImportBankMSP', 'CarrierMSP'], run)).toBe(VALID);
    expect(await isTold('credit', other)).toBe('DEAL_PARTIES_DIFFER');
  });
});

/** What whoever may take an act is told of it now. */
function isTold(name: 'settle' | 'credit', of = deal): Promise<string> {
  const { by, channel, name: called } = of.acts[name];
  return of.isTold(by, channel, called, of.commandOf(name));
}
