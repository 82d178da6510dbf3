import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { memberDocument } from '@argosy/domain/register/member';
import type { Member } from '@argosy/domain/register/member';
import { rosterDocument, rosterParts } from '@argosy/domain/register/roster';
import type { Roster } from '@argosy/domain/register/roster';
import type { DocumentKind, LedgerRecord } from '@argosy/domain/shared/document';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import { decodeRecord, encodeRecord } from '@argosy/domain/shared/record-text';
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

/** An entry of the register, as the contracts say it. */
async function entry<Kept extends LedgerRecord>(
  document: DocumentKind<Kept>,
  name: string,
  ...parts: readonly string[]
): Promise<Kept> {
  const { record } = await harbour.clients
    .as(staff.amara)
    .read('trade', `register:${name}`, ...parts);
  return decodeRecord(document, JSON.stringify(record));
}

/** The validation code of a value that the signers’ peers alone would put under a key. */
async function rewritten(key: string, record: Roster | Member): Promise<number> {
  const text = encodeRecord(record);
  const { code } = await forger.commit({
    channel: 'trade',
    signers,
    run: (simulation) => {
      simulation.put(namespace, key, Buffer.from(text));
    },
  });
  return code;
}

test('neither roster nor a member’s entry is rewritten without the peers of all voters, and nobody is bound by those who tried', async () => {
  const amara = harbour.clients.as(staff.amara);
  const guard = 'CarrierMSP';
  const roster = await entry(rosterDocument, 'GetRoster');
  const members = roster.members.map((it) => (it.msp === 'ExportBankMSP' ? { ...it, guard } : it));
  const key = documentKey('roster', rosterParts);
  expect(await rewritten(key, { ...roster, members })).toBe(10);
  const member = await entry(memberDocument, 'GetMember', 'ExportBankMSP');
  expect(await rewritten(documentKey('member', ['ExportBankMSP']), { ...member, guard })).toBe(10);

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
