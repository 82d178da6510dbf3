import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CommitChaincodeDefinitionArgs,
  InstallChaincodeArgs,
} from '@argosy/protocol/messages/lifecycle';
import { encode, type Decoded, type Encodable } from '@argosy/protocol/wire';
import type { TestClient } from './test-client.js';

/** A definition as it is asked for; what is left out is the default. */
export type Definition = Encodable<Decoded<typeof CommitChaincodeDefinitionArgs>>;

/** Install a package at the peer that an administrator of its organisation is connected to. */
export async function install(
  admin: TestClient,
  chaincodeInstallPackage: Uint8Array,
): Promise<Uint8Array> {
  return admin.contract('_lifecycle').evaluate('InstallChaincode', {
    arguments: [encode(InstallChaincodeArgs, { chaincodeInstallPackage })],
    endorsingOrganizations: [admin.signer.mspId],
  });
}

/** Approve a definition for the administrator's own organisation, and wait for the block. */
export async function approve(
  admin: TestClient,
  definition: Definition,
  packageId?: string,
): Promise<void> {
  const source = packageId === undefined ? undefined : { localPackage: { packageId } };
  await admin.contract('_lifecycle').submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [encode(ApproveChaincodeDefinitionForMyOrgArgs, { ...definition, source })],
    endorsingOrganizations: [admin.signer.mspId],
  });
}

/** Commit a definition that is approved, and wait for its block. */
export async function commit(admin: TestClient, definition: Definition): Promise<void> {
  await admin.contract('_lifecycle').submit('CommitChaincodeDefinition', {
    arguments: [encode(CommitChaincodeDefinitionArgs, definition)],
  });
}
