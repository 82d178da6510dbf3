// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { LedgerError } from '@argosy/domain/errors';
import { kindsOfTerms, someTerms } from '../test-support/confidential-terms.js';
import type { SomeTerms } from '../test-support/confidential-terms.js';
import { staff } from '../test-support/identities.js';
import type { Signer } from '../test-support/identities.js';
import { implicitCollection } from '../test-support/ledger/channel.js';
import type { Ledger, Submission } from '../test-support/ledger/ledger.js';
import { channels, registeredLedger } from '../test-support/networks.js';
import { confidentialKey } from './confidential.js';

const valid = 0;
const endorsementFailure = 10;
const names = ['trade', 'border'] as const;

const signers = new Map<string, Signer>();
const signerOf = (msp: string): Signer => {
  const found = signers.get(msp);
  if (found === undefined) throw new Error(`Nobody signs for ${msp}`);
  return found;
};
beforeAll(async () => {
  for (const { organisations } of Object.values(channels))
    for (const { msp } of organisations) signers.set(msp, await staff(msp, 'trader'));
});

const refusal = ({ message }: { readonly message: string }) => LedgerError.parse(message)?.code;

const record = (
  ledger: Ledger,
  msp: string,
  { collection, terms, hash }: { collection: string; terms: SomeTerms; hash?: string },
): Promise<Submission> =>
  ledger.submit({
    by: signerOf(msp),
    args: ['confidential:Record', JSON.stringify({ collection, sha256: hash ?? terms.sha256 })],
    transient: { confidential: terms.text },
  });

const get = (ledger: Ledger, msp: string, collection: string, hash: string) =>
  ledger.endorse({ by: signerOf(msp), args: ['confidential:Get', collection, hash] });

const cases = names.flatMap((name) =>
  (channels[name].collections ?? []).flatMap(({ name: collection, members }) =>
    kindsOfTerms.map((about) => ({ name, collection, members, about })),
  ),
);

describe.each(cases)('$about in $collection on $name', ({ name, collection, members, about }) => {
  const others = channels[name].organisations
    .map(({ msp }) => msp)
    .filter((msp) => !members.includes(msp));

  test('each member records them and each reads them; nothing of them is public', async () => {
    for (const member of members) {
      const ledger = registeredLedger(name);
      const terms = someTerms(about);
      const recorded = await record(ledger, member, { collection, terms });
      expect([recorded.message, recorded.code]).toEqual(['', valid]);
      expectNothingPublic(recorded, terms);
      for (const reader of members)
        expect((await get(ledger, reader, collection, terms.sha256)).payload).toBe(terms.text);
    }
  });

  test('nobody else records or reads them', async () => {
    const ledger = registeredLedger(name);
    const [terms, more] = [someTerms(about), someTerms(about)];
    await record(ledger, members[0] ?? '', { collection, terms });
    const before = ledger.digest();
    for (const other of others) {
      const refused = [
        await record(ledger, other, { collection, terms: more }),
        await get(ledger, other, collection, terms.sha256),
      ];
      for (const { message, payload, status } of refused) {
        expect(status).toBeGreaterThanOrEqual(400);
        // Fabric itself refuses, and the contract has its words.
        expect(message).toContain('access permission on privatedata');
        expectNoneIn(message + payload, terms, more);
      }
    }
    expect(ledger.digest()).toBe(before);
  });
});

/** A transaction that every peer and every orderer may have whole, its private writes aside, of which they have the hashes. */
function expectNothingPublic(recorded: Submission, terms: SomeTerms): void {
  const { writes, metadataWrites, events, privateWrites, payload, args, message } = recorded;
  expect([writes, metadataWrites, events]).toEqual([[], [], []]);
  expect(privateWrites.map(({ valueHash }) => valueHash?.toString('hex'))).toEqual([terms.sha256]);
  expectNoneIn(JSON.stringify([args, payload, message, recorded.reads]), terms);
}

function expectNoneIn(text: string, ...secrets: readonly SomeTerms[]): void {
  for (const { canaries, sha256: hash } of secrets)
    for (const [field, canary] of Object.entries(canaries))
      expect({ [`${field} of ${hash}`]: text.includes(canary) }).toEqual({
        [`${field} of ${hash}`]: false,
      });
}

