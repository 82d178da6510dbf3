import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Signer } from '@argosy/protocol/signer';
import { SuiteNetwork } from '../support/network.js';
import { until } from '../support/waiting.js';
import { answerFrom, configurationOf, updateTo } from './configuration.js';
import { openBare } from './opening.js';
import type { Scene } from './scene.js';
import { attemptsWith, TAKEN, type Signers } from './update-attempts.js';

const network = new SuiteNetwork();
const ordererMsp = network.orderers[0]?.msp ?? '';

describe('updates of the configuration that orderers take, and do not', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openBare(network);
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  const signersOf = (by: Signers): Signer[] => {
    const members = scene.members.map(({ admin }) => admin);
    const ofOrderers = network.signer(ordererMsp, 'admin');
    const groups: Record<Signers, Signer[]> = {
      everybody: [...members, ofOrderers],
      members,
      'the orderer': [ofOrderers],
      'its own': [scene.o1.admin],
      another: [scene.o2.admin],
      'a client': [scene.o1.client],
    };
    return groups[by];
  };

  test.each(attemptsWith(ordererMsp))('%s: %i', async (_, status, change, by = 'everybody') => {
    const current = await configurationOf(scene);
    const envelope = updateTo(scene, current, change(current.tree), signersOf(by));
    const answer = await answerFrom(scene, envelope);
    expect(answer.status).toBe(status);
    expect(answer.info === '').toBe(status === TAKEN);
    const next = status === TAKEN ? current.sequence + 1n : current.sequence;
    await until(async () => (await configurationOf(scene)).sequence === next);
  });
});
