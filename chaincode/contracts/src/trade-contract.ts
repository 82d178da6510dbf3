import { LedgerError } from '@argosy/domain/errors';
import { Contract } from 'fabric-contract-api';
import { refuseAccess } from './access.js';
import { TradeContext } from './trade-context.js';

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
}

function rethrowAsRefusal(error: unknown): never {
  if (error instanceof LedgerError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw LedgerError.of('CHAINCODE_FAULT', { reason });
}
