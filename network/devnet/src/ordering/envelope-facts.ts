import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { Payload } from '@argosy/protocol/messages/common';
import {
  ChaincodeActionPayload,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import type { EnvelopeMessage, Headers } from './admission.js';

/** What rules can know an admitted envelope by. */
export interface EnvelopeFacts {
  readonly channel: string;
  /** The id that its creator and nonce give. */
  readonly transactionId: string;
  /** Empty where the creator is no identity. */
  readonly creatorMsp: string;
  /** Undefined where the envelope calls no chaincode, as an update of the configuration. */
  readonly chaincode: string | undefined;
  readonly function: string | undefined;
}

/** Read an envelope that an orderer admitted: its content was not looked at then, so it may be anything. */
export function envelopeFacts(
  envelope: EnvelopeMessage,
  { channelId, creator }: Headers,
  transactionId: string,
): EnvelopeFacts {
  const call = ifReadable(() => callIn(envelope));
  return {
    channel: channelId,
    transactionId,
    creatorMsp: ifReadable(() => decode(SerializedIdentity, creator).mspid) ?? '',
    chaincode: call?.chaincode,
    function: call?.function,
  };
}

function callIn({ payload }: EnvelopeMessage) {
  const [action] = decode(Transaction, decode(Payload, payload).data).actions;
  if (action === undefined) return undefined;
  const { chaincodeProposalPayload } = decode(ChaincodeActionPayload, action.payload);
  const { input } = decode(ChaincodeProposalPayload, chaincodeProposalPayload);
  const { chaincodeSpec } = decode(ChaincodeInvocationSpec, input);
  const [name] = chaincodeSpec?.input?.args ?? [];
  return {
    chaincode: chaincodeSpec?.chaincodeId?.name,
    function: name && Buffer.from(name).toString(),
  };
}

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
