import {
  ChannelHeader,
  Block,
  Envelope,
  headerType,
  Payload,
} from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';

/** What the recorded chaincode was asked to do, one after the other. */
export type Operation = [string, ...unknown[]];

/** A recorded simulation: what was asked, and the bytes that a peer made of it. */
export interface RecordedSimulation {
  readonly chaincode: string;
  readonly operations: readonly Operation[];
  readonly results: Uint8Array;
}

/** The simulations whose transactions stand in a block; forged transactions say of no operation. */
export function simulationsIn(block: Uint8Array): RecordedSimulation[] {
  return (decode(Block, block).data?.data ?? []).flatMap((entry) => {
    try {
      return simulationIn(entry) ?? [];
    } catch {
      // Some recorded transactions are broken on purpose.
      return [];
    }
  });
}

function simulationIn(entry: Uint8Array): RecordedSimulation | undefined {
  const { header, data } = decode(Payload, decode(Envelope, entry).payload);
  const { type } = decode(ChannelHeader, header!.channelHeader);
  if (type !== headerType.endorserTransaction) return undefined;
  const [action] = decode(Transaction, data).actions;
  const { chaincodeProposalPayload, action: endorsed } = decode(
    ChaincodeActionPayload,
    action!.payload,
  );
  const { input } = decode(ChaincodeProposalPayload, chaincodeProposalPayload);
  const spec = decode(ChaincodeInvocationSpec, input).chaincodeSpec!;
  const [, list] = spec.input!.args;
  const operations = JSON.parse(Buffer.from(list!).toString()) as Operation[];
  if (!operations.some((operation) => Array.isArray(operation))) return undefined;
  const { extension } = decode(ProposalResponsePayload, endorsed!.proposalResponsePayload);
  const { results } = decode(ChaincodeAction, extension);
  return { chaincode: spec.chaincodeId!.name, operations, results };
}
