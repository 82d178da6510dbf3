import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sha256, signLowS } from './crypto.js';
import { SignatureChecks } from './signature-checks.js';
import type { SignatureCheck } from './signature-checks.js';
import { verificationKey } from './verification-key.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = verificationKey(publicKey);

test('a signature followed by rubbish is not taken for the hash by which it is remembered', () => {
  const checks = new SignatureChecks();
  const message = Buffer.from('message');
  // What follows the sequence is ignored, as by a peer.
  const long = Buffer.concat([signLowS(privateKey, message), Buffer.alloc(1000)]);
  expect(checks.holds({ signer: 'a', key, message, signature: long })).toBe(true);
  expect(checks.holds({ signer: 'a', key, message, signature: sha256(long) })).toBe(false);
  expect(checks.holds({ signer: 'a', key, message, signature: long })).toBe(true);
});

describe('verifying many together', () => {
  const message = Buffer.from('message');
  const good = { signer: 'a', key, message, signature: signLowS(privateKey, message) };
  const bad = { ...good, signer: 'b', message: Buffer.from('another') };
  const all = [good, bad, ...['c', 'd', 'e', 'f'].map((signer) => ({ ...good, signer }))];

  test('remembers each outcome, good and bad', async () => {
    const checks = new SignatureChecks();
    await checks.prepare(all);
    expect(all.map((check) => checks.holds(check))).toEqual([true, false, true, true, true, true]);
  });

  test('asks the batch verifier once, for what is not known', async () => {
    const asked: SignatureCheck[][] = [];
    const checks = new SignatureChecks({
      verifyBatch: (batch) => {
        asked.push([...batch]);
        return Promise.resolve(batch.map(({ signer }) => signer !== 'c'));
      },
    });
    expect(checks.holds(good)).toBe(true);
    await checks.prepare(all);
    await checks.prepare(all);
    expect(asked.map((batch) => batch.map(({ signer }) => signer).join(''))).toEqual(['bcdef']);
    expect(checks.holds({ ...good, signer: 'c' })).toBe(false);
  });

  test('an outcome under one hash is not that under another', () => {
    const checks = new SignatureChecks();
    expect(checks.holds(good)).toBe(true);
    expect(checks.holds({ ...good, key: verificationKey(publicKey, 'sha3-256') })).toBe(false);
  });

  test('signatures are recognised in other bytes only if that is asked for', async () => {
    const copies = all.map((check) => ({ ...check, signature: Buffer.from(check.signature) }));
    const again = copies.map((check) => ({ ...check, signature: Buffer.from(check.signature) }));
    for (const recognise of [true, false]) {
      const checks = new SignatureChecks({ recognise });
      await checks.prepare(copies);
      expect(copies.map((check) => checks.holds(check))).toEqual([
        true,
        false,
        ...Array(4).fill(true),
      ]);
      expect(checks.verified).toBe(6);
      expect(again.map((check) => checks.holds(check))).toEqual([
        true,
        false,
        ...Array(4).fill(true),
      ]);
      expect(checks.verified).toBe(recognise ? 6 : 12);
    }
  });

  test('what was just made here is verified once for each key, and only if the halves belong together', () => {
    const checks = new SignatureChecks();
    const { privateKey: foreign } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signed = (text: string, by = privateKey): SignatureCheck => {
      const said = Buffer.from(text);
      return { signer: 'a', key, message: said, signature: signLowS(by, said) };
    };
    const wrong = ['one', 'two'].map((text) => signed(text, foreign));
    for (const check of wrong) checks.made(check);
    expect(wrong.map((check) => checks.holds(check))).toEqual([false, false]);
    expect(checks.verified).toBe(2);
    const own = ['one', 'two', 'three'].map((text) => signed(text));
    for (const check of own) checks.made(check);
    expect(own.map((check) => checks.holds(check))).toEqual([true, true, true]);
    expect(checks.verified).toBe(3);
  });

  test('the same signature over another message, or of another signer, is another one', () => {
    const checks = new SignatureChecks({ recognise: false });
    expect(checks.holds(good)).toBe(true);
    expect(checks.holds({ ...good, message: Buffer.from('another') })).toBe(false);
    const { publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(checks.holds(good)).toBe(true);
    expect(checks.holds({ ...good, signer: 'b', key: verificationKey(other) })).toBe(false);
  });
});
