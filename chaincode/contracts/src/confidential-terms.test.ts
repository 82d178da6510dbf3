// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { confidentialTermsSchema } from '@argosy/domain/confidential/terms';
import { LedgerError } from '@argosy/domain/errors';
import { parseJson } from '@argosy/domain/shared/decode';
import { kindsOfTerms, someTerms } from '../test-support/confidential-terms.js';
import { staff } from '../test-support/identities.js';
import type { Signer } from '../test-support/identities.js';
import { registeredLedger } from '../test-support/networks.js';
import { sha256 } from '../test-support/planted.js';

const ledger = registeredLedger('trade');
let banker: Signer;
beforeAll(async () => {
  banker = await staff('ImportBankMSP', 'tradeOfficer');
});

describe('terms that are none', () => {
  const malformed = (text: string) =>
    ledger.endorse({
      by: banker,
      args: [
        'confidential:Record',
        JSON.stringify({ collection: 'bankTerms', sha256: sha256(text) }),
      ],
      transient: { confidential: text },
    });

  test('are refused in words that repeat nothing of them, wherever the secret stands', async () => {
    const places = fc.constantFrom(...kindsOfTerms.flatMap((about) => spoiled(about)));
    await fc.assert(
      fc.asyncProperty(places, secret, async (spoil, text) => {
        const sent = spoil(text);
        fc.pre(!confidentialTermsSchema.safeParse(parseJson(sent)).success);
        const { status, message, payload } = await malformed(sent);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(LedgerError.parse(message)?.code).toMatch(/^INPUT_(INVALID|MALFORMED|TOO_LONG)$/);
        expect(message + payload).not.toContain(text);
        expect(message).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 300 },
    );
  });

  test('a salt of less than 128 bits is none', async () => {
    const [good, bad] = ['5a'.repeat(16), '5a'.repeat(16).slice(1)].map((salt) => {
      const terms = { ...(JSON.parse(someTerms('facility').text) as object), salt };
      return confidentialTermsSchema.safeParse(terms).success;
    });
    expect([good, bad]).toEqual([true, false]);
  });
});

/** Text that stands in no message of ours by accident. */
const secret = fc.oneof(
  fc.string({ minLength: 8, maxLength: 60 }).map((text) => `${text}§§`),
  fc.stringMatching(/^[A-Za-z0-9 ]{12,40}$/).map((text) => `${text}Zq9`),
  fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }).map((text) => `§${text}`),
);

/** Ways to put a text into terms where it does not belong: as a value, as a member's name, or instead of the JSON. */
function spoiled(about: (typeof kindsOfTerms)[number]): ((text: string) => string)[] {
  const whole = JSON.parse(someTerms(about).text) as Record<string, unknown>;
  const instead = Object.keys(whole).map(
    (name) => (text: string) => JSON.stringify({ ...whole, [name]: text }),
  );
  const nested = Object.keys(whole).flatMap((name) => [
    (text: string) => JSON.stringify({ ...whole, [name]: [text, 1] }),
    (text: string) => JSON.stringify({ ...whole, [name]: [{ [text]: text }] }),
    (text: string) => JSON.stringify({ ...whole, [name]: { [text]: text } }),
  ]);
  return [
    ...instead,
    ...nested,
    (text) => JSON.stringify({ ...whole, [text]: text }),
    (text) => JSON.stringify({ ...whole, about: { [text]: text } }),
    (text) => JSON.stringify(text),
    (text) => JSON.stringify([text]),
    (text) => text,
    (text) => `{"salt": ${text}`,
    (text) => JSON.stringify({ ...whole, notes: text.repeat(10_000) }),
  ];
}
