import { argosyChaincode } from '../../../chaincode/contracts/src/chaincode.js';
import {
  functionOf,
  ledgerOf,
} from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import type { RecordedCall } from '../../../chaincode/contracts/test-support/calls/recorded-call.js';
import { asNoOp, noOpChaincode } from './no-op-contract.js';
import type { Bytes } from './bytes.js';
import { bytesOf } from './bytes.js';

/** What one function costs. */
export interface FunctionCost {
  readonly name: string;
  /** Processor time of a call in microseconds, and of a call of nothing, in each round. */
  readonly rounds: readonly { readonly own: number; readonly noOp: number }[];
  readonly bytes: Bytes;
}

export interface Effort {
  readonly rounds: number;
  readonly callsPerRound: number;
  /** Calls before the first round, while the code is still interpreted. */
  readonly warmUp: number;
}

const argosy = argosyChaincode();
const nothing = noOpChaincode();

/** Call a function and one that does nothing in turns, round by round: a slow moment of the machine meets both. */
export async function costOf(call: RecordedCall, effort: Effort): Promise<FunctionCost> {
  const { proposal } = call;
  const ledger = ledgerOf(call, argosy);
  const idle = ledgerOf(call, nothing);
  const idly = { ...proposal, args: asNoOp(proposal.args) };
  const execution = await ledger.endorse(proposal);
  if (execution.status >= 400) throw new Error(`${functionOf(call)}: ${execution.message}`);
  const own = (times: number) => microseconds(times, () => ledger.endorse(proposal));
  const noOp = (times: number) => microseconds(times, () => idle.endorse(idly));
  await own(effort.warmUp);
  await noOp(effort.warmUp);
  const rounds: { own: number; noOp: number }[] = [];
  for (let round = 0; round < effort.rounds; round++)
    rounds.push({ noOp: await noOp(effort.callsPerRound), own: await own(effort.callsPerRound) });
  return { name: functionOf(call), rounds, bytes: bytesOf(execution) };
}

/** Processor time of each call, the garbage collector's included. */
async function microseconds(
  times: number,
  call: () => Promise<{ status: number }>,
): Promise<number> {
  const since = process.cpuUsage();
  for (let count = 0; count < times; count++) {
    const { status } = await call();
    if (status >= 400) throw new Error('A call was refused');
  }
  const { user, system } = process.cpuUsage(since);
  return (user + system) / times;
}
