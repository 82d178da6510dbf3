import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readPackage, servicePackage } from './chaincode-package.js';
import { reasonOf } from '@argosy/protocol/reason';
import { compress } from './gzip.js';
import { readTar, writeTar } from './tar.js';

const file = (name: string, body: string | Buffer) => ({ name, body: Buffer.from(body) });
const metadata = file('metadata.json', '{"type":"ccaas","label":"kv_1"}');
const code = file('code.tar.gz', compress(writeTar([])));
const pack = (...files: { name: string; body: Buffer }[]) => compress(writeTar(files));
const faultOf = (bytes: Uint8Array) => readPackage(bytes).then(() => 'none', reasonOf);

describe('a chaincode package', () => {
  test('services 63: its id is its label and the hash of its bytes', async () => {
    const { bytes, id } = servicePackage('kv_1', { address: 'localhost:1' });
    expect(id).toMatch(/^kv_1:[0-9a-f]{64}$/);
    expect(await readPackage(bytes)).toMatchObject({ id, label: 'kv_1', type: 'ccaas' });
  });

  test('is read whatever else it holds, and however it was folded', async () => {
    const bytes = gzipSync(writeTar([metadata, file('README.md', 'read me'), code]));
    expect((await readPackage(bytes)).label).toBe('kv_1');
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'error reading as gzip stream: EOF'],
    ['a word', Buffer.from('a word'), 'error reading as gzip stream: unexpected EOF'],
    ['a text', Buffer.from('a longer text'), 'error reading as gzip stream: gzip: invalid header'],
    [
      'half a gzip stream',
      pack(metadata, code).subarray(0, 300),
      'error inspecting next tar header: unexpected EOF',
    ],
    [
      'a gzip stream that ends within a file',
      pack(metadata, code).subarray(0, 545),
      'could not read metadata.json from tar: unexpected EOF',
    ],
    [
      'a folded text',
      compress(Buffer.from('a text')),
      'error inspecting next tar header: unexpected EOF',
    ],
    [
      'a folded block of letters',
      compress(Buffer.alloc(1024, 'x')),
      'error inspecting next tar header: archive/tar: invalid tar header',
    ],
    [
      'half an archive',
      compress(writeTar([metadata]).subarray(0, 520)),
      'could not read metadata.json from tar: unexpected EOF',
    ],
    [
      'an archive that ends within a header',
      compress(writeTar([metadata]).subarray(0, 1030)),
      'error inspecting next tar header: unexpected EOF',
    ],
    ['no code', pack(metadata), 'did not find a code package inside the package'],
    ['no metadata', pack(code), 'did not find any package metadata (missing metadata.json)'],
    [
      'metadata that is not JSON',
      pack(file('metadata.json', '{'), code),
      'could not unmarshal metadata.json as json: unexpected end of JSON input',
    ],
    [
      'a label that is a number',
      pack(file('metadata.json', '{"label":3}'), code),
      'could not unmarshal metadata.json as json: json: cannot unmarshal number into Go struct field ChaincodePackageMetadata.label of type string',
    ],
    [
      'code that is not folded',
      pack(metadata, file('code.tar.gz', 'rubbish')),
      'error retrieving DB artifacts from code package: unexpected EOF',
    ],
    [
      'code that is no archive',
      pack(metadata, file('code.tar.gz', compress(Buffer.alloc(3_000, 'r')))),
      'error retrieving DB artifacts from code package: archive/tar: invalid tar header',
    ],
    [
      'a label with a slash',
      pack(file('metadata.json', '{"label":"a/b"}'), code),
      "invalid label 'a/b'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', " +
        'and can only begin with alphanumerics',
    ],
    [
      'no label',
      pack(file('metadata.json', '{}'), code),
      "invalid label ''. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', " +
        'and can only begin with alphanumerics',
    ],
  ])('refuses %s', async (_, bytes, why) => {
    expect(await faultOf(bytes)).toBe(why);
  });

  test('is read although its last bytes are missing or something follows it', async () => {
    const bytes = pack(metadata, code);
    for (const one of [bytes.subarray(0, -4), Buffer.concat([bytes, code.body])])
      expect(await readPackage(one)).toMatchObject({ label: 'kv_1' });
  });

  test('refuses a folder', async () => {
    const archive = writeTar([file('folder/', ''), metadata, code]);
    archive[156] = '5'.charCodeAt(0);
    // The sum of the header's bytes has its place in the header.
    archive.write(
      (Number.parseInt(archive.toString('latin1', 148, 154), 8) + 5).toString(8).padStart(6, '0'),
      148,
    );
    expect(await faultOf(compress(archive))).toBe(
      'tar entry folder/ is not a regular file, type 53',
    );
  });
});

test('an archive has the names and bodies that were written', () => {
  const files = [file('a', 'x'.repeat(512)), file('b', ''), file('c', 'y')];
  expect(
    [...readTar({ content: writeTar(files) })].map(({ name, body }) => [name, body.toString()]),
  ).toEqual(files.map(({ name, body }) => [name, body.toString()]));
});

test('a name may be longer than its field', () => {
  const name = `${'folder/'.repeat(30)}file`;
  const record = `${name.length + 10} path=${name}\n`;
  const archive = writeTar([file('long', record), file('short', 'content')]);
  archive[156] = 'x'.charCodeAt(0);
  archive.write(
    (
      Number.parseInt(archive.toString('latin1', 148, 154), 8) +
      'x'.charCodeAt(0) -
      '0'.charCodeAt(0)
    )
      .toString(8)
      .padStart(6, '0'),
    148,
  );
  expect([...readTar({ content: archive })].map((entry) => entry.name)).toEqual([name]);
});
