import { isSame } from './definition.js';
import type { Definition } from './definition.js';
import { commit, committedDefinition, ensureApproved } from './deploy-steps.js';
import type { Member } from './members.js';

export type Deployment = {
  readonly sequence: bigint;
  /** Absent when the definition was there already. */
  readonly transactionId?: string;
};

/** Have each organisation approve a chaincode's definition, and commit that, as far as it is not done. Safe to repeat, also
 *  after a deployment that did not come to its end.
 *  Requires: the package installed at the members' peers; among the members those that the channel's lifecycle policy asks
 *  for, named by their MSP ids. */
export async function deploy(
  members: readonly Member[],
  deciding: readonly string[],
  definition: Definition,
): Promise<Deployment> {
  const [first] = members;
  if (first === undefined) throw new Error('a definition needs a member with a peer');
  const current = await committedDefinition(first, definition);
  const isThere = current !== undefined && isSame(current, definition);
  const sequence = (current?.sequence ?? 0n) + (isThere ? 0n : 1n);
  await Promise.all(members.map((member) => ensureApproved(member, definition, sequence)));
  if (isThere) return { sequence };
  const committers = members.filter(({ msp }) => deciding.includes(msp));
  return commitOnce(committers, definition, sequence);
}

async function commitOnce(
  committers: readonly Member[],
  definition: Definition,
  sequence: bigint,
): Promise<Deployment> {
  try {
    return { sequence, transactionId: await commit(committers, definition, sequence) };
  } catch (failure) {
    // Somebody else, or an earlier call whose answer was lost, may have committed it: what counts is what the channel has.
    const now = await committedBy(committers, definition);
    if (now?.sequence === sequence && isSame(now, definition)) return { sequence };
    throw failure;
  }
}

async function committedBy([first]: readonly Member[], definition: Definition) {
  return first === undefined ? undefined : committedDefinition(first, definition);
}
