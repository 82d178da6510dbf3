import { describe, expect, test } from '@jest/globals';
import { lifecycleOperations } from '@argosy/devnet/lifecycle/lifecycle';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { Ledger } from '@argosy/ledger/ledger';
import { Simulator } from '@argosy/ledger/simulator';
import type { Snapshot, StateView } from '@argosy/ledger/state';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import { recordedBlocks } from '../support/recorded.js';
import type { RecordedName } from '../support/recorded.js';

const operations: ReadonlyMap<string, typeof lifecycleOperations.approve> = new Map([
  ['ApproveChaincodeDefinitionForMyOrg', lifecycleOperations.approve],
  ['CommitChaincodeDefinition', lifecycleOperations.commit],
]);

/** What an administrator asked of the life cycle, and what the peer's simulation of it read and wrote. */
interface Asked {
  readonly name: string;
  readonly operation: typeof lifecycleOperations.approve;
  readonly argument: Uint8Array;
  readonly results: Uint8Array;
}

/** Undefined for a transaction of another chaincode, or one that cannot be read. */
function askedIn(entry: Uint8Array): Asked | undefined {
  try {
    const { data } = decode(Payload, decode(Envelope, entry).payload);
    const [first] = decode(Transaction, data).actions;
    if (first === undefined) return undefined;
    const { chaincodeProposalPayload, action } = decode(ChaincodeActionPayload, first.payload);
    const { input } = decode(ChaincodeProposalPayload, chaincodeProposalPayload);
    const { chaincodeSpec } = decode(ChaincodeInvocationSpec, input);
    const [bytes, argument] = chaincodeSpec?.input?.args ?? [];
    const name = Buffer.from(bytes ?? []).toString();
    const operation = operations.get(name);
    const isLifecycle = chaincodeSpec?.chaincodeId?.name === LIFECYCLE;
    if (!isLifecycle || !operation || !argument || !action) return undefined;
    const { extension } = decode(ProposalResponsePayload, action.proposalResponsePayload);
    const { results } = decode(ChaincodeAction, extension);
    return { name, operation, argument, results };
  } catch {
    return undefined;
  }
}

describe.each<readonly [RecordedName, number, number]>([
  ['a-raft-mixed', 25, 15],
  ['c-keylevel-private', 21, 12],
  ['e-bft-mixed', 17, 9],
])('%s', (name, approvals, commits) => {
  test('approvals and commits read and write what a peer’s did, to the byte', async () => {
    const [genesisBlock = Buffer.of(), ...blocks] = recordedBlocks(name);
    const ledger = await Ledger.open({ genesisBlock, store: new MemoryBlockStore() });
    const snapshots: Snapshot[] = [];
    const equal: Record<string, number> = {};
    for (const bytes of blocks) {
      const block = decode(Block, bytes);
      snapshots.unshift(ledger.snapshot());
      for (const asked of block.data?.data.flatMap((entry) => askedIn(entry) ?? []) ?? []) {
        // Some were simulated a few blocks before theirs.
        const isEqual = snapshots.some((state) => isSimulatedOn(state, ledger.bundle, asked));
        if (isEqual) equal[asked.name] = (equal[asked.name] ?? 0) + 1;
      }
      for (const old of snapshots.splice(6)) old.release();
      await ledger.commit(block);
    }
    expect(equal).toEqual({
      ApproveChaincodeDefinitionForMyOrg: approvals,
      CommitChaincodeDefinition: commits,
    });
    await ledger.close();
  }, 120_000);
});

/** Whether the operation, on a state and at one of the organisations' peers, reads and writes exactly what was recorded. */
function isSimulatedOn(state: StateView, bundle: ChannelBundle, asked: Asked): boolean {
  const { operation, argument, results } = asked;
  return bundle.applicationOrganisations.some((peer) => {
    const simulator = new Simulator(state);
    try {
      operation({ peer, bundle, simulator }, argument);
    } catch {
      return false;
    }
    return simulator.results().equals(results);
  });
}
