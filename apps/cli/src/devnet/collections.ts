import { readFileSync } from 'node:fs';
import { OperatorError } from '@argosy/operator/operator-error';
import type { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { parseSignaturePolicy, PolicySyntaxError } from '@argosy/protocol/policy-syntax';
import { reasonOf } from '@argosy/protocol/reason';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { z } from 'zod';

type Collections = Encodable<Decoded<typeof CollectionConfigPackage>>;
type Endorsement = Encodable<Decoded<typeof ApplicationPolicy>>;

const text = z.string().default('');
const count = z.int().min(0).max(0x7fffffff);

/** The file that the `peer` program's `--collections-config` takes; fields that it does not know it passes over. */
const collectionsSchema = z.array(
  z.object({
    name: z.string().min(1),
    policy: z.string(),
    requiredPeerCount: count.default(0),
    maxPeerCount: count.default(1),
    blockToLive: z.int().min(0).default(0),
    memberOnlyRead: z.boolean().default(false),
    memberOnlyWrite: z.boolean().default(false),
    endorsementPolicy: z.object({ signaturePolicy: text, channelConfigPolicy: text }).nullish(),
  }),
);
type Given = z.infer<typeof collectionsSchema>[number];

/** Read a file of collections. Refuses what cannot be read, and names the place. */
export function readCollections(file: string): Collections {
  try {
    const given = collectionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { config: given.map((it) => ({ staticCollectionConfig: collection(it) })) };
  } catch (failure) {
    throw new OperatorError({
      what: `The collections in ${file} cannot be used`,
      why: failure instanceof z.ZodError ? z.prettifyError(failure) : `${reasonOf(failure)}.`,
      fix: 'Correct the file: it is what peer lifecycle chaincode takes with --collections-config.',
    });
  }
}

function collection({ maxPeerCount, policy, endorsementPolicy, ...rest }: Given) {
  const named = (what: string, text: string) => signaturePolicy(text, `${what} of ${rest.name}`);
  const endorsement = endorsementOf(endorsementPolicy, named);
  return {
    ...rest,
    blockToLive: BigInt(rest.blockToLive),
    maximumPeerCount: maxPeerCount,
    memberOrgsPolicy: { signaturePolicy: named('the policy', policy) },
    ...(endorsement === undefined ? {} : { endorsementPolicy: endorsement }),
  };
}

type Read = (what: string, text: string) => ReturnType<typeof parseSignaturePolicy>;

function endorsementOf(given: Given['endorsementPolicy'], read: Read): Endorsement | undefined {
  const { signaturePolicy: signature = '', channelConfigPolicy: reference = '' } = given ?? {};
  if (signature !== '' && reference !== '')
    throw new Error(
      'an endorsementPolicy has a signaturePolicy or a channelConfigPolicy, not both',
    );
  if (signature !== '') return { signaturePolicy: read('the endorsement policy', signature) };
  return reference === '' ? undefined : { channelConfigPolicyReference: reference };
}

function signaturePolicy(text: string, whose: string): ReturnType<typeof parseSignaturePolicy> {
  try {
    return parseSignaturePolicy(text);
  } catch (failure) {
    if (!(failure instanceof PolicySyntaxError)) throw failure;
    throw new Error(`${whose}: ${failure.message}`, { cause: failure });
  }
}
