import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  ApproveChaincodeDefinitionForMyOrgResult,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode } from '@argosy/protocol/wire';
import { requireDefinable, withDefaults } from './definition-rules.js';
import type { ChannelScope } from './operation.js';
import {
  approvalName,
  approvalRecord,
  difference,
  packageRecord,
  readParameters,
  readSequence,
  type Parameters,
} from './parameters.js';
import { readField, readMetadata, writeRecord } from './records.js';
import { organisationState, publicState, type ReadableState } from './states.js';

/** An organisation approves a definition, and says which package it runs for it: both in its own collection. */
export function approve(
  { peer, bundle, simulator }: ChannelScope,
  argument: Uint8Array,
): Uint8Array {
  const args = decode(ApproveChaincodeDefinitionForMyOrgArgs, argument);
  const shared = publicState(simulator);
  requireDefinable(args, { bundle, read: (namespace, key) => simulator.get(namespace, key) });
  const { name, sequence, source } = args;
  const current = readSequence(shared, name);
  requireNear(sequence, current);
  const proposed = {
    name,
    sequence,
    parameters: withDefaults(args, bundle),
    packageId: source?.localPackage?.packageId ?? '',
  };
  const own = organisationState(simulator, peer.mspId);
  if (sequence === current) requireAsCommitted(shared, proposed);
  requireChange(own, proposed, sequence === current);
  writeRecord(own, approvalRecord(name, sequence, proposed.parameters));
  writeRecord(own, packageRecord(name, sequence, proposed.packageId));
  return encode(ApproveChaincodeDefinitionForMyOrgResult, {});
}

interface Proposed {
  readonly name: string;
  readonly sequence: bigint;
  readonly parameters: Parameters;
  readonly packageId: string;
}

/** Approved is what is committed, to run a package for it, or what comes next. */
function requireNear(requested: bigint, current: bigint): void {
  if (requested === 0n && current === 0n) {
    throw new Error('requested sequence is 0, but first definable sequence number is 1');
  }
  if (requested < current) {
    throw new Error(
      `currently defined sequence ${current} is larger than requested sequence ${requested}`,
    );
  }
  const next = current + 1n;
  if (requested > next) {
    throw new Error(
      `requested sequence ${requested} is larger than the next available sequence number ${next}`,
    );
  }
}

function requireAsCommitted(shared: ReadableState, { name, sequence, parameters }: Proposed): void {
  if (readMetadata(shared, 'namespaces', name) === undefined)
    throw new Error(`missing metadata for currently committed sequence number (${sequence})`);
  const why = difference(readParameters(shared, name), parameters);
  if (why === undefined) return;
  throw new Error(
    `attempted to redefine the current committed sequence (${sequence}) for namespace ${name} with different parameters: ${why}`,
  );
}

/** The same approval twice would write nothing. */
function requireChange(own: ReadableState, proposed: Proposed, isCommitted: boolean): void {
  if (!isApproved(own, proposed)) return;
  const { name, sequence } = proposed;
  throw new Error(
    isCommitted
      ? `attempted to redefine the current committed sequence (${sequence}) for namespace ${name}`
      : `attempted to redefine uncommitted sequence (${sequence}) for namespace ${name} with unchanged content`,
  );
}

function isApproved(
  own: ReadableState,
  { name, sequence, parameters, packageId }: Proposed,
): boolean {
  const approval = approvalName(name, sequence);
  if (readMetadata(own, 'namespaces', approval) === undefined) return false;
  if (difference(readParameters(own, approval), parameters) !== undefined) return false;
  if (readMetadata(own, 'chaincode-sources', approval) === undefined) return false;
  const { string: approved = '' } = readField(own, 'chaincode-sources', approval, 'PackageID');
  return approved === packageId;
}
