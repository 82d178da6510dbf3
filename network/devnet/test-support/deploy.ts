import { CommitChaincodeDefinitionArgs } from '@argosy/protocol/messages/lifecycle';
import { encode } from '@argosy/protocol/wire';
import type { TestClient } from './test-client.js';

export interface Definition {
  readonly name: string;
  readonly sequence: bigint;
  readonly version: string;
  readonly validationParameter?: Uint8Array;
}

/** Commit a chaincode definition as an administrator would, and wait for its block. */
export async function commitDefinition(admin: TestClient, definition: Definition): Promise<void> {
  await admin.contract('_lifecycle').submit('CommitChaincodeDefinition', {
    arguments: [encode(CommitChaincodeDefinitionArgs, definition)],
  });
}
