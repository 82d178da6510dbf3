import { randomBytes } from 'node:crypto';
import { buildBlock, dataHash, headerHash } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { consenterSignature } from '@argosy/protocol/block-signature';
import { Envelope } from '@argosy/protocol/messages/common';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import {
  ChaincodeEndorsementInfo,
  ChaincodeValidationInfo,
  StateData,
  StateMetadata,
} from '@argosy/protocol/messages/lifecycle';
import { ChaincodeAction, ProposalResponsePayload } from '@argosy/protocol/messages/proposal';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  signProposal,
} from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { LIFECYCLE, fieldKey, metadataKey } from '@argosy/ledger/definitions';
import type { Ledger } from '@argosy/ledger/ledger';
import { Simulator } from '@argosy/ledger/simulator';
import type { StateView } from '@argosy/ledger/state';
import type { Consenter, Consortium } from './consortium.js';

/** What a forged transaction does; everything has a sensible default. */
export interface Forgery {
  readonly chaincode?: string;
  readonly creator?: Signer;
  readonly endorsers?: readonly Signer[];
  readonly nonce?: Uint8Array;
  /** Reads and writes, recorded by a real simulator. */
  readonly run: (simulator: Simulator) => void;
  /** Simulate against this view instead of the ledger as it is. */
  readonly view?: StateView;
  /** Change a part before it is signed: endorsers and creator sign whatever comes out. */
  readonly alter?: (part: AlterablePart, bytes: Buffer) => Buffer;
}

export type QueryingForgery = Omit<Forgery, 'run'> & {
  readonly run: (simulator: Simulator) => Promise<void>;
};

export type AlterablePart = 'results' | 'action' | 'response' | 'payload' | 'envelope';

/** Makes transactions and blocks as clients, endorsers and consenters make them, and wrong ones as they would not. */
export class Forge {
  readonly consortium: Consortium;
  readonly ledger: Ledger;

  constructor(consortium: Consortium, ledger: Ledger) {
    this.consortium = consortium;
    this.ledger = ledger;
  }

  /** The bytes of a signed envelope. */
  transaction(forgery: Forgery): Buffer {
    return this.#around(forgery, this.#simulate(forgery));
  }

  /** The same for a transaction that queries ranges: these are read from the disk. */
  async queryingTransaction(forgery: QueryingForgery): Promise<Buffer> {
    const snapshot = this.ledger.snapshot();
    try {
      const simulator = new Simulator(forgery.view ?? snapshot);
      await forgery.run(simulator);
      return this.#around(forgery, simulator.results());
    } finally {
      snapshot.release();
    }
  }

  /** Endorsed and signed around the results of a simulation. */
  #around(forgery: Omit<Forgery, 'run'>, simulated: Buffer): Buffer {
    const { organisations } = this.consortium;
    const creator = forgery.creator ?? organisations.ImporterMSP.client;
    const banks = [organisations.ImportBankMSP.peer, organisations.ExportBankMSP.peer];
    const chaincode = forgery.chaincode ?? 'argosy';
    const { signed } = signProposal(
      {
        channelId: this.ledger.channelId,
        chaincodeName: chaincode,
        args: [Buffer.from('run')],
        time: { seconds: 1_780_000_100n, nanos: 0 },
        nonce: forgery.nonce ?? randomBytes(24),
      },
      creator,
    );
    const proposal = openProposal(signed);
    const alter = forgery.alter ?? ((_, bytes) => bytes);
    const action = encode(ChaincodeAction, {
      results: alter('results', simulated),
      response: { status: 200 },
      chaincodeId: { name: chaincode, version: '1' },
    });
    const response = encode(ProposalResponsePayload, {
      proposalHash: proposal.proposalHash,
      extension: alter('action', action),
    });
    const payload = alter('response', response);
    const endorsements = (forgery.endorsers ?? banks).map(({ creator: endorser, sign }) => ({
      endorser,
      signature: sign(Buffer.concat([payload, endorser])),
    }));
    const assembled = alter('payload', assembleTransaction(proposal, payload, endorsements));
    return alter('envelope', encode(Envelope, signEnvelope(assembled, creator)));
  }

  #simulate({ run, view }: Forgery): Buffer {
    const snapshot = this.ledger.snapshot();
    try {
      const simulator = new Simulator(view ?? snapshot);
      run(simulator);
      return simulator.results();
    } finally {
      snapshot.release();
    }
  }

  /** The definition of a chaincode, written as `_lifecycle` writes it. */
  definition(name: string, policy?: Uint8Array): Buffer {
    const validationParameter =
      policy ??
      encode(ApplicationPolicy, {
        channelConfigPolicyReference: '/Channel/Application/Endorsement',
      });
    const fields = {
      Sequence: encode(StateData, { int64: 1n }),
      EndorsementInfo: encode(StateData, {
        bytes: encode(ChaincodeEndorsementInfo, { version: '1', endorsementPlugin: 'escc' }),
      }),
      ValidationInfo: encode(StateData, {
        bytes: encode(ChaincodeValidationInfo, { validationPlugin: 'vscc', validationParameter }),
      }),
    } as const;
    return this.transaction({
      chaincode: LIFECYCLE,
      run: (simulator) => {
        const metadata = { datatype: 'ChaincodeDefinition', fields: Object.keys(fields) };
        simulator.put(LIFECYCLE, metadataKey(name), encode(StateMetadata, metadata));
        for (const [field, value] of Object.entries(fields)) {
          simulator.put(LIFECYCLE, fieldKey(name, field as keyof typeof fields), value);
        }
      },
    });
  }

  /** The next block, signed by the consenters (three of four unless told otherwise). */
  block(
    entries: readonly Uint8Array[],
    signers = this.consortium.consenters.slice(0, 3),
  ): BlockMessage {
    const content = {
      number: this.ledger.height,
      previousHash: this.ledger.lastHeaderHash,
      entries,
      lastConfig: 0n,
      consenterMetadata: Buffer.of(1),
    };
    return buildBlock(
      content,
      signers.map((one) => signature(one, content)),
    );
  }

  /** Commit a block of these entries and return its flags. */
  async commit(...entries: readonly Uint8Array[]): Promise<number[]> {
    const { transactions } = await this.ledger.commit(this.block(entries));
    return transactions.map(({ code }) => code);
  }
}

function signature(
  { id, signer }: Consenter,
  content: Parameters<typeof buildBlock>[0],
): ReturnType<typeof consenterSignature> {
  const header = { ...content, dataHash: dataHash(content.entries) };
  return consenterSignature({ id, sign: signer.sign }, header, content, randomBytes(24));
}

/** A chaincode policy of its own: anyone of one organisation's peers. */
export const peerOf = (mspId: string): Buffer =>
  encode(ApplicationPolicy, {
    signaturePolicy: decode(SignaturePolicyEnvelope, outOf(1, [roleOf(mspId, 'peer')])),
  });

/** The hash by which the next block refers to a block. */
export const hashOf = (block: BlockMessage): Buffer => {
  if (block.header === undefined) throw new Error('no header');
  return headerHash(block.header);
};
