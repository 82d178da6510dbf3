import { implicitCollection } from '@argosy/ledger/collections';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { clearSpace } from '@argosy/ledger/spaces';
import {
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionResult,
  QueryApprovedChaincodeDefinitionsArgs,
  QueryApprovedChaincodeDefinitionsResult,
  type ChaincodeSource,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import type { ChannelScope } from './operation.js';
import {
  approvalName,
  LOCAL_PACKAGE,
  PARAMETERS,
  readParameters,
  readSequence,
  type Parameters,
} from './parameters.js';
import { metadataKey, readField, readMetadata } from './records.js';
import { organisationState, publicState, type ReadableState } from './states.js';

interface Approval extends Parameters {
  readonly sequence: bigint;
  readonly source: Encodable<Decoded<typeof ChaincodeSource>>;
}

/** What the peer's organisation has approved; of no particular sequence the next, if it is approved, else the committed one. */
export function queryApproved(scope: ChannelScope, argument: Uint8Array): Uint8Array {
  const { name, sequence } = decode(QueryApprovedChaincodeDefinitionArgs, argument);
  const own = organisationState(scope.simulator, scope.peer.mspId);
  const requested = sequence === 0n ? latest(scope, own, name) : sequence;
  const stored = readMetadata(own, 'namespaces', approvalName(name, requested));
  if (stored === undefined) {
    throw new Error(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${requested}') ` +
        `on channel '${scope.bundle.channelId}'`,
    );
  }
  requireKind(stored.datatype, PARAMETERS, 'chaincode parameters');
  return encode(QueryApprovedChaincodeDefinitionResult, readApproval(own, name, requested));
}

function latest({ simulator }: ChannelScope, own: ReadableState, name: string): bigint {
  const current = readSequence(publicState(simulator), name);
  const next = current + 1n;
  const isApproved = readMetadata(own, 'namespaces', approvalName(name, next)) !== undefined;
  return isApproved ? next : current;
}

/** All that the peer's organisation has approved, of every sequence. */
export async function queryAllApproved(
  scope: ChannelScope,
  argument: Uint8Array,
): Promise<Uint8Array> {
  decode(QueryApprovedChaincodeDefinitionsArgs, argument);
  const { simulator, peer } = scope;
  const own = organisationState(simulator, peer.mspId);
  const space = clearSpace(LIFECYCLE, implicitCollection(peer.mspId));
  const prefix = metadataKey('namespaces', '');
  const approvals: (Approval & { readonly name: string })[] = [];
  // A query of clear data leaves no trace in the read set.
  for await (const [key] of simulator.view.range(space, prefix, `${prefix}\u007f`)) {
    const [name = '', sequence = ''] = key.slice(prefix.length).split('#');
    approvals.push({ name, ...readApproval(own, name, BigInt(sequence)) });
  }
  return encode(QueryApprovedChaincodeDefinitionsResult, {
    approvedChaincodeDefinitions: approvals,
  });
}

function readApproval(own: ReadableState, name: string, sequence: bigint): Approval {
  const approval = approvalName(name, sequence);
  const parameters = readParameters(own, approval);
  const stored = readMetadata(own, 'chaincode-sources', approval);
  if (stored === undefined)
    throw new Error(`could not fetch chaincode-source metadata for ${approval}`);
  requireKind(stored.datatype, LOCAL_PACKAGE, 'chaincode local package');
  const { string: packageId = '' } = readField(own, 'chaincode-sources', approval, 'PackageID');
  const source = packageId === '' ? { unavailable: {} } : { localPackage: { packageId } };
  return { sequence, ...parameters, source };
}

function requireKind(datatype: string, wanted: string, words: string): void {
  if (datatype !== wanted) throw new Error(`not a ${words} type: ${datatype}`);
}
