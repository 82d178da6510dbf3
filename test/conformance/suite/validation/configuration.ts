import { ChannelBundle } from '@argosy/protocol/channel-config';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import type { Signer } from '@argosy/protocol/signer';
import { signedUpdate } from '../../../support/updates.js';
import {
  answerTo,
  type BroadcastAnswer,
} from '../../../../network/devnet/test-support/orderer-calls.js';
import { until } from '../support/waiting.js';
import { propose } from './endorsing.js';
import type { Scene } from './scene.js';

/** The channel's configuration as a peer has it. */
export async function configurationOf(scene: Scene): Promise<ChannelBundle> {
  const { answers } = await propose(scene, {
    channelId: '',
    chaincode: 'cscc',
    args: ['GetConfigBlock', scene.channelId],
    by: [scene.o1],
    creator: scene.o1.admin,
  });
  return ChannelBundle.fromBlock(answers[0]?.response?.payload ?? new Uint8Array(0));
}

/** An update to a changed configuration, signed by the members' administrators, as an orderer takes it. Whoever makes it does not
 * look at what he proposes. */
export function updateTo(
  { channelId }: Scene,
  current: ChannelBundle,
  desired: TreeGroup,
  signers: readonly Signer[],
): Buffer {
  const update = computeUpdate({ channelId, current: current.tree, desired });
  const [sender] = signers;
  if (sender === undefined) throw new Error('an update needs somebody who sends it');
  return signedUpdate(channelId, update, signers, sender);
}

/** Change the configuration, and wait until every member's peer has it. Answers the configuration that came of it. */
export async function reconfigure(
  scene: Scene,
  change: (current: TreeGroup) => TreeGroup,
  signers: readonly Signer[] = scene.members.map(({ admin }) => admin),
): Promise<ChannelBundle> {
  const current = await configurationOf(scene);
  await send(scene, updateTo(scene, current, change(current.tree), signers));
  return configurationOf(scene);
}

const UNAVAILABLE = 503;

/** What an orderer says to an update; on a channel that has just begun, once it has a leader. */
export async function answerFrom(scene: Scene, envelope: Uint8Array): Promise<BroadcastAnswer> {
  let answer = await answerTo(scene.orderer, envelope);
  await until(async () => {
    if (answer.status !== UNAVAILABLE) return true;
    answer = await answerTo(scene.orderer, envelope);
    return answer.status !== UNAVAILABLE;
  });
  return answer;
}

/** Send an update, and wait for its block. */
export async function send(scene: Scene, envelope: Uint8Array): Promise<void> {
  const { height } = scene.watch(scene.o1);
  const { status, info } = await answerFrom(scene, envelope);
  if (status !== 200) throw new Error(`the orderer answered ${status}: ${info}`);
  await Promise.all(scene.members.map((member) => scene.watch(member).reached(height)));
}
