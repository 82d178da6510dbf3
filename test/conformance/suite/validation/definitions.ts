import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CommitChaincodeDefinitionArgs,
} from '@argosy/protocol/messages/lifecycle';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { decode, encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import { order } from './committing.js';
import { endorsed, type Transaction } from './endorsing.js';
import type { Member, Scene } from './scene.js';

/** A definition that the members agree to; what is left out is the default. */
export type Definition = Encodable<Decoded<typeof CommitChaincodeDefinitionArgs>> & {
  readonly name: string;
};

const LIFECYCLE = '_lifecycle';

/** A member's approval, ready to be ordered. */
export async function approval(
  scene: Scene,
  member: Member,
  definition: Definition,
  packageId?: string,
): Promise<Transaction> {
  const source = packageId === undefined ? undefined : { localPackage: { packageId } };
  const argument = encode(ApproveChaincodeDefinitionForMyOrgArgs, {
    ...complete(definition),
    source,
  });
  return endorsed(scene, {
    chaincode: LIFECYCLE,
    args: ['ApproveChaincodeDefinitionForMyOrg', argument],
    by: [member],
    creator: member.admin,
  });
}

/** The commit of a definition that is approved, ready to be ordered. */
export const definitionCommit = (scene: Scene, definition: Definition): Promise<Transaction> =>
  endorsed(scene, {
    chaincode: LIFECYCLE,
    args: [
      'CommitChaincodeDefinition',
      encode(CommitChaincodeDefinitionArgs, complete(definition)),
    ],
    by: scene.members,
    creator: scene.o1.admin,
  });

/** Have every member approve definitions, each for a package; one block. */
export async function approveAll(
  scene: Scene,
  definitions: readonly Definition[],
  packageId: string,
): Promise<void> {
  const approvals = scene.members.flatMap((member) =>
    definitions.map((definition) => approval(scene, member, definition, packageId)),
  );
  await requireValid(scene, await Promise.all(approvals));
}

/** Have chaincodes defined that run from a package: two blocks, however many they are. */
export async function defineFrom(
  scene: Scene,
  definitions: readonly Definition[],
  packageId: string,
): Promise<void> {
  await approveAll(scene, definitions, packageId);
  const commits = definitions.map((definition) => definitionCommit(scene, definition));
  await requireValid(scene, await Promise.all(commits));
}

async function requireValid(scene: Scene, transactions: readonly Transaction[]): Promise<void> {
  const places = await order(
    scene,
    transactions.map(({ envelope }) => envelope),
  );
  const codes = places.map(({ code }) => code);
  if (codes.some((code) => code !== 0))
    throw new Error(`what was to be valid has the codes ${codes.join(', ')}`);
}

/** Collections come as bytes from those who craft definitions, too. */
export const collectionsOf = (bytes: Uint8Array): Decoded<typeof CollectionConfigPackage> =>
  decode(CollectionConfigPackage, bytes);

const complete = (definition: Definition): Definition => ({
  sequence: 1n,
  version: '1',
  ...definition,
});
