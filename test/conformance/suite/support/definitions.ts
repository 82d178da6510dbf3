import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CommitChaincodeDefinitionArgs,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { decode, encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';
import { banks, type SuiteNetwork } from './network.js';
import { ask } from './steps.js';
import { eventually } from './waiting.js';

/** A definition as `_lifecycle` takes it; what is left out is the default. */
export type Definition = Encodable<Decoded<typeof CommitChaincodeDefinitionArgs>>;

/** A policy as definitions carry it: n of these organisations' peers. */
export const endorsedBy = (n: number, ...mspIds: readonly string[]): Buffer =>
  encode(ApplicationPolicy, {
    signaturePolicy: decode(
      SignaturePolicyEnvelope,
      outOf(
        n,
        mspIds.map((mspId) => roleOf(mspId, 'peer')),
      ),
    ),
  });

/** Approve a definition for the administrator's own organisation, and wait for its block. */
export async function approve(
  admin: TestClient,
  channel: string,
  definition: Definition,
  packageId?: string,
): Promise<void> {
  const source = packageId === undefined ? undefined : { localPackage: { packageId } };
  await admin.contract('_lifecycle', channel).submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [encode(ApproveChaincodeDefinitionForMyOrgArgs, { ...definition, source })],
    endorsingOrganizations: [admin.signer.mspId],
  });
}

/** Commit a definition that is approved, and wait for its block. */
export async function commitDefinition(
  admin: TestClient,
  channel: string,
  definition: Definition,
): Promise<void> {
  await admin.contract('_lifecycle', channel).submit('CommitChaincodeDefinition', {
    arguments: [encode(CommitChaincodeDefinitionArgs, definition)],
  });
}

interface Means {
  readonly channel?: string;
  readonly organisations?: readonly string[];
  /** The package that these organisations run it from; none for a definition without code. */
  readonly packageId?: string | null;
  /** Whether to wait until it answers; not for what must be initialised first. */
  readonly awaited?: boolean;
}

/** Have organisations approve a definition, commit it, and wait until it answers at their first peers. */
export async function define(
  network: SuiteNetwork,
  definition: Definition & { readonly name: string },
  means: Means = {},
): Promise<void> {
  const { channel = 'main', organisations = banks, packageId = network.packageId } = means;
  const wanted = { sequence: 1n, version: '1.0', ...definition };
  const admins = organisations.map((msp) => network.administrator(msp));
  for (const admin of admins)
    await eventually(() => approve(admin, channel, wanted, packageId ?? undefined));
  await eventually(() => commitDefinition(admins[0]!, channel, wanted));
  if (packageId === null || means.awaited === false) return;
  await Promise.all(admins.map((admin) => awaitAnswer(admin, { channel, chaincode: wanted.name })));
}

/** Wait until a chaincode answers at the peers of somebody's organisation. */
export async function awaitAnswer(
  client: TestClient,
  target: { readonly channel: string; readonly chaincode: string },
): Promise<void> {
  const { mspId } = client.signer;
  await eventually(() => ask(client, [], { ...target, organisations: [mspId] }));
}
