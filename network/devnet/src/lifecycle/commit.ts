import {
  CheckCommitReadinessArgs,
  CheckCommitReadinessResult,
  CommitChaincodeDefinitionArgs,
  CommitChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import type { Simulator } from '@argosy/ledger/simulator';
import { decode, encode } from '@argosy/protocol/wire';
import { requireDefinable, withDefaults } from './definition-rules.js';
import { organisationsOf, type ChannelScope } from './operation.js';
import {
  approvalRecord,
  definitionRecord,
  readSequence,
  type DefinitionArguments,
  type Parameters,
} from './parameters.js';
import { mismatches, writeRecord } from './records.js';
import { organisationHashes, publicState } from './states.js';

/** In what each organisation's approval differs from a definition; in nothing where it agrees. */
export type Disagreements = ReadonlyMap<string, readonly string[]>;

/** Which organisations have approved a definition: as everybody can tell, by comparing hashes. */
export function disagreements(
  simulator: Simulator,
  organisations: readonly string[],
  definition: { readonly name: string; readonly sequence: bigint; readonly parameters: Parameters },
): Disagreements {
  const { name, sequence, parameters } = definition;
  const record = approvalRecord(name, sequence, parameters);
  return new Map(
    organisations.map((mspId) => [mspId, mismatches(organisationHashes(simulator, mspId), record)]),
  );
}

export const approvalsIn = (all: Disagreements): { key: string; value: boolean }[] =>
  [...all].map(([key, items]) => ({ key, value: items.length === 0 }));

/** Who agrees with a definition that would come next, and in what others differ. */
export function checkReadiness(scope: ChannelScope, argument: Uint8Array): Uint8Array {
  const { all } = readiness(scope, decode(CheckCommitReadinessArgs, argument));
  const differing = [...all].filter(([, items]) => items.length > 0);
  return encode(CheckCommitReadinessResult, {
    approvals: approvalsIn(all),
    mismatches: differing.map(([key, items]) => ({ key, value: { items } })),
  });
}

/** Commit a definition. The peer's own organisation must agree; how many more have to, the channel's policy decides. */
export function commit(scope: ChannelScope, argument: Uint8Array): Uint8Array {
  const { peer, bundle, simulator } = scope;
  const args = decode(CommitChaincodeDefinitionArgs, argument);
  requireDefinable(args, { bundle, read: (namespace, key) => simulator.get(namespace, key) });
  if (!organisationsOf(bundle).includes(peer.mspId)) {
    throw new Error(
      "impossibly, this peer's org is processing requests for a channel it is not a member of",
    );
  }
  const { parameters, all } = readiness(scope, args);
  writeRecord(publicState(simulator), definitionRecord(args.name, args.sequence, parameters));
  if (all.get(peer.mspId)?.length !== 0)
    throw new Error(`chaincode definition not agreed to by this org (${peer.mspId})`);
  return encode(CommitChaincodeDefinitionResult, {});
}

function readiness(
  { bundle, simulator }: ChannelScope,
  args: DefinitionArguments,
): { readonly parameters: Parameters; readonly all: Disagreements } {
  const { name, sequence } = args;
  const next = readSequence(publicState(simulator), name) + 1n;
  if (sequence !== next) {
    throw new Error(
      `requested sequence is ${sequence}, but new definition must be sequence ${next}`,
    );
  }
  const parameters = withDefaults(args, bundle);
  const definition = { name, sequence, parameters };
  return { parameters, all: disagreements(simulator, organisationsOf(bundle), definition) };
}
