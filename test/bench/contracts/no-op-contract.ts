// A value import: the decorators record the class as the type of the first parameter.
import fabric, { Context } from 'fabric-contract-api';
import type { Chaincode } from '../../../chaincode/contracts/src/fabric-chaincode.js';
import { routerOver } from '../../../chaincode/contracts/src/fabric-chaincode.js';

const { Returns, Transaction } = fabric;

/** Functions of the contract API that do nothing with so many arguments. */
class NoOpContract extends fabric.Contract {
  constructor() {
    super('noOp');
  }

  @Transaction(false)
  @Returns('string')
  async Take0(_ctx: Context): Promise<string> {
    return '';
  }

  @Transaction(false)
  @Returns('string')
  async Take1(_ctx: Context, _one: string): Promise<string> {
    return '';
  }

  @Transaction(false)
  @Returns('string')
  async Take2(_ctx: Context, _one: string, _two: string): Promise<string> {
    return '';
  }
}

/** Behind the same router as our contracts. */
export const noOpChaincode = (): Chaincode =>
  routerOver([NoOpContract], { title: 'no-op', version: '0' });

/** The arguments of a call, for a function that does nothing with them. */
export function asNoOp(args: readonly (string | Uint8Array)[]): (string | Uint8Array)[] {
  const [, ...parameters] = args;
  return [`noOp:Take${parameters.length}`, ...parameters];
}
