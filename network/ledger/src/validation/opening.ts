import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { headerType } from '@argosy/protocol/messages/common';
import type { SignatureCheck } from '@argosy/protocol/signature-checks';
import type { SignedData } from '@argosy/protocol/signed-data';
import { invalid } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import { Defect } from './defect.js';
import { openAction, openEnvelope, openResult } from './structure.js';
import type { EndorserTransaction, OpenedEnvelope } from './structure.js';

/** A transaction of a block, opened as far as it can be read. Nothing of it is trusted yet. */
export interface OpenedTransaction {
  /** Undefined where not even the headers could be read. */
  readonly opened: OpenedEnvelope | undefined;
  /** Of an endorser transaction without a defect of form. */
  readonly transaction: EndorserTransaction | undefined;
  /** The endorsements, each as what was signed by whom. */
  readonly endorsements: readonly SignedData[];
  readonly defects: Defects;
}

/**
 * What is wrong with the form. Of the headers it is said at once; of the action only after creator and id are known good, and of the
 * result after the id is known to be new.
 */
export interface Defects {
  readonly headers?: Verdict;
  readonly action?: Verdict;
  readonly result?: Verdict;
}

/** Open the entries of a block: decoding only, and whatever comes of it depends on the entries alone. */
export function openTransactions(entries: readonly Uint8Array[]): OpenedTransaction[] {
  return entries.map((entry) => openTransaction(entry));
}

/** The signatures that judging transactions will ask for, so that they can be verified together beforehand. */
export function signatureChecks(
  opened: readonly OpenedTransaction[],
  { msps }: Pick<ChannelBundle, 'msps'>,
): SignatureCheck[] {
  return opened.flatMap(signed).flatMap(({ message, identity: creator, signature }) => {
    const identity = msps.identity(creator);
    if (identity === undefined) return [];
    return [{ signer: identity.id, key: identity.publicKey, message, signature }];
  });
}

function signed({ opened, endorsements }: OpenedTransaction): SignedData[] {
  if (opened === undefined) return [];
  const { envelope, signatureHeader } = opened;
  const { payload: message, signature } = envelope;
  return [{ message, identity: signatureHeader.creator, signature }, ...endorsements];
}

function openTransaction(entry: Uint8Array): OpenedTransaction {
  const opened = attempt(() => openEnvelope(entry));
  if ('code' in opened) return defective(undefined, { headers: opened });
  if (opened.channelHeader.type !== headerType.endorserTransaction) return defective(opened, {});
  const action = attempt(() => openAction(opened));
  if ('code' in action) return defective(opened, { action });
  const { responsePayload, responseBytes, endorsements } = action;
  const result = attempt(() => openResult(opened, responsePayload.extension));
  if ('code' in result) return defective(opened, { result });
  return {
    opened,
    transaction: { ...opened, ...result, responsePayload: responseBytes, endorsements },
    // An endorser signs the response payload and its own identity.
    endorsements: endorsements.map(({ endorser, signature }) => ({
      identity: endorser,
      signature,
      message: Buffer.concat([responseBytes, endorser]),
    })),
    defects: {},
  };
}

const defective = (opened: OpenedEnvelope | undefined, defects: Defects): OpenedTransaction => ({
  opened,
  transaction: undefined,
  endorsements: [],
  defects,
});

/** What was opened, or the verdict on its defect. */
function attempt<T extends object>(open: () => T): T | Verdict {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof Defect)) throw error;
    const { code, message, namespace } = error;
    return invalid(code, message, namespace === undefined ? undefined : { namespace });
  }
}
