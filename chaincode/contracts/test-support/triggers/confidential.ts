import { createHash } from 'node:crypto';
import { anApplication } from '../../../domain/test-support/credits.js';
import { act, by, refusalOfCall } from './trigger.js';

const terms =
  '{"about":"paymentConditions","conditions":["At 30 days"],"kind":"confidential","salt":"' +
  '5a'.repeat(16) +
  '"}';
const sha256 = createHash('sha256').update(terms).digest('hex');

const record = async (command: object, transient: Record<string, string>) =>
  refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: ['confidential:Record', JSON.stringify(command)],
    transient,
  });

/** What the private collections refuse. */
export const confidentialTriggers = {
  CONFIDENTIAL_ABSENT: () => record({ collection: 'bankTerms', sha256 }, {}),
  CONFIDENTIAL_MISMATCH: () =>
    record({ collection: 'bankTerms', sha256: 'a1'.repeat(32) }, { confidential: terms }),
  CONFIDENTIAL_MISSING: async () =>
    refusalOfCall({
      by: await by('applicant', 'trader'),
      args: act('credit', 'apply', {
        ...anApplication(),
        confidential: [{ collection: 'facilityTerms', sha256 }],
      }),
    }),
};
