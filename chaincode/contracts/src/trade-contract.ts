import type { DocumentName } from '@argosy/domain/documents';
import { LedgerError } from '@argosy/domain/errors';
import { functionName } from '@argosy/domain/possible-actions';
import type { Call } from '@argosy/domain/shared/call';
import type { Json } from '@argosy/domain/shared/canonical-json';
import { decodeCommand } from '@argosy/domain/shared/decode';
import type { Decision } from '@argosy/domain/shared/decision';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import { Contract } from 'fabric-contract-api';
import type { z } from 'zod';
import { refuseAccess } from './access.js';
import { activeMember } from './members.js';
import type { Records } from './records.js';
import { TradeContext } from './trade-context.js';

/** One request as it arrives: what is asked for, and the client's name for the request. */
export interface Request<Schema extends z.ZodType> {
  readonly ctx: TradeContext;
  readonly action: string;
  readonly schema: Schema;
  readonly command: string;
  readonly requestId: string;
}

/** What a decision is taken on. */
export interface Scene {
  readonly records: Records;
  readonly call: Call;
}

/**
 * What every contract of ours does around its functions. It has no transaction of its own: Fabric's
 * decorators would list an inherited function under every sibling.
 */
export abstract class TradeContract extends Contract {
  override createContext(): TradeContext {
    return new TradeContext();
  }

  /** Checks access, and turns any other failure than a refusal into CHAINCODE_FAULT. */
  override async aroundTransaction(
    ctx: TradeContext,
    // The declaration says Function; at run time this is the function's name.
    fn: Parameters<Contract['aroundTransaction']>[1],
    parameters: unknown,
  ): Promise<void> {
    refuseAccess(`${this.getName()}:${String(fn)}`, ctx.clientIdentity);
    // Declared as a promise of nothing, this is one of the function's result.
    return super.aroundTransaction(ctx, fn, parameters).catch(rethrowAsRefusal);
  }

  /** Refuses: FUNCTION_UNKNOWN. */
  override unknownTransaction(ctx: TradeContext): Promise<void> {
    const { fcn } = ctx.stub.getFunctionAndParameters();
    return Promise.reject(LedgerError.of('FUNCTION_UNKNOWN', { function: fcn }));
  }

  /**
   * Read, decide, write, announce: the same for every act. Answers the record that was asked for, as written, in its canonical
   * form. Refuses: INPUT_TOO_LONG, INPUT_MALFORMED, INPUT_INVALID, REQUEST_ALREADY_RECORDED, MEMBER_UNKNOWN, MEMBER_SUSPENDED,
   * and what the decision and the writing refuse.
   */
  protected async act<Schema extends z.ZodType, Kept extends LedgerRecord>(
    { ctx, action, schema, command: text, requestId }: Request<Schema>,
    decide: (command: z.infer<Schema>, scene: Scene) => Promise<Decision<Kept>>,
  ): Promise<string> {
    const { call, records } = ctx;
    const { msp } = call.caller;
    const command = decodeCommand(schema, text);
    const content = { action: functionName(this.getName(), action), command: command as Json };
    await ctx.requests.record({ msp, requestId, content });
    await this.refuseStranger(ctx);
    const decision = await decide(command, { records, call });
    const [written] = await records.write(decision);
    const [first, ...others] = decision;
    const { change, notices = [] } = first;
    ctx.announce([change, ...notices, ...others.map((it) => it.change)]);
    if (written === undefined) throw new Error('Nothing was written');
    return written;
  }

  /** The record of a document, in its canonical form. Refuses: RECORD_NOT_FOUND, RECORD_UNREADABLE, RECORD_UNSEALED. */
  protected async read(
    ctx: TradeContext,
    name: DocumentName,
    parts: readonly string[],
  ): Promise<string> {
    return encodeRecord(await ctx.records.get(name, parts));
  }

  /** Who calls has to be a member in the register of this channel. Refuses: MEMBER_UNKNOWN, MEMBER_SUSPENDED. */
  protected async refuseStranger({ call, records }: TradeContext): Promise<void> {
    const { msp } = call.caller;
    activeMember(await records.roster(), { msp, field: 'caller' });
  }
}

function rethrowAsRefusal(error: unknown): never {
  if (error instanceof LedgerError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw LedgerError.of('CHAINCODE_FAULT', { reason });
}
