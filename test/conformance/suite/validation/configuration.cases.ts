import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setGroup } from '@argosy/protocol/configuration/edit';
import { group } from '@argosy/protocol/config-group';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import { ambient } from '../support/ambient.js';
import { answerTo } from '../../../../network/devnet/test-support/orderer-calls.js';
import { updateEnvelope } from '@argosy/protocol/configuration/propose';
import { bareGroup, updateOf } from '../../../support/updates.js';
import { SuiteNetwork } from '../support/network.js';
import { configurationOf, send } from './configuration.js';
import { openScene } from './opening.js';
import type { Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

describe('updates of the configuration', () => {
  /** The root and the group of the application at their versions, and nothing else. */
  const skeleton = ({ version, groups }: TreeGroup): TreeGroup => {
    const application = groups.get('Application');
    return {
      ...bareGroup(version),
      groups: new Map([['Application', bareGroup(application?.version ?? 0n)]]),
    };
  };

  test('row 69: config update adds org without parent bump', async () => {
    const { channelId, o1 } = scene;
    const current = await configurationOf(scene);
    const read = skeleton(current.tree);
    const orphan = group({ values: {}, policies: {} });
    const write = setGroup(read, '/Channel/Application', 'Orphan', orphan);
    const configUpdate = updateOf(channelId, read, write);
    const content = { channelId, configUpdate, signatures: [] };
    await send(scene, updateEnvelope(content, o1.client, ambient()));
    const next = await configurationOf(scene);
    expect(next.sequence).toBe(current.sequence + 1n);
    expect(next.tree.groups.get('Application')?.groups.has('Orphan')).toBe(false);
    expect(next.applicationOrganisations).toEqual(current.applicationOrganisations);
  });

  test('an update that changes nothing is refused', async () => {
    const { channelId, o1 } = scene;
    const { tree } = await configurationOf(scene);
    const read = skeleton(tree);
    const content = { channelId, configUpdate: updateOf(channelId, read, read), signatures: [] };
    const answer = await answerTo(scene.orderer, updateEnvelope(content, o1.client, ambient()));
    expect(answer.status).toBe(400);
  });
});
