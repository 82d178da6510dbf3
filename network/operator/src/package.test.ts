import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { chaincodePackage } from './package.js';

test('the package id is the same on every machine and at every time', () => {
  const { id, bytes } = chaincodePackage('argosy', '0.1.0');
  expect(id).toBe('argosy_0.1.0:662f142ff7d195c3686489091e63ecc8191eed5d6daf9436f2a9f0442748dd40');
  expect(chaincodePackage('argosy', '0.1.0').bytes.equals(bytes)).toBe(true);
});

test('another version is another package', () => {
  expect(chaincodePackage('argosy', '0.1.1').id).not.toBe(chaincodePackage('argosy', '0.1.0').id);
});

test('the package is a tar file that names the chaincode service type and the label', () => {
  const tar = gunzipSync(chaincodePackage('argosy', '0.1.0').bytes);
  expect(tar.length % 512).toBe(0);
  expect(tar.toString('latin1', 0, 13)).toBe('metadata.json');
  expect(tar.toString('latin1', 257, 265)).toBe('ustar\u000000');
  expect(tar.toString('utf8', 512, 554)).toContain('{"type":"ccaas","label":"argosy_0.1.0"}');
});
