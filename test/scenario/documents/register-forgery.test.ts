import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { aCredit } from '../../../chaincode/domain/test-support/credits.js';
import { unguarded } from './support/forged-documents.js';
import { writeNew } from './support/forged-records.js';
import { unsealedOn } from './support/forgeries.js';
import { Forger, namespace } from './support/forger.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';
import { staff } from './support/people.js';

/*
 * Whoever could rewrite who endorses for a bank could make documents in its name. All voters' peers guard the register, so that no two
 * of them can.
 */

let harbour: Harbour;
let forger: Forger;
beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
  forger = new Forger(harbour.network);
}, 90_000);
afterAll(async () => {
  forger.close();
  await harbour.stop();
}, 30_000);

const signers = ['ImportBankMSP', 'CarrierMSP'];

test('a member’s entry is not rewritten without the peers of all voters, and nobody is bound by those who tried', async () => {
  const amara = harbour.clients.as(staff.amara);
  const { record } = await amara.read('trade', 'register:GetMember', 'ExportBankMSP');
  const text = canonicalJson({ ...record, everGuards: ['ExportBankMSP', 'CarrierMSP'] });
  const key = documentKey('member', ['ExportBankMSP']);
  const rewritten = await forger.commit({
    channel: 'trade',
    signers,
    run: (simulation) => {
      simulation.put(namespace, key, Buffer.from(text));
    },
  });
  expect(rewritten.code).toBe(10);

  const guards = ['CarrierMSP', 'ImportBankMSP'];
  const stolen = unguarded(aCredit({ reference: 'STOLEN', status: 'confirmed' }));
  await forger.commit({
    channel: 'trade',
    signers,
    run: (simulation) => {
      writeNew(simulation, { record: { ...stolen, guards }, sealedFor: guards, policy: guards });
    },
  });
  const { refusal } = await amara.read('trade', 'credit:Get', 'STOLEN');
  expect(refusal?.code).toBe('RECORD_UNSEALED');
  expect(await unsealedOn(harbour, 'trade')).toHaveLength(1);
}, 60_000);
