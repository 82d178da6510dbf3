import {
  CommitStatusRequest,
  CommitStatusResponse,
  EndorseRequest,
  EndorseResponse,
  EvaluateRequest,
  EvaluateResponse,
  SignedRequest,
  SubmitRequest,
} from '@argosy/protocol/messages/gateway';
import { signProposal, type SignedProposalMessage } from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import type { Ambient } from '../ambient.js';
import type { MemoryTransport } from '../transport/memory-transport.js';
import { seededBytes } from './virtual-time.js';

/** What a client wants done. */
export interface Wanted {
  readonly chaincode: string;
  readonly args: readonly (string | Uint8Array)[];
  /** Whose peers are to endorse; the policy decides if nobody is named. */
  readonly endorsers?: readonly string[];
}

/** A transaction that is endorsed and signed. */
export interface Prepared {
  readonly txId: string;
  readonly envelope: { readonly payload: Uint8Array; readonly signature: Uint8Array };
}

/** Where a transaction stands, and its flag. */
export interface Committed {
  readonly code: number;
  readonly block: bigint;
}

export interface ClientParts {
  readonly transport: MemoryTransport;
  readonly ambient: Pick<Ambient, 'now'>;
  readonly channelId: string;
  readonly signer: Signer;
  /** Nonces come from it. */
  readonly seed: string;
}

/** A client of the gateway services, within the process. What a call throws is a CallError. */
export class SimulatedClient {
  private readonly nonces: (size: number) => Buffer;

  constructor(private readonly parts: ClientParts) {
    this.nonces = seededBytes(`${parts.seed} nonces`);
  }

  /** Have a transaction endorsed through a peer, and sign it. */
  async endorse(address: string, wanted: Wanted): Promise<Prepared> {
    const { channelId, transport, signer } = this.parts;
    const { transactionId: txId, signed } = this.proposal(wanted);
    const request = encode(EndorseRequest, {
      transactionId: txId,
      channelId,
      proposedTransaction: signed,
      endorsingOrganizations: wanted.endorsers ?? [],
    });
    const answer = await transport.unary(address, '/gateway.Gateway/Endorse', request);
    const payload = decode(EndorseResponse, answer).preparedTransaction?.payload;
    if (payload === undefined) throw new Error('the gateway prepared nothing');
    return { txId, envelope: { payload, signature: signer.sign(payload) } };
  }

  async submit(address: string, { txId, envelope }: Prepared): Promise<void> {
    const { channelId, transport } = this.parts;
    const request = encode(SubmitRequest, {
      transactionId: txId,
      channelId,
      preparedTransaction: envelope,
    });
    await transport.unary(address, '/gateway.Gateway/Submit', request);
  }

  /** Wait until a transaction is in a block. */
  async status(address: string, transactionId: string, gone: AbortSignal): Promise<Committed> {
    const { channelId, transport, signer } = this.parts;
    const identity = signer.creator;
    const request = encode(CommitStatusRequest, { transactionId, channelId, identity });
    const asked = encode(SignedRequest, { request, signature: signer.sign(request) });
    const answer = await transport.unary(address, '/gateway.Gateway/CommitStatus', asked, gone);
    const { result: code, blockNumber: block } = decode(CommitStatusResponse, answer);
    return { code, block };
  }

  /** Have one peer answer; nothing is committed. */
  async evaluate(address: string, wanted: Wanted): Promise<Buffer> {
    const { channelId, transport } = this.parts;
    const { transactionId, signed } = this.proposal(wanted);
    const request = encode(EvaluateRequest, {
      transactionId,
      channelId,
      proposedTransaction: signed,
      targetOrganizations: wanted.endorsers ?? [],
    });
    const answer = await transport.unary(address, '/gateway.Gateway/Evaluate', request);
    return Buffer.from(decode(EvaluateResponse, answer).result?.payload ?? []);
  }

  private proposal({ chaincode, args }: Wanted): {
    readonly transactionId: string;
    readonly signed: SignedProposalMessage;
  } {
    const { ambient, channelId, signer } = this.parts;
    const now = ambient.now();
    const time = { seconds: BigInt(Math.floor(now / 1000)), nanos: (now % 1000) * 1_000_000 };
    const bytes = args.map((arg) => (typeof arg === 'string' ? Buffer.from(arg) : arg));
    const request = { channelId, chaincodeName: chaincode, args: bytes, time };
    return signProposal({ ...request, nonce: this.nonces(24) }, signer);
  }
}
