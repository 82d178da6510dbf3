import { createHash } from 'node:crypto';
import { storedBlocks } from 'argosy/audit/stored-blocks';
import { headerOf, metadataOf } from '@argosy/protocol/block';
import { Block, ChannelHeader, Envelope, Header, Payload } from '@argosy/protocol/messages/common';
import {
  ChaincodeActionPayload,
  ChaincodeInvocationSpec,
  ChaincodeProposalPayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';

/** A transaction that calls the chaincode, as a block has it. */
export interface Written {
  readonly channel: string;
  readonly transactionId: string;
  readonly block: number;
  /** The validation code; 0 is valid. */
  readonly code: number;
  readonly function: string;
  readonly command: string;
  readonly requestId: string;
}

/** The transactions of a ledger that is stored in a file, read by nothing of the gateway's. */
export async function writtenIn(channel: string, file: string): Promise<readonly Written[]> {
  const written: Written[] = [];
  for await (const bytes of storedBlocks(file)) {
    const block = decode(Block, bytes);
    const flags = metadataOf(block, 'transactionsFilter');
    const number = Number(headerOf(block).number);
    for (const [index, entry] of (block.data?.data ?? []).entries()) {
      const found = callIn(entry);
      if (found !== undefined)
        written.push({ channel, block: number, code: flags[index] ?? -1, ...found });
    }
  }
  return written;
}

const endorserTransaction = 3;

function callIn(entry: Uint8Array): Omit<Written, 'channel' | 'block' | 'code'> | undefined {
  const payload = decode(Payload, decode(Envelope, entry).payload);
  const { type, txId } = decode(
    ChannelHeader,
    (payload.header ?? decode(Header, new Uint8Array(0))).channelHeader,
  );
  if (type !== endorserTransaction) return undefined;
  const [action] = decode(Transaction, payload.data).actions;
  if (action === undefined) return undefined;
  const { chaincodeProposalPayload } = decode(ChaincodeActionPayload, action.payload);
  const { input } = decode(ChaincodeProposalPayload, chaincodeProposalPayload);
  const { chaincodeSpec } = decode(ChaincodeInvocationSpec, input);
  if (chaincodeSpec?.chaincodeId?.name !== 'argosy') return undefined;
  const [name = '', command = '', requestId = ''] = (chaincodeSpec.input?.args ?? []).map((it) =>
    Buffer.from(it).toString('utf8'),
  );
  return { transactionId: txId, function: name, command, requestId };
}

/** The id under which the ledger knows a request: the documented hash of member, person and key. */
export const requestIdOf = (msp: string, person: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([msp, person, key]))
    .digest('hex');
