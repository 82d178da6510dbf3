import { Envelope } from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ProposalResponsePayload,
  type Endorsement,
  type ProposalResponse,
} from '@argosy/protocol/messages/proposal';
import {
  assembleTransaction,
  openProposal,
  signEnvelope,
  type OpenedProposal,
} from '@argosy/protocol/proposal';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import {
  readWriteSetsIn,
  type NamespaceSets,
} from '../../../../network/devnet/test-support/transactions.js';
import { processProposal, propose as proposal } from '../support/calls.js';
import { argumentsOf, RUN, type Step } from '../support/steps.js';
import type { Member, Scene } from './scene.js';

/** What is proposed, to whom, by whom; what is left out is as usual. */
export interface Ask {
  readonly chaincode?: string;
  readonly channelId?: string;
  readonly steps?: readonly Step[];
  /** Instead of steps. */
  readonly args?: readonly (string | Uint8Array)[];
  readonly by?: readonly Member[];
  readonly creator?: Signer;
  readonly transient?: Readonly<Record<string, Uint8Array>>;
}

export type Answer = Decoded<typeof ProposalResponse>;

/** A proposal and what peers said to it. */
export interface Proposed {
  readonly transactionId: string;
  readonly opened: OpenedProposal;
  readonly creator: Signer;
  readonly answers: readonly Answer[];
}

/** Ask peers to simulate and endorse, each one directly; the first two members unless others are named. */
export async function propose(scene: Scene, ask: Ask): Promise<Proposed> {
  const { by = [scene.o1, scene.o2], creator = scene.o1.client } = ask;
  const { transactionId, signed } = proposal(creator, {
    channel: ask.channelId ?? scene.channelId,
    chaincode: ask.chaincode ?? scene.chaincode,
    args: ask.args ?? [RUN, ...argumentsOf(ask.steps ?? [])],
    transient: ask.transient ?? {},
  });
  const answers = await Promise.all(by.map(({ peer }) => processProposal(peer, signed)));
  return { transactionId, opened: openProposal(signed), creator, answers };
}

/** A transaction that is ready to be ordered. */
export interface Transaction {
  readonly transactionId: string;
  /** Bytes of the signed envelope. */
  readonly envelope: Buffer;
  /** False where no peer can say what became of it: it has no id that could be read, or one that another has. */
  readonly checked?: boolean;
}

type EndorsementMessage = Decoded<typeof Endorsement>;

/** Changes to what an honest client would send. */
export interface Assembly {
  readonly endorsements?: (given: readonly EndorsementMessage[]) => readonly EndorsementMessage[];
  /** Of the payload, before it is signed. */
  readonly payload?: (payload: Buffer) => Uint8Array;
  readonly signature?: (signature: Uint8Array) => Uint8Array;
}

/** The signed envelope of what was endorsed. Refuses where peers refused, or do not agree. */
export function assemble(proposed: Proposed, assembly: Assembly = {}): Transaction {
  const { opened, creator, transactionId } = proposed;
  const endorsements = proposed.answers.map((answer) => endorsementIn(answer));
  const [first, ...others] = proposed.answers.map(({ payload }) => Buffer.from(payload));
  if (first === undefined) throw new Error('nobody was asked to endorse');
  if (others.some((payload) => !payload.equals(first)))
    throw new Error('the endorsers do not agree');
  const { endorsements: change = (given) => given, payload: alter = (bytes) => bytes } = assembly;
  const payload = alter(assembleTransaction(opened, first, change(endorsements)));
  const envelope = signEnvelope(payload, creator);
  const signature = assembly.signature?.(envelope.signature) ?? envelope.signature;
  return { transactionId, envelope: encode(Envelope, { payload, signature }) };
}

function endorsementIn({ endorsement, response }: Answer): EndorsementMessage {
  if (endorsement !== undefined) return endorsement;
  throw new Error(`a peer answered ${response?.status ?? 0}: ${response?.message ?? ''}`);
}

/** Have a transaction endorsed and sign it. */
export const endorsed = async (scene: Scene, ask: Ask, assembly?: Assembly): Promise<Transaction> =>
  assemble(await propose(scene, ask), assembly);

/** What one peer answers to steps; nothing is ordered. */
export async function answersTo(
  scene: Scene,
  steps: readonly Step[],
  ask: Omit<Ask, 'steps'> = {},
): Promise<unknown[]> {
  const { answers } = await propose(scene, { by: [scene.o1], ...ask, steps });
  const { status = 0, message = '', payload } = answers[0]?.response ?? {};
  if (status !== 200 || payload === undefined) throw new Error(`answered ${status}: ${message}`);
  return JSON.parse(Buffer.from(payload).toString()) as unknown[];
}

/** A key's value as a peer has it; empty: there is none. */
export async function valueOf(
  scene: Scene,
  key: string,
  where: Omit<Ask, 'steps'> & { readonly collection?: string } = {},
): Promise<unknown> {
  const { collection, ...ask } = where;
  const step = { do: 'get', key, ...(collection !== undefined && { collection }) };
  return (await answersTo(scene, [step], ask))[0];
}

/** The bytes of the read-write set that a peer endorsed. */
export const resultsIn = (answer: Answer): Uint8Array => actionIn(answer).results;

function actionIn({ payload }: Answer): Decoded<typeof ChaincodeAction> {
  const { extension } = decode(ProposalResponsePayload, payload);
  return decode(ChaincodeAction, extension);
}

/** What a peer says of a proposal, and what the chaincode would read and write. */
export async function simulated(scene: Scene, ask: Ask): Promise<Simulated> {
  const { answers, transactionId } = await propose(scene, { by: [scene.o1], ...ask });
  const [answer] = answers;
  if (answer?.response === undefined) throw new Error('a peer answered nothing');
  const { status, message, payload } = answer.response;
  const text = Buffer.from(payload).toString();
  const { events } = answer.payload.length === 0 ? { events: new Uint8Array(0) } : actionIn(answer);
  return { status, message, text, transactionId, events, ...setsOf(answer) };
}

/** A simulation: the chaincode's response, and what was written down of it. */
export interface Simulated {
  readonly status: number;
  readonly message: string;
  readonly text: string;
  readonly transactionId: string;
  readonly events: Uint8Array;
  readonly namespaces: Readonly<Record<string, NamespaceSets>>;
}

const setsOf = (answer: Answer) => ({
  namespaces: answer.payload.length === 0 ? {} : readWriteSetsIn(resultsIn(answer)),
});
