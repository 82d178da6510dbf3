import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { signLowS, verifySignature } from '@argosy/protocol/crypto';
import { verificationKey } from '@argosy/protocol/verification-key';
import type { Check } from './packed-checks.js';
import { ParallelVerifier } from './parallel-verifier.js';
import { SignatureThread, workerFile } from './signature-thread.js';

const pairs = ['P-256', 'P-384', 'P-256'].map((namedCurve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return { privateKey, publicKey: verificationKey(publicKey) };
});
const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
const open: ParallelVerifier[] = [];

/** Good signatures and ones that are bad in different ways, with messages of very different lengths. */
const checks: Check[] = [];
const expected: boolean[] = [];

beforeAll(() => {
  for (let i = 0; i < 200; i++) {
    const { privateKey, publicKey } = pairs[i % 3]!;
    const message = Buffer.alloc((i * 37) % 5000, i);
    const signature = signLowS(privateKey, message);
    const bad: Check[] = [
      { key: pairs[(i + 1) % 3]!.publicKey, message, signature },
      { key: publicKey, message: Buffer.concat([message, Buffer.of(0)]), signature },
      { key: publicKey, message, signature: Buffer.from('no signature') },
      { key: publicKey, message, signature: new Uint8Array(0) },
    ];
    const good = { key: publicKey, message, signature };
    checks.push(i % 7 === 3 ? bad[i % 4]! : good);
    expected.push(i % 7 !== 3);
  }
});

/** A thread that had died would go unnoticed by the outcomes. */
const verified = async (verifier: ParallelVerifier, batch: readonly Check[]) => {
  const { threads } = verifier;
  expect(threads).toBeGreaterThan(0);
  const found = await verifier.verifyBatch(batch);
  expect(verifier.threads).toBe(threads);
  return found;
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((verifier) => verifier.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (options: ConstructorParameters<typeof ParallelVerifier>[0]): ParallelVerifier => {
  const verifier = new ParallelVerifier(options);
  open.push(verifier);
  return verifier;
};

/** A worker that does something else than it should. */
const worker = (name: string, source: string): URL => {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${source}`);
  return pathToFileURL(path);
};

describe('many signatures on threads', () => {
  test.each([0, 1, 31, 32, 33, 47, 48, 200])(
    '%i of them: each has its own outcome',
    async (count) => {
      const verifier = start({ threads: 3 });
      expect(verifier.threads).toBe(3);
      expect(await verified(verifier, checks.slice(0, count))).toEqual(expected.slice(0, count));
    },
  );

  test('batches under way at the same time do not mix', async () => {
    const verifier = start({ threads: 2 });
    const starts = Array.from({ length: 20 }, (_, i) => i * 5);
    const found = await Promise.all(
      starts.map((at) => verified(verifier, checks.slice(at, at + 60 + at))),
    );
    expect(found).toEqual(starts.map((at) => expected.slice(at, at + 60 + at)));
  });

  test('the threads say the same as one call after the other', async () => {
    const half = pairs.map(({ privateKey, publicKey }) => {
      const message = Buffer.from('high or low S, as it comes');
      return { key: publicKey, message, signature: sign('sha256', message, privateKey) };
    });
    const many = Array.from({ length: 60 }, (_, i) => half[i % 3]!);
    const alone = many.map(({ key, message, signature }) =>
      verifySignature(key, message, signature),
    );
    expect(await verified(start({ threads: 2 }), many)).toEqual(alone);
  });

  test('a thread verifies with the hash and the kind of key that it is told', async () => {
    const message = Buffer.from('message');
    const ed = generateKeyPairSync('ed25519');
    const ec = pairs[0]!;
    const sha3 = { ...ec.publicKey, hash: 'sha3-256' as const };
    const unusable = { ...ec.publicKey, kind: 'unusable' as const };
    const noHash = { ...ec.publicKey, hash: 'unknown' as const };
    const signature = signLowS(ec.privateKey, message);
    const few = [ec.publicKey, sha3, unusable, noHash].map((key) => ({ key, message, signature }));
    const edKey = verificationKey(ed.publicKey);
    few.push({ key: edKey, message, signature: sign(null, message, ed.privateKey) });
    const many = Array.from({ length: 40 }, (_, i) => few[i % few.length]!);
    const answers = [true, false, false, false, true];
    expect(await verified(start({ threads: 1 }), many)).toEqual(
      many.map((_, i) => answers[i % few.length]),
    );
  });

  test('a thread that may know few keys is told them again', async () => {
    const thread = new SignatureThread(workerFile, () => undefined, 2);
    const found: number[][] = [];
    for (let at = 0; at < 50; at += 5)
      found.push([...(await thread.verify(checks.slice(at, at + 5)))]);
    expect(found.flat()).toEqual(expected.slice(0, 50).map(Number));
    await thread.close();
  });
});

describe('no signature is lost', () => {
  test('when every thread dies at its first batch', async () => {
    const file = worker(
      'throws',
      `parentPort.on('message', () => { throw new Error('broken'); });`,
    );
    const verifier = start({ threads: 2, file });
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
    expect(verifier.threads).toBe(0);
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
  });

  test('when the threads end before they are asked', async () => {
    const verifier = start({ threads: 2, file: worker('ends', '') });
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
  });

  test('when a thread cannot say', async () => {
    const source = `parentPort.on('message', ({ layout }) => parentPort.postMessage(new Uint8Array(layout.length / 3).fill(2)));`;
    const verifier = start({ threads: 2, file: worker('unsure', source) });
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
  });

  test('when a thread answers too little', async () => {
    const source = `parentPort.on('message', () => parentPort.postMessage(new Uint8Array(1).fill(2)));`;
    const verifier = start({ threads: 2, file: worker('short', source) });
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
  });

  test('when the verifier is closed meanwhile', async () => {
    const verifier = start({ threads: 2 });
    const found = verifier.verifyBatch(checks);
    await verifier.close();
    expect(await found).toEqual(expected);
    expect(verifier.threads).toBe(0);
  });

  test('where the worker was not built', async () => {
    const verifier = start({ file: pathToFileURL(join(folder, 'absent.js')) });
    expect(verifier.threads).toBe(0);
    expect(await verifier.verifyBatch(checks)).toEqual(expected);
  });
});
