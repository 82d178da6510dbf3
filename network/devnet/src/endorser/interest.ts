import type { ChaincodeCall } from '@argosy/protocol/messages/proposal';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { decode, type Decoded } from '@argosy/protocol/wire';
import type { MetadataEntry } from '@argosy/ledger/state';
import { VALIDATION_PARAMETER } from '@argosy/ledger/validation/key-policies';
import type { Simulation } from '../chaincode/simulation.js';
import { isSystemChaincode } from '../channel.js';
import { unreadable } from '../grpc/unreadable.js';

type Call = Decoded<typeof ChaincodeCall>;

/** Whose policies a transaction has to meet, of one namespace. */
interface Concern {
  readonly keyPolicies: SignaturePolicyMessage[];
  /** Collections whose policies count; the empty name is the chaincode's own policy. */
  readonly required: Set<string>;
}

/**
 * Whose policies a simulated transaction has to meet: of the namespaces and collections that it touched, and of the written keys that
 * have a policy of their own. A key's policy stands in for the chaincode's. Throws where such a policy cannot be read.
 */
export function interestIn(simulation: Simulation, results: Uint8Array): Call[] {
  const concerns = new Map<string, Concern>();
  for (const [namespace, collections] of simulation.written.byNamespace)
    concerns.set(namespace, concernOf(collections));
  for (const { namespace } of decode(TxReadWriteSet, results).nsRwset) {
    if (!concerns.has(namespace))
      concerns.set(namespace, { keyPolicies: [], required: new Set(['']) });
  }
  for (const [namespace, collections] of simulation.privateReads)
    for (const collection of collections) concerns.get(namespace)?.required.add(collection);
  return [...concerns]
    .filter(([namespace]) => !isSystemChaincode(namespace))
    .sort(([a], [b]) => compareUtf8(a, b))
    .flatMap(([namespace, concern]) => calls(namespace, concern, simulation));
}

function concernOf(
  collections: ReadonlyMap<string, ReadonlyMap<string, readonly MetadataEntry[]>>,
): Concern {
  const concern: Concern = { keyPolicies: [], required: new Set() };
  for (const [collection, keys] of collections) {
    for (const metadata of keys.values()) {
      const policy = metadata.findLast(({ name }) => name === VALIDATION_PARAMETER)?.value;
      if (policy === undefined) concern.required.add(collection);
      else concern.keyPolicies.push(readPolicy(policy));
    }
  }
  return concern;
}

function readPolicy(policy: Uint8Array): SignaturePolicyMessage {
  try {
    return decode(SignaturePolicyEnvelope, policy);
  } catch (error) {
    throw new Error(`error unmarshalling SignaturePolicyEnvelope: ${unreadable(error)}`, {
      cause: error,
    });
  }
}

function calls(
  name: string,
  { keyPolicies, required }: Concern,
  { privateReads }: Simulation,
): Call[] {
  const blank = { name, collectionNames: [], noPrivateReads: false, noPublicWrites: false };
  const disregardNamespacePolicy = !required.has('');
  const own =
    disregardNamespacePolicy && keyPolicies.length === 0
      ? []
      : [{ ...blank, keyPolicies, disregardNamespacePolicy }];
  const collections = [...required].filter((collection) => collection !== '').sort(compareUtf8);
  const read = privateReads.get(name);
  return [
    ...own,
    ...collections.map((collection) => ({
      ...blank,
      collectionNames: [collection],
      noPrivateReads: read?.has(collection) !== true,
      keyPolicies: [],
      disregardNamespacePolicy: false,
    })),
  ];
}
