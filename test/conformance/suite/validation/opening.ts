import { makeChannel, type ChannelWish } from '../support/channels.js';
import { ALPHA, banks, BETA, GAMMA, type SuiteNetwork } from '../support/network.js';
import { eventually } from '../support/waiting.js';
import { answersTo } from './endorsing.js';
import { defineFrom, type Definition } from './definitions.js';
import type { Member, Scene } from './scene.js';
import { BlockWatch } from './watch.js';

/** Long enough for two envelopes behind one another, short enough to wait for. */
const batch = { maxMessageCount: 50, timeout: '100ms' };

/**
 * A channel of its own for some cases, with the three banks and their chaincode: cases may change its configuration, count its
 * blocks, and define what they like on it.
 */
export async function openScene(network: SuiteNetwork, wish: ChannelWish = {}): Promise<Scene> {
  const scene = await openBare(network, wish);
  await defineFrom(scene, [{ name: scene.chaincode }], network.packageId);
  await awaitAnswers(scene, scene.chaincode);
  return scene;
}

/** The same channel before anything is defined on it: it has block 0 alone. */
export async function openBare(network: SuiteNetwork, wish: ChannelWish = {}): Promise<Scene> {
  const { name } = await makeChannel(network, { members: banks, batch, ...wish });
  const [o1, o2, o3] = [ALPHA, BETA, GAMMA].map((mspId) => memberOf(network, mspId));
  if (o1 === undefined || o2 === undefined || o3 === undefined) throw new Error('three members');
  const members = [o1, o2, o3];
  const watches = new Map(members.map((one) => [one, new BlockWatch(one.peer, name)]));
  const watch = (member: Member): BlockWatch => {
    const found = watches.get(member);
    if (found === undefined) throw new Error(`nobody watches the peer of ${member.mspId}`);
    return found;
  };
  const close = (): void => {
    for (const one of watches.values()) one.close();
  };
  const orderer = network.atOrderer(ALPHA);
  await Promise.all([...watches.values()].map((one) => one.reached(0n)));
  return { channelId: name, chaincode: 'ops', members, o1, o2, o3, orderer, watch, close };
}

function memberOf(network: SuiteNetwork, mspId: string): Member {
  return {
    mspId,
    peer: network.client(mspId),
    client: network.signer(mspId),
    admin: network.signer(mspId, 'admin'),
    endorser: network.signer(mspId, 'peer0'),
  };
}

/** Define chaincodes on a scene, of the package that its chaincode runs from, and wait until they answer. */
export async function define(
  scene: Scene,
  network: SuiteNetwork,
  ...definitions: readonly Definition[]
): Promise<void> {
  await defineFrom(scene, definitions, network.packageId);
  for (const { name } of definitions) await awaitAnswers(scene, name);
}

const awaitAnswers = (scene: Scene, chaincode: string): Promise<unknown> =>
  Promise.all(
    scene.members.map((one) =>
      eventually(() => answersTo(scene, [], { chaincode, by: [one], creator: one.client })),
    ),
  );
