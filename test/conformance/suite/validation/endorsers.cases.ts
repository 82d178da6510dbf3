import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mspValue } from '@argosy/protocol/config-group';
import { setValue } from '@argosy/protocol/configuration/edit';
import type { Signer } from '@argosy/protocol/signer';
import {
  certify,
  revocationList,
  YEAR_2021,
  YEAR_2022,
  type CertificateRequest,
} from '../../../support/certificates.js';
import { ownPolicy } from '../../../support/chaincode-definition.js';
import { signerOf, TestOrganisation } from '../../../support/organisation.js';
import { any, member, policyOf } from '../../../support/policies.js';
import { SuiteNetwork } from '../support/network.js';
import { commit } from './committing.js';
import { reconfigure } from './configuration.js';
import { crafted } from './crafting.js';
import { specOf } from './guests.js';
import { define, openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
const guest = new TestOrganisation('Guest');
const nested = new TestOrganisation('Nested', { intermediate: true });
const guests = [specOf(guest), specOf(nested)];

/** Chaincodes that any member of a guest may endorse for. */
async function openWith(channel: 'V2_0' | 'V3_0'): Promise<Scene> {
  const scene = await openScene(network, { guests, capabilities: { channel } });
  const by = (one: TestOrganisation) => ownPolicy(policyOf(any(member(one))));
  const definitions = [
    { name: 'guest', validationParameter: by(guest) },
    { name: 'nested', validationParameter: by(nested) },
  ];
  await define(scene, network, ...definitions);
  return scene;
}

/** The flag of a transaction that one person endorsed. */
async function endorsedBy(scene: Scene, endorser: Signer, chaincode = 'guest'): Promise<number> {
  const sets = { [chaincode]: { writes: [[fresh(), '1']] } } as const;
  const [code = -1] = await commit(
    scene,
    crafted(scene, sets, { chaincode, endorsers: [endorser] }),
  );
  return code;
}

describe('whose endorsements count', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openWith('V3_0');
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  test.each<readonly [string, CertificateRequest, number]>([
    ['as it should be, to compare with', {}, 0],
    ['row 22: expired, not revoked', { from: YEAR_2021, until: YEAR_2022 }, 0],
    ['row 24: leaf with EKU clientAuth only', { usages: ['clientAuth'] }, 10],
    ['row 24: leaf with EKU serverAuth', { usages: ['serverAuth'] }, 0],
    ['row 25: leaf with admin+client OU', { units: ['admin', 'client'] }, 10],
    ['row 28: Ed25519, channel V3_0', { key: 'Ed25519' }, 0],
  ])('%s', async (_, request, code) => {
    expect(await endorsedBy(scene, guest.signer(request))).toBe(code);
  });

  test('row 26: cert issued by root while intermediate configured', async () => {
    const byRoot = signerOf(nested.mspId, certify(nested.root, { units: ['peer'] }));
    expect(await endorsedBy(scene, byRoot, 'nested')).toBe(10);
    expect(await endorsedBy(scene, nested.peer, 'nested')).toBe(0);
  });

  test('row 27: high-S signature', async () => {
    const certified = guest.certified();
    const high = signerOf(guest.mspId, certified, { half: 'high' });
    expect(await endorsedBy(scene, high)).toBe(10);
    expect(await endorsedBy(scene, signerOf(guest.mspId, certified))).toBe(0);
  });

  test('row 23: revoked endorser', async () => {
    const lost = guest.certified();
    const endorser = signerOf(guest.mspId, lost);
    expect(await endorsedBy(scene, endorser)).toBe(0);
    const path = `/Channel/Application/${guest.mspId}`;
    const revocationLists = [revocationList(guest.issuer, [lost])];
    const value = mspValue(specOf(guest, { revocationLists }));
    await reconfigure(scene, (tree) => setValue(tree, path, 'MSP', value), [guest.admin]);
    expect(await endorsedBy(scene, endorser)).toBe(10);
    expect(await endorsedBy(scene, guest.peer)).toBe(0);
  });
});

describe('on a channel of capability V2_0', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openWith('V2_0');
  }, 120_000);
  afterAll(() => {
    scene.close();
  });

  test('row 28: Ed25519, channel V2_0', async () => {
    expect(await endorsedBy(scene, guest.signer({ key: 'Ed25519' }))).toBe(10);
    expect(await endorsedBy(scene, guest.signer())).toBe(0);
  });
});
