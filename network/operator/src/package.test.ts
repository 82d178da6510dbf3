import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { chaincodePackage } from './package.js';

test('the package id is the same on every machine and at every time', () => {
  const { id, bytes } = chaincodePackage('argosy', '0.1.0');
  expect(id).toBe('argosy_0.1.0:0d5b26b647caf7839859b174a915bdd7026dbb70fa9f86b76506b2560e9ac93b');
  expect(chaincodePackage('argosy', '0.1.0').bytes.equals(bytes)).toBe(true);
});

test('another version is another package', () => {
  expect(chaincodePackage('argosy', '0.1.1').id).not.toBe(chaincodePackage('argosy', '0.1.0').id);
});

test('each chaincode is found at an address of its own', () => {
  const templates = ['argosy', 'price-list'].map((name) => {
    const [, code] = extractEntries(gunzipSync(chaincodePackage(name, '1').bytes));
    return gunzipSync(code ?? Buffer.of()).toString('latin1');
  });
  expect(templates[0]).toContain('"address":"{{.argosy_address}}"');
  expect(templates[1]).toContain('"address":"{{.price_list_address}}"');
});

/** The contents of a tar file's entries. */
function extractEntries(tar: Buffer): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; (tar[at] ?? 0) !== 0;) {
    const size = parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    entries.push(tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

test('the package is a tar file that names the chaincode service type and the label', () => {
  const tar = gunzipSync(chaincodePackage('argosy', '0.1.0').bytes);
  expect(tar.length % 512).toBe(0);
  expect(tar.toString('latin1', 0, 13)).toBe('metadata.json');
  expect(tar.toString('latin1', 257, 265)).toBe('ustar\u000000');
  expect(tar.toString('utf8', 512, 554)).toContain('{"type":"ccaas","label":"argosy_0.1.0"}');
});
