import { LIFECYCLE } from '@argosy/ledger/definitions';
import type { Simulator } from '@argosy/ledger/simulator';
import {
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
  QueryChaincodeDefinitionsArgs,
  QueryChaincodeDefinitionsResult,
} from '@argosy/protocol/messages/lifecycle';
import { decode, encode } from '@argosy/protocol/wire';
import { approvalsIn, disagreements } from './commit.js';
import { organisationsOf, type ChannelScope } from './operation.js';
import { readParameters, readSequence, type Parameters } from './parameters.js';
import { metadataKey, readMetadata } from './records.js';
import { publicState } from './states.js';

/** A definition that does not exist. */
export class NotDefined extends Error {
  override readonly name = 'NotDefined';

  constructor(name: string) {
    super(`namespace ${name} is not defined`);
  }
}

interface Defined {
  readonly sequence: bigint;
  readonly parameters: Parameters;
}

/** A committed definition, and which organisations have approved it as it is. Throws NotDefined. */
export function queryDefinition(
  { bundle, simulator }: ChannelScope,
  argument: Uint8Array,
): Uint8Array {
  const { name } = decode(QueryChaincodeDefinitionArgs, argument);
  const { sequence, parameters } = readDefinition(simulator, name);
  const definition = { name, sequence, parameters };
  const all = disagreements(simulator, organisationsOf(bundle), definition);
  return encode(QueryChaincodeDefinitionResult, {
    sequence,
    ...parameters,
    approvals: approvalsIn(all),
  });
}

/** All committed definitions, in the order of their names. */
export async function queryDefinitions(
  { simulator }: ChannelScope,
  argument: Uint8Array,
): Promise<Uint8Array> {
  decode(QueryChaincodeDefinitionsArgs, argument);
  const prefix = metadataKey('namespaces', '');
  const query = simulator.range(LIFECYCLE, prefix, `${prefix}\u007f`);
  const names: string[] = [];
  for (;;) {
    const entry = await query.next();
    if (entry === undefined) break;
    names.push(entry[0].slice(prefix.length));
  }
  const chaincodeDefinitions = names.map((name) => {
    const { sequence, parameters } = readDefinition(simulator, name);
    return { name, sequence, ...parameters };
  });
  return encode(QueryChaincodeDefinitionsResult, { chaincodeDefinitions });
}

function readDefinition(simulator: Simulator, name: string): Defined {
  const state = publicState(simulator);
  if (readMetadata(state, 'namespaces', name) === undefined) throw new NotDefined(name);
  return { sequence: readSequence(state, name), parameters: readParameters(state, name) };
}
