import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionsArgs,
} from '@argosy/protocol/messages/lifecycle';
import { decode } from '@argosy/protocol/wire';
import { requireNameable } from './definition-rules.js';
import { approvalName } from './parameters.js';
import { fieldKey } from './records.js';

/** What a peer gets as far as saying when it is asked, without a channel, for what is on a channel. Throws what the argument cannot be. */
type Obstacle = (argument: Uint8Array, transactionId: string) => string;

const noLedger = (function_: string, transactionId: string): string =>
  `${function_} failed: transaction ID: ${transactionId}: no ledger context`;

/** An administrator of the organisation may ask for these without a channel; for others not even that. */
const obstacles: ReadonlyMap<string, Obstacle> = new Map([
  ['ApproveChaincodeDefinitionForMyOrg', approving],
  ['QueryApprovedChaincodeDefinition', queryingOne],
  ['QueryApprovedChaincodeDefinitions', queryingAll],
]);

/** Why an operation on a channel cannot be without one, in a peer's words. */
export function withoutChannel(name: string, argument: Uint8Array, transactionId: string): string {
  const obstacle = obstacles.get(name);
  return obstacle?.(argument, transactionId) ?? `${name} needs a channel`;
}

function approving(argument: Uint8Array): string {
  requireNameable(decode(ApproveChaincodeDefinitionForMyOrgArgs, argument));
  return "error validating chaincode definition: could not get channelconfig for channel ''";
}

function queryingOne(argument: Uint8Array, transactionId: string): string {
  const { name, sequence } = decode(QueryApprovedChaincodeDefinitionArgs, argument);
  const why = noLedger('GET_STATE', transactionId);
  if (sequence === 0n) {
    const key = fieldKey('namespaces', name, 'Sequence');
    return `could not get current sequence: could not get state for key ${key}: ${why}`;
  }
  const approval = approvalName(name, sequence);
  return (
    `could not deserialize namespace metadata for ${approval}: ` +
    `could not query metadata for namespace namespaces/${approval}: ${why}`
  );
}

function queryingAll(argument: Uint8Array, transactionId: string): string {
  decode(QueryApprovedChaincodeDefinitionsArgs, argument);
  return (
    'could not fetch metadatas: could not get state range for namespace namespaces: ' +
    `could not get state iterator: ${noLedger('GET_STATE_BY_RANGE', transactionId)}`
  );
}
