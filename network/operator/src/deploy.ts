import {
  commit,
  committedDefinition,
  ensureApproved,
  ensureInstalled,
  isSame,
} from './deploy-steps.js';
import type { Definition, Member } from './deploy-steps.js';

export type Deployment = {
  readonly sequence: bigint;
  /** Absent when the definition was there already. */
  readonly transactionId?: string;
};

/** Install a chaincode at the members' peers, have each organisation approve its definition, and commit that, as far as it is
 *  not done. Safe to repeat, also after a deployment that did not come to its end.
 *  Requires: among the members those that the channel's lifecycle policy asks for, named by their MSP ids. */
export async function deploy(
  members: readonly Member[],
  deciding: readonly string[],
  definition: Definition,
): Promise<Deployment> {
  const [first] = members;
  if (first === undefined) throw new Error('a definition needs a member with a peer');
  await Promise.all(members.map((member) => ensureInstalled(member, definition.package)));
  const current = await committedDefinition(first, definition);
  const isThere = current !== undefined && isSame(current, definition);
  const sequence = (current?.sequence ?? 0n) + (isThere ? 0n : 1n);
  await Promise.all(members.map((member) => ensureApproved(member, definition, sequence)));
  if (isThere) return { sequence };
  const committers = members.filter(({ peer }) => deciding.includes(peer.address.msp));
  return { sequence, transactionId: await commit(committers, definition, sequence) };
}
