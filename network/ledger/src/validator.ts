import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { headerType } from '@argosy/protocol/messages/common';
import type { SignatureCheck, SignatureChecks } from '@argosy/protocol/signature-checks';
import type { SignedData } from '@argosy/protocol/signed-data';
import { validationCode } from '@argosy/protocol/validation-code';
import type { StateView } from './state.js';
import type { TransactionIndex } from './transaction-index.js';
import { UpdateBatch } from './update-batch.js';
import { judgeEndorsement, signedEndorsements } from './validation/endorsement.js';
import { judgeReads } from './validation/read-conflicts.js';
import {
  Defect,
  checkTransactionId,
  openAction,
  openEnvelope,
  openResult,
} from './validation/structure.js';
import type { EndorserTransaction, OpenedEnvelope } from './validation/structure.js';
import { BlockRejected, VALID, invalid } from './verdict.js';
import type { Verdict } from './verdict.js';

/** What transactions are judged by: everything as it was before their block. */
export interface ValidationContext {
  readonly bundle: ChannelBundle;
  readonly checks: SignatureChecks;
  readonly state: StateView;
  readonly index: TransactionIndex;
}

export interface BlockVerdict {
  readonly verdicts: readonly Verdict[];
  readonly batch: UpdateBatch;
}

interface Judged {
  readonly opened: OpenedEnvelope | undefined;
  readonly transaction: EndorserTransaction | undefined;
  /** What is wrong with the form. It is named only once creator and id are known good. */
  readonly defects: Defects;
  verdict: Verdict;
}

/** A defect of the action comes before a spent id, one of the result after it. */
interface Defects {
  readonly action?: Verdict;
  readonly result?: Verdict;
}

/** Judge the transactions of block `number` as a Fabric 3.1 peer does, in its order. Throws BlockRejected where it would halt. */
export async function validateBlock(
  number: bigint,
  entries: readonly Uint8Array[],
  context: ValidationContext,
): Promise<BlockVerdict> {
  const judged = entries.map((entry) => openTransaction(entry));
  await context.checks.prepare(judged.flatMap((one) => signatureChecks(one, context.bundle)));
  const changedPolicies = new Set<string>();
  for (const one of judged) {
    if (one.verdict.code !== VALID.code) continue;
    one.verdict = judgeAlone(one, context, changedPolicies);
  }
  markDuplicates(judged);
  const batch = new UpdateBatch(context.state);
  judged.forEach((one, index) => {
    if (one.verdict.code !== VALID.code || one.transaction === undefined) return;
    const { namespaces } = one.transaction;
    one.verdict = judgeReads(namespaces, context.state, batch);
    if (one.verdict.code === VALID.code)
      batch.add(namespaces, { blockNum: number, txNum: BigInt(index) });
  });
  return { verdicts: judged.map(({ verdict }) => verdict), batch };
}

/** Open a transaction as far as it can be read. */
function openTransaction(entry: Uint8Array): Judged {
  const opened = attempt(() => openEnvelope(entry));
  if ('code' in opened) {
    return { opened: undefined, transaction: undefined, defects: {}, verdict: opened };
  }
  const found = (transaction: EndorserTransaction | undefined, defects: Defects): Judged => ({
    opened,
    transaction,
    defects,
    verdict: VALID,
  });
  if (opened.channelHeader.type !== headerType.endorserTransaction) return found(undefined, {});
  const action = attempt(() => openAction(opened));
  if ('code' in action) return found(undefined, { action });
  const { responsePayload, responseBytes, endorsements } = action;
  const result = attempt(() => openResult(opened, responsePayload.extension));
  if ('code' in result) return found(undefined, { result });
  return found({ ...opened, ...result, responsePayload: responseBytes, endorsements }, {});
}

/** What was opened, or the verdict on its defect. */
function attempt<T extends object>(open: () => T): T | Verdict {
  try {
    return open();
  } catch (error) {
    if (error instanceof Defect) return invalid(error.code, error.message);
    throw error;
  }
}

