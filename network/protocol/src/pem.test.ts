import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decodePem, encodePem, firstPemBlock } from './pem.js';

const content = Buffer.from(Array.from({ length: 100 }, (_, i) => i));
const good = encodePem('CERTIFICATE', content);
const find = (text: string): string | undefined =>
  firstPemBlock(Buffer.from(text, 'latin1'))?.toString('hex');

test('what is written is read', () => {
  expect(good.split('\n').map((line) => line.length)).toEqual([27, 64, 64, 8, 25, 0]);
  expect(decodePem(Buffer.from(good))).toEqual({ label: 'CERTIFICATE', content });
  expect(() => new X509Certificate(good)).toThrow(/asn1/);
});

describe('a block is found', () => {
  const other = encodePem('OTHER', Buffer.from('another'));
  test.each([
    ['with text before and after', `text\n${good}text`],
    ['with lines of DOS', good.replaceAll('\n', '\r\n')],
    ['under any label', good.replaceAll('CERTIFICATE', 'X')],
    ['without a line feed at the end', good.trimEnd()],
    ['before another', `${good}${other}`],
    ['after one whose base64 is bad', `${other.replace('\n', '\n!')}${good}`],
    ['after one that ends otherwise', `${other.replace('END OTHER', 'END X')}${good}`],
    ['after one that does not begin a line', ` ${other}${good}`],
    ['after a beginning without an end', `-----BEGIN OTHER-----\n${good}`],
    ['after an end without a beginning', `\n-----END OTHER-----\n${good}`],
    ['with headers', good.replace('\n', '\nA: b\nC:d\n\n')],
    ['with spaces at the end of lines', good.replaceAll('\n', ' \t\n')],
    ['with spaces in the base64', good.replace('AAEC', 'A A\tE\nC')],
    ['in which the padding is parted', good.replace('==', '=\n=')],
  ])('%s', (_, text) => {
    expect(find(text)).toBe(content.toString('hex'));
  });

  test('without content', () => {
    expect(find('-----BEGIN X-----\n-----END X-----\n')).toBe('');
  });
});

describe('no block is found', () => {
  test.each([
    ['in nothing', ''],
    ['in bytes', 'x'],
    ['where it does not begin a line', ` ${good}`],
    ['where its end does not end the line', good.replace(/-----\n$/, '-----x')],
    ['where its end does not begin a line', good.replace('\n-----END', ' -----END')],
    ['with another label at the end', good.replace('END CERT', 'END X')],
    ['with four dashes', good.replace('CATE-----\n', 'CATE----\n')],
    ['without padding', good.replace('==', '')],
    ['with something after the padding', good.replace('==', '==A')],
    ['with headers and no line after them', '-----BEGIN X-----\nA: b\n-----END X-----\n'],
    ['where all that follows is headers', '-----BEGIN X-----\nA: b\n-----END X: -----\n'],
  ])('%s', (_, text) => {
    expect(find(text)).toBeUndefined();
  });
});
