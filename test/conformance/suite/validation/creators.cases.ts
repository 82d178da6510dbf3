import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setValue } from '@argosy/protocol/configuration/edit';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { signaturePolicy } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { answerTo } from '../../../../network/devnet/test-support/orderer-calls.js';
import { certify } from '../../../support/certificates.js';
import { signerOf, TestOrganisation } from '../../../support/organisation.js';
import { banks, SuiteNetwork } from '../support/network.js';
import { eventually } from '../support/waiting.js';
import { commit } from './committing.js';
import { reconfigure } from './configuration.js';
import { crafted } from './crafting.js';
import { valueOf } from './endorsing.js';
import { specOf } from './guests.js';
import { openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
const guest = new TestOrganisation('Guest');
const nested = new TestOrganisation('Nested', { intermediate: true });
const guests = [specOf(guest), specOf(nested)];
const banksOnly = { n: 2, mspIds: banks };

const by = (scene: Scene, creator: Signer, key = fresh()) =>
  crafted(scene, { [scene.chaincode]: { writes: [[key, '1']] } }, { creator });

/** Orderers ask the policy Writers; where that asks for nobody, peers alone look at creators. */
describe('creators on a channel that anybody may write to', () => {
  let scene: Scene;

  beforeAll(async () => {
    const Writers = signaturePolicy(0, []);
    const policies = { channel: { Writers } };
    scene = await openScene(network, { guests, policies, endorsement: banksOnly });
  }, 120_000);
  afterAll(() => {
    scene.close();
  });

  const flagOf = (creator: Signer) => commit(scene, by(scene, creator));

  test('as it should be, to compare with', async () => {
    expect(await flagOf(guest.client)).toEqual([0]);
  });

  test('row 24: leaf with EKU clientAuth only', async () => {
    expect(await flagOf(guest.signer({ units: ['client'], usages: ['clientAuth'] }))).toEqual([4]);
    expect(await flagOf(guest.signer({ units: ['client'], usages: ['any'] }))).toEqual([0]);
  });

  test('row 25: leaf with admin+client OU', async () => {
    expect(await flagOf(guest.signer({ units: ['admin', 'client'] }))).toEqual([4]);
  });

  test('row 26: cert issued by root while intermediate configured', async () => {
    const byRoot = signerOf(nested.mspId, certify(nested.root, { units: ['client'] }));
    expect(await flagOf(byRoot)).toEqual([4]);
    expect(await flagOf(nested.client)).toEqual([0]);
  });

  test('row 27: high-S signature', async () => {
    const certified = guest.certified({ units: ['client'] });
    expect(await flagOf(signerOf(guest.mspId, certified, { half: 'high' }))).toEqual([4]);
  });

  test('row 28: Ed25519 creator, channel V3_0', async () => {
    expect(await flagOf(guest.signer({ units: ['client'], key: 'Ed25519' }))).toEqual([0]);
  });

  test('a signature over something else', async () => {
    const { creator, mspId } = guest.client;
    const sign = () => guest.client.sign(Buffer.from('else'));
    expect(await flagOf({ creator, mspId, sign })).toEqual([4]);
  });

  test('an organisation that is no member', async () => {
    expect(await flagOf(new TestOrganisation('Stranger').client)).toEqual([4]);
  });
});

describe('creators that orderers look at', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network, { guests, endorsement: banksOnly });
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  test('rows 24, 25, 26, 27: no orderer takes them', async () => {
    const creators = [
      guest.signer({ units: ['client'], usages: ['clientAuth'] }),
      guest.signer({ units: ['admin', 'client'] }),
      signerOf(nested.mspId, certify(nested.root, { units: ['client'] })),
      signerOf(guest.mspId, guest.certified({ units: ['client'] }), { half: 'high' }),
    ];
    for (const creator of creators)
      expect((await answerTo(scene.orderer, by(scene, creator).envelope)).status).toBe(403);
  });

  test('row 22: expired creator, not revoked', async () => {
    const timeout = encode(BatchTimeout, { timeout: '2500ms' });
    const change = (tree: Parameters<typeof setValue>[0]) =>
      setValue(tree, '/Channel/Orderer', 'BatchTimeout', timeout);
    const [orderer] = network.orderers;
    await reconfigure(scene, change, [network.signer(orderer!.msp, 'admin')]);
    const key = fresh();
    // On a busy machine it may have ended before the orderer sees it.
    const { creator, until, codes } = await eventually(async () => {
      // The second in which it ends is the next one or the one after: the block is cut later.
      const end = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
      const shortLived = guest.signer({ units: ['client'], until: end });
      const sent = by(scene, shortLived, key);
      return { creator: shortLived, until: end, codes: await commit(scene, sent) };
    });
    expect(codes).toEqual([0]);
    expect(Date.now()).toBeGreaterThan(until.getTime());
    expect(await valueOf(scene, key)).toBe('1');
    expect(await answerTo(scene.orderer, by(scene, creator).envelope)).toEqual({
      status: 400,
      info: 'broadcast client identity expired',
    });
  });
});
