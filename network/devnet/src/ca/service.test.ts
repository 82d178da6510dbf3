import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { requestCertificate } from '@argosy/operator/membership/key-request';
import { makeAuthority } from './authority.js';
import { assembleCa } from './ca.js';
import type { Ca } from './ca.js';
import type { Changes, Identity } from './records.js';
import { CaRefusal } from './refusal.js';
import { Registry } from './registry.js';
import { requireRole } from './rights.js';
import { hashSecret } from './secrets.js';
import { CaService } from './service.js';
import { defaultSettings } from './settings.js';
import { memoryStore } from './store.js';
import type { CaStore } from './store.js';
import type { Surroundings } from './surroundings.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const body = Buffer.from(
  JSON.stringify({ certificate_request: requestCertificate('admin').requestPem }),
);

/** Chance from a seed, one key, and signatures that are the hash of what is signed: everything that could differ. */
function seeded(seed: string): Surroundings {
  let drawn = 0;
  return {
    now: () => Date.parse('2026-03-01T12:00:00Z'),
    random: (bytes) =>
      createHash('shake256', { outputLength: bytes })
        .update(`${seed} ${(drawn += 1)}`)
        .digest(),
    makeKeys: () => keys,
    sign: (_, bytes) => createHash('sha256').update(bytes).digest(),
  };
}

function openCa(surroundings: Surroundings, store: CaStore = memoryStore()): Ca {
  const authority = makeAuthority({ commonName: 'ca', organisation: 'bank' }, surroundings);
  const registry = new Registry(store);
  registry.commit([{ kind: 'identity', record: identity(surroundings) }]);
  return assembleCa({ name: 'ca', authority, registry, settings: defaultSettings, surroundings });
}

const identity = ({ random }: Surroundings, more: Partial<Identity> = {}): Identity => ({
  id: 'admin',
  secretHash: hashSecret('adminpw', random),
  type: 'client',
  affiliation: '',
  attributes: [],
  maxEnrolments: -1,
  enrolments: 0,
  revoked: false,
  wrongSecrets: 0,
  ...more,
});

const authorization = `Basic ${Buffer.from('admin:adminpw').toString('base64')}`;
const enrolling = () => ({ method: 'POST', uri: '/enroll', body, authorization });

test('the same seed gives the same certificates and the same journal, another seed others', async () => {
  const run = async (seed: string): Promise<string> => {
    const store = memoryStore();
    const service = new CaService(openCa(seeded(seed), store));
    const answers = [await service.answer(enrolling()), await service.answer(enrolling())];
    expect(answers.map((it) => it?.status)).toEqual([201, 201]);
    return JSON.stringify([answers, store.load()]);
  };
  const first = await run('a');
  expect(await run('a')).toBe(first);
  expect(await run('b')).not.toBe(first);
});

test('requests are answered one after the other: a secret for one enrolment serves one of many at once', async () => {
  const surroundings = seeded('a');
  const ca = openCa(surroundings);
  const record = identity(surroundings, { maxEnrolments: 1 });
  ca.registry.commit([{ kind: 'identity', record }]);
  const service = new CaService(ca);
  const answers = await Promise.all(Array.from({ length: 8 }, () => service.answer(enrolling())));
  expect(answers.map((it) => it?.status).sort()).toEqual([201, ...Array<number>(7).fill(401)]);
});

test('what cannot be kept is not done: no certificate, no use of the secret, and the next request is answered', async () => {
  const store = memoryStore();
  let full = false;
  const failing: CaStore = {
    ...store,
    append: (changes: Changes) => {
      if (full) throw new Error('no space left');
      store.append(changes);
    },
  };
  const ca = openCa(seeded('a'), failing);
  const service = new CaService(ca);
  full = true;
  expect(await service.answer(enrolling())).toMatchObject({
    status: 500,
    body: { success: false, errors: [{ code: 0, message: 'no space left' }] },
  });
  expect(ca.registry.certificates()).toEqual([]);
  expect(ca.registry.identity('admin')?.enrolments).toBe(0);
  full = false;
  expect(await service.answer(enrolling())).toMatchObject({ status: 201 });
});

describe('what is not Fabric CA’s', () => {
  const ask = async (method: string, uri: string) =>
    new CaService(openCa(seeded('a'))).answer({
      method,
      uri,
      body: Buffer.alloc(0),
      authorization: undefined,
    });

  test('Identity Mixer is refused', async () => {
    for (const uri of ['/idemix/credential', '/api/v1/idemix/cri'])
      expect(await ask('POST', uri)).toMatchObject({ status: 500, body: { success: false } });
  });

  test.each([
    '/',
    '/api/v1',
    '/identities/',
    '/identities/a/b',
    '/api/v2/cainfo',
    '/%',
    '/__proto__',
  ])('the path %s is not there', async (uri) => {
    expect(await ask('GET', uri)).toBeUndefined();
  });

  test('whoever asks is told that it is a development CA', async () => {
    const answer = await ask('GET', '/cainfo');
    expect(JSON.stringify(answer?.body)).toContain('argosy-development');
  });

  test('the chain of the CA bounds what it certifies', async () => {
    const surroundings = seeded('a');
    const ca = openCa(surroundings);
    const fifteenYears = 15 * 365 * 24 * 3600_000;
    const late = { ...surroundings, now: () => surroundings.now() + fifteenYears - 3600_000 };
    const service = new CaService({ ...ca, surroundings: late });
    await service.answer(enrolling());
    const [record] = ca.registry.certificates();
    expect(record?.notAfterMs).toBe(ca.authority.certificate.notAfter);
  });
});

test('a right that is neither true nor false is an error of its own', () => {
  const attributes = [{ name: 'hf.AffiliationMgr', value: 'perhaps', ecert: false }];
  const odd = identity(seeded('a'), { attributes });
  const asking = (): void => requireRole(odd, 'hf.AffiliationMgr');
  expect(asking).toThrow(CaRefusal);
  expect(asking).toThrow(expect.objectContaining({ status: 400, code: 79 }));
});