describe('recording', () => {
  const collection = 'bankTerms';
  const bank = 'ImportBankMSP';

  test('the same terms twice leaves what is there', async () => {
    const ledger = registeredLedger('trade');
    const terms = someTerms('paymentConditions');
    const first = await record(ledger, bank, { collection, terms });
    const again = await record(ledger, 'ExportBankMSP', { collection, terms });
    expect([first.code, again.code, again.payload]).toEqual([valid, valid, first.payload]);
    expect((await get(ledger, bank, collection, terms.sha256)).payload).toBe(terms.text);
  });

  test('takes terms in any order and spacing of their members, and keeps one form', async () => {
    const ledger = registeredLedger('trade');
    const terms = someTerms('facility');
    const parsed = JSON.parse(terms.text) as Record<string, unknown>;
    const text = JSON.stringify(Object.fromEntries(Object.entries(parsed).reverse()), undefined, 2);
    expect(text).not.toBe(terms.text);
    const { code } = await record(ledger, bank, { collection, terms: { ...terms, text } });
    expect(code).toBe(valid);
    expect((await get(ledger, bank, collection, terms.sha256)).payload).toBe(terms.text);
  });

  test('is endorsed by a member of the collection, by nobody else', async () => {
    for (const [endorsedBy, code] of [
      [['ImportBankMSP'], valid],
      [['ExportBankMSP'], valid],
      [['CarrierMSP'], endorsementFailure],
    ] as const) {
      const ledger = registeredLedger('trade');
      const terms = someTerms('paymentConditions');
      const submitted = await ledger.submit({
        by: signerOf(bank),
        args: ['confidential:Record', JSON.stringify({ collection, sha256: terms.sha256 })],
        transient: { confidential: terms.text },
        endorsedBy,
      });
      expect(submitted.code).toBe(code);
    }
  });

  // A peer gives what stands in clear there to whoever may read the channel's blocks.
  test('refuses the collections that Fabric gives each organisation, the caller’s own too', async () => {
    const ledger = registeredLedger('trade');
    for (const msp of [bank, 'ExportBankMSP', 'ImporterMSP', 'StrangerMSP']) {
      const terms = someTerms('examinersNotes');
      const own = implicitCollection(msp);
      const recorded = await record(ledger, bank, { collection: own, terms });
      const read = await get(ledger, bank, own, terms.sha256);
      expect([recorded, read].map(refusal)).toEqual(['INPUT_INVALID', 'INPUT_INVALID']);
      expectNoneIn(recorded.message, terms);
    }
  });

  test('refuses another hash, terms that did not come along, and a collection that is none', async () => {
    const ledger = registeredLedger('trade');
    const terms = someTerms('paymentConditions');
    const other = await record(ledger, bank, { collection, terms, hash: 'a1'.repeat(32) });
    expect(refusal(other)).toBe('CONFIDENTIAL_MISMATCH');
    expectNoneIn(other.message, terms);
    for (const transient of [{}, { terms: terms.text }, { Confidential: terms.text }]) {
      const args = [
        'confidential:Record',
        JSON.stringify({ collection, sha256: terms.sha256 }),
      ] as const;
      const without = await ledger.submit({ by: signerOf(bank), args, transient });
      expect(refusal(without)).toBe('CONFIDENTIAL_ABSENT');
      expectNoneIn(without.message, terms);
    }
    const nowhere = await record(ledger, bank, { collection: 'otherTerms', terms });
    expect(refusal(nowhere)).toBe('CHAINCODE_FAULT');
    expectNoneIn(nowhere.message, terms);
  });

  test('refuses whoever is not registered, or suspended', async () => {
    const stranger = await staff('StrangerMSP', 'trader');
    const terms = someTerms('facility');
    const command = JSON.stringify({ collection, sha256: terms.sha256 });
    const refused = await registeredLedger('trade').submit({
      by: stranger,
      args: ['confidential:Record', command],
      transient: { confidential: terms.text },
    });
    expect(refusal(refused)).toBe('MEMBER_UNKNOWN');
  });
});

describe('reading', () => {
  test('refuses a hash that the collection does not hold, though another one does', async () => {
    const ledger = registeredLedger('trade');
    const terms = someTerms('paymentConditions');
    await record(ledger, 'ImportBankMSP', { collection: 'bankTerms', terms });
    const own = await get(ledger, 'ImportBankMSP', 'facilityTerms', terms.sha256);
    expect(refusal(own)).toBe('CONFIDENTIAL_MISSING');
  });

  test('refuses what a member’s peer put in the place of the terms', async () => {
    const ledger = registeredLedger('trade');
    const [terms, forged] = [someTerms('facility'), someTerms('facility')];
    await record(ledger, 'ImportBankMSP', { collection: 'facilityTerms', terms });
    ledger.plantPrivate('facilityTerms', confidentialKey(terms.sha256), forged.text);
    const read = await get(ledger, 'ImporterMSP', 'facilityTerms', terms.sha256);
    expect(refusal(read)).toBe('CONFIDENTIAL_MISSING');
    expectNoneIn(read.message + read.payload, terms, forged);
  });

  // Fabric orders whatever was endorsed, questions too, and the answer with them.
  test('an answer is not to be ordered: it would stand in the block', async () => {
    const ledger = registeredLedger('trade');
    const terms = someTerms('paymentConditions');
    await record(ledger, 'ImportBankMSP', { collection: 'bankTerms', terms });
    const args = ['confidential:Get', 'bankTerms', terms.sha256];
    const ordered = await ledger.submit({ by: signerOf('ImportBankMSP'), args });
    expect([ordered.code, ordered.payload]).toEqual([valid, terms.text]);
  });
});