function judgeAlone(
  { opened, transaction, defects }: Judged,
  context: ValidationContext,
  changedPolicies: Set<string>,
): Verdict {
  if (opened === undefined) throw new TypeError('what could not be opened is judged already');
  const verdict = judgeCreator(opened, context) ?? judgeType(opened) ?? judgeId(opened);
  const defect = verdict ?? defects.action ?? judgeNovelty(opened, context) ?? defects.result;
  if (defect !== undefined) return defect;
  if (transaction === undefined) throw new TypeError('a transaction without defects was opened');
  refusePrivateData(transaction);
  return judgeEndorsement(transaction, { ...context, changedPolicies });
}

function judgeType({ channelHeader: { type } }: OpenedEnvelope): Verdict | undefined {
  if (type === headerType.configUpdate) {
    const reason = 'a configuration update must come wrapped by an orderer';
    return invalid('UNSUPPORTED_TX_PAYLOAD', reason);
  }
  if (type !== headerType.config) return undefined;
  throw new BlockRejected('configuration changes after block 0 cannot be judged by this node yet');
}

function judgeId(opened: OpenedEnvelope): Verdict | undefined {
  const checked = attempt(() => {
    checkTransactionId(opened);
    return opened;
  });
  return 'code' in checked ? checked : undefined;
}

function judgeNovelty(
  { channelHeader: { txId } }: OpenedEnvelope,
  { index }: ValidationContext,
): Verdict | undefined {
  if (index.get(txId) === undefined) return undefined;
  return invalid('DUPLICATE_TXID', `transaction ${txId} is on the ledger`);
}

function judgeCreator(
  { envelope, channelHeader, signatureHeader }: OpenedEnvelope,
  { bundle, checks }: ValidationContext,
): Verdict | undefined {
  const refuse = (reason: string): Verdict => invalid('BAD_CREATOR_SIGNATURE', reason);
  if (channelHeader.channelId !== bundle.channelId)
    return refuse(`the transaction is for channel ${channelHeader.channelId}`);
  const identity = bundle.msps.identity(signatureHeader.creator);
  if (identity === undefined) return refuse('the creator is of no member organisation');
  if (!identity.validity.valid) return refuse(identity.validity.reason);
  const { publicKey: key, id: signer } = identity;
  const holds = checks.holds({
    signer,
    key,
    message: envelope.payload,
    signature: envelope.signature,
  });
  return holds ? undefined : refuse('the signature of the creator does not hold');
}

/** Hashed writes need the collections' policies and private state: a node that cannot judge them must not guess. */
function refusePrivateData({ namespaces }: EndorserTransaction): void {
  if (namespaces.some(({ hashed }) => hashed.length > 0)) {
    throw new BlockRejected('private data cannot be judged by this node yet');
  }
}

/** Of several transactions with one id in a block the first that passed so far counts. */
function markDuplicates(judged: readonly Judged[]): void {
  const seen = new Set<string>();
  for (const one of judged) {
    if (one.verdict.code !== validationCode.VALID || one.transaction === undefined) continue;
    const { txId } = one.transaction.channelHeader;
    if (seen.has(txId))
      one.verdict = invalid('DUPLICATE_TXID', `transaction ${txId} occurs earlier in the block`);
    seen.add(txId);
  }
}

/** The signatures that judging a transaction will ask for, so that they can be verified together beforehand. */
function signatureChecks({ opened, transaction }: Judged, bundle: ChannelBundle): SignatureCheck[] {
  if (opened === undefined) return [];
  const { envelope, signatureHeader } = opened;
  const own = {
    message: envelope.payload,
    identity: signatureHeader.creator,
    signature: envelope.signature,
  };
  const signed: SignedData[] = [
    own,
    ...(transaction === undefined ? [] : signedEndorsements(transaction)),
  ];
  return signed.flatMap(({ message, identity: creator, signature }) => {
    const identity = bundle.msps.identity(creator);
    return identity === undefined
      ? []
      : [{ signer: identity.id, key: identity.publicKey, message, signature }];
  });
}
