import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { formsOf, Search } from './support/search.js';

const noise = (): Buffer => randomBytes(500);
const canary = { name: 'canary', text: 'Canary 0123 "and" ß' };
const salt = { name: 'salt', text: randomBytes(16).toString('hex') };
const search = new Search([canary, salt]);

describe('a text is found', () => {
  test.each([
    ['as it is', Buffer.from(canary.text)],
    ['in JSON', Buffer.from(JSON.stringify({ canary: canary.text }))],
    ['in JSON within JSON', Buffer.from(JSON.stringify(JSON.stringify([canary.text])))],
    ['in an address', Buffer.from(`?q=${encodeURIComponent(canary.text)}`)],
    ['in hexadecimal', Buffer.from(Buffer.from(canary.text).toString('hex'))],
    ['in capitals', Buffer.from(Buffer.from(canary.text).toString('hex').toUpperCase())],
    ['in UTF-16', Buffer.from(canary.text, 'utf16le')],
    ['in UTF-16, the other way round', Buffer.from(canary.text, 'utf16le').swap16()],
  ])('%s, wherever it stands', (_, written) => {
    for (const bytes of [
      written,
      Buffer.concat([noise(), written]),
      Buffer.concat([written, noise()]),
      Buffer.concat([noise(), written, noise()]),
    ])
      expect(search.in(bytes)).toEqual([canary.name]);
  });

  test.each([0, 1, 2, 3, 4, 5])('in Base64 behind %i other bytes', (before) => {
    const whole = Buffer.concat([randomBytes(before), Buffer.from(canary.text), randomBytes(7)]);
    for (const encoding of ['base64', 'base64url'] as const)
      expect(search.in(Buffer.from(whole.toString(encoding)))).toEqual([canary.name]);
  });

  test('as the bytes that its hexadecimal digits stand for', () => {
    const bytes = Buffer.concat([noise(), Buffer.from(salt.text, 'hex'), noise()]);
    expect(search.in(bytes)).toEqual([salt.name]);
  });
});

test('nothing is found where it is not, nor where it is cut off', () => {
  for (let length = 0; length < 40; length++) expect(search.in(randomBytes(length))).toEqual([]);
  for (const form of formsOf(canary.text))
    expect(search.in(form.subarray(0, form.length - 1))).toEqual([]);
  expect(search.in(Buffer.alloc(100_000))).toEqual([]);
});
