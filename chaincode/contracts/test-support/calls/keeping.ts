import { createHash } from 'node:crypto';
import { confidentialKey } from '../../src/confidential.js';
import { members } from '../../../domain/test-support/network.js';
import { staff } from '../identities.js';
import { registeredLedger } from '../networks.js';

const terms =
  '{"about":"paymentConditions","conditions":["At 30 days"],"kind":"confidential","salt":"' +
  `${'5a'.repeat(16)}"}`;
const sha256 = createHash('sha256').update(terms).digest('hex');
const collection = 'bankTerms';

/** Confidential terms put where they belong, and read there; and read where there are none. */
export async function keepSecrets(): Promise<void> {
  const by = await staff(members.issuingBank, 'tradeOfficer');
  const ledger = registeredLedger('trade');
  const read = { by, args: ['confidential:Get', collection, sha256] };
  await ledger.endorse(read);
  const args = ['confidential:Record', JSON.stringify({ collection, sha256 })];
  await ledger.endorse({ by, args, transient: { confidential: terms } });
  ledger.plantPrivate(collection, confidentialKey(sha256), terms);
  await ledger.endorse(read);
}
