import { reasonOf } from '@argosy/protocol/reason';
import {
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  CommitChaincodeDefinitionArgs,
  CommitChaincodeDefinitionResult,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode } from '@argosy/protocol/wire';
import {
  chaincodeDefinition,
  definitionSequence,
  type StateReader,
} from '@argosy/ledger/definitions';
import type { Simulator } from '@argosy/ledger/simulator';
import { accessRefusal } from '../access.js';
import { proposalSignature, type CheckedProposal } from '../endorser/proposal-checks.js';
import type { ResponseMessage } from '../endorser/response.js';
import {
  failure,
  success,
  type SystemCall,
  type SystemChaincode,
} from '../endorser/system-chaincode.js';
import { definitionFault, withDefaults } from './definition-rules.js';
import { writeDefinition } from './state.js';

/** A definition that does not exist: status 404, all other failures are 500. */
class NotDefined extends Error {
  override readonly name = 'NotDefined';
}

type Operation = (call: SystemCall, argument: Uint8Array) => Uint8Array;

const operations: ReadonlyMap<string, Operation> = new Map([
  ['CommitChaincodeDefinition', commitDefinition],
  ['QueryChaincodeDefinition', queryDefinition],
]);

/**
 * `_lifecycle`: chaincode definitions, stored as Fabric stores them.
 *
 * Approvals live in private collections, which this network does not have yet. So a commit asks for no approval; the
 * channel's lifecycle endorsement policy, which validation applies, is the consent of the organisations.
 */
export const lifecycle: SystemChaincode = { name: '_lifecycle', invoke };

function invoke(call: SystemCall): ResponseMessage {
  const { args } = call.proposal.opened.input;
  const [name, argument] = args;
  if (args.length !== 2 || name === undefined || argument === undefined) {
    const text = `lifecycle scc operations require exactly two arguments but received ${args.length}`;
    return failure(500, text);
  }
  const refusal = aclRefusal(call.proposal);
  if (refusal !== undefined) {
    return failure(500, `Failed to authorize invocation due to failed ACL check: ${refusal}`);
  }
  return run(Buffer.from(name).toString(), call, argument);
}

function aclRefusal(proposal: CheckedProposal): string | undefined {
  const signed = proposalSignature(proposal);
  return accessRefusal(proposal.channel.bundle, '/Channel/Application/Writers', signed);
}

function run(name: string, call: SystemCall, argument: Uint8Array): ResponseMessage {
  try {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`${name} is not supported by this network`);
    return success(operation(call, argument));
  } catch (error) {
    const why = reasonOf(error);
    if (error instanceof NotDefined) return failure(404, why);
    return failure(500, `failed to invoke backing implementation of '${name}': ${why}`);
  }
}

function commitDefinition({ proposal, simulator }: SystemCall, argument: Uint8Array): Uint8Array {
  const args = withDefaults(decode(CommitChaincodeDefinitionArgs, argument));
  const fault = definitionFault(args, proposal.channel.bundle);
  if (fault !== undefined) throw new Error(fault);
  const next = definitionSequence(recording(simulator), args.name) + 1n;
  if (args.sequence !== next) {
    throw new Error(
      `requested sequence is ${args.sequence}, but new definition must be sequence ${next}`,
    );
  }
  const { version, initRequired, endorsementPlugin, validationPlugin, validationParameter } = args;
  writeDefinition(simulator, args.name, {
    sequence: args.sequence,
    endorsementInfo: encode(ChaincodeEndorsementInfo, { version, initRequired, endorsementPlugin }),
    validationInfo: encode(ChaincodeValidationInfo, { validationPlugin, validationParameter }),
    collections: new Uint8Array(0),
  });
  return encode(CommitChaincodeDefinitionResult, {});
}

function queryDefinition({ simulator }: SystemCall, argument: Uint8Array): Uint8Array {
  const { name } = decode(QueryChaincodeDefinitionArgs, argument);
  const definition = chaincodeDefinition(recording(simulator), name);
  if (definition === undefined) throw new NotDefined(`namespace ${name} is not defined`);
  const { sequence, version, initRequired } = definition;
  const { endorsementPlugin, validationPlugin, validationParameter } = definition;
  return encode(QueryChaincodeDefinitionResult, {
    sequence,
    version,
    initRequired,
    endorsementPlugin,
    validationPlugin,
    validationParameter,
  });
}

const recording =
  (simulator: Simulator): StateReader =>
  (namespace, key) =>
    simulator.get(namespace, key);
