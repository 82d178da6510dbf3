import { ledgerEventName } from '@argosy/domain/events';
import { Envelope } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeAction,
  ChaincodeEvent,
  ProposalResponsePayload,
} from '@argosy/protocol/messages/proposal';
import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  signProposal,
  transactionId,
} from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';

/** Who makes a transaction, and which. */
export interface Header {
  readonly channel: string;
  readonly msp: string;
  readonly person: string;
  readonly nonce: Uint8Array;
  readonly seconds: number;
}

/** What a transaction did, as its read-write set has it. */
export interface Effects {
  readonly writes: readonly {
    readonly key: string;
    readonly value: string | Uint8Array | undefined;
  }[];
  readonly privateWrites: readonly {
    readonly collection: string;
    readonly keyHash: string;
    readonly valueHash: Uint8Array | undefined;
  }[];
  readonly event?: string;
}

const empty = new Uint8Array(0);

export function idOf({ msp, person, nonce }: Omit<Header, 'channel'>): string {
  return transactionId(nonce, creatorOf({ msp, person }));
}

/** A signed transaction of the chaincode, as bytes; nobody's endorsement is in it. */
export function envelopeOf(
  { args, effects, ...header }: Header & { readonly args: string[]; readonly effects: Effects },
  { sign }: Pick<Signer, 'sign'>,
): Uint8Array {
  const { channel: channelId, msp, nonce, seconds } = header;
  const signer = { mspId: msp, creator: creatorOf(header), sign };
  const { signed } = signProposal(
    {
      channelId,
      chaincodeName: 'argosy',
      args: args.map((text) => Buffer.from(text)),
      time: { seconds: BigInt(seconds), nanos: 0 },
      nonce,
    },
    signer,
  );
  const proposal = openProposal(signed);
  const response = encode(ProposalResponsePayload, {
    proposalHash: proposal.proposalHash,
    extension: encode(ChaincodeAction, {
      results: resultsOf(effects),
      events: eventOf(idOf(header), effects),
      chaincodeId: { name: 'argosy', version: '0.1.0' },
    }),
  });
  return encode(Envelope, signEnvelope(assembleTransaction(proposal, response, []), signer));
}

function creatorOf({ msp, person }: Pick<Header, 'msp' | 'person'>): Uint8Array {
  return encode(SerializedIdentity, { mspid: msp, idBytes: Buffer.from(person) });
}

function resultsOf({ writes, privateWrites }: Effects): Uint8Array {
  const set = {
    writes: writes.map(({ key, value }) => ({
      key,
      isDelete: value === undefined,
      value: value === undefined ? empty : Buffer.from(value),
    })),
  };
  const collections = new Set(privateWrites.map(({ collection }) => collection));
  const hashed = [...collections].map((collectionName) => ({
    collectionName,
    hashedRwset: encode(HashedRWSet, {
      hashedWrites: privateWrites
        .filter(({ collection }) => collection === collectionName)
        .map(({ keyHash, valueHash }) => ({
          keyHash: Buffer.from(keyHash, 'hex'),
          isDelete: valueHash === undefined,
          valueHash: valueHash ?? empty,
        })),
    }),
  }));
  const own = { namespace: 'argosy', rwset: encode(KVRWSet, set), collectionHashedRwset: hashed };
  return encode(TxReadWriteSet, { nsRwset: [own] });
}

function eventOf(txId: string, { event }: Effects): Uint8Array {
  if (event === undefined) return empty;
  const payload = Buffer.from(event);
  return encode(ChaincodeEvent, {
    chaincodeId: 'argosy',
    txId,
    eventName: ledgerEventName,
    payload,
  });
}
