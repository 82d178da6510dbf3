import { recordConfidentialSchema, transientMember } from '@argosy/domain/confidential/commands';
import { LedgerError } from '@argosy/domain/errors';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { decodeCommand, validate } from '@argosy/domain/shared/decode';
import fabric from 'fabric-contract-api';
import { confidentialKey, encodeConfidential } from './confidential.js';
import { sha256 as hashOf } from './sha256.js';
// A value import: the decorators record the class as the type of the first parameter.
import { TradeContext } from './trade-context.js';
import { TradeContract } from './trade-contract.js';

// Node finds no named exports for the decorators in this CommonJS package.
const { Info, Returns, Transaction } = fabric;

/**
 * Confidential terms. They travel in the transient data alone, into a private collection of those whom they concern, by a
 * transaction that writes nothing else: so only members of the collection have to endorse it, and nobody else is shown them. A
 * public document then carries their hash.
 */
@Info({ title: 'confidential', description: 'Confidential terms in private collections' })
export class ConfidentialContract extends TradeContract {
  constructor() {
    super('confidential');
  }

  /** Put confidential terms into a collection; again is no harm. Requires: a member of the collection. Refuses:
   *  CONFIDENTIAL_ABSENT, CONFIDENTIAL_MISMATCH, INPUT_INVALID. Answers collection and hash. */
  @Transaction()
  @Returns('string')
  async Record(ctx: TradeContext, command: string): Promise<string> {
    const reference = decodeCommand(recordConfidentialSchema, command);
    await this.refuseStranger(ctx);
    const sent = ctx.stub.getTransient().get(transientMember);
    if (sent === undefined) throw LedgerError.of('CONFIDENTIAL_ABSENT', { field: transientMember });
    const { text, sha256 } = encodeConfidential(Buffer.from(sent).toString());
    if (sha256 !== reference.sha256) {
      throw LedgerError.of('CONFIDENTIAL_MISMATCH', { actual: sha256, limit: reference.sha256 });
    }
    const key = confidentialKey(sha256);
    await ctx.stub.putPrivateData(reference.collection, key, Buffer.from(text));
    return canonicalJson(reference);
  }

  /** The terms with a hash, where the caller is a member of the collection. Refuses: CONFIDENTIAL_MISSING,
   *  INPUT_INVALID. To be asked, never to be ordered: the answer would stand in the block. */
  @Transaction(false)
  @Returns('string')
  async Get(ctx: TradeContext, collection: string, sha256: string): Promise<string> {
    const value = { collection, sha256 };
    const reference = validate(recordConfidentialSchema, { input: 'arguments', value });
    await this.refuseStranger(ctx);
    const bytes = await ctx.stub.getPrivateData(collection, confidentialKey(sha256));
    // Any one member's peer can write there: what it may have put in the place of the terms is none.
    if (hashOf(bytes) !== sha256) throw LedgerError.of('CONFIDENTIAL_MISSING', reference);
    return Buffer.from(bytes).toString();
  }
}
