import type { Simulator } from '@argosy/ledger/simulator';
import type { CheckedProposal } from './proposal-checks.js';
import type { ResponseMessage } from './response.js';

export interface SystemCall {
  readonly proposal: CheckedProposal;
  readonly simulator: Simulator;
}

/** A chaincode that is part of the peer. It judges by itself who may call it. */
export interface SystemChaincode {
  readonly name: string;
  invoke(call: SystemCall): ResponseMessage;
}

const NOTHING = new Uint8Array(0);

export const success = (payload: Uint8Array): ResponseMessage => ({
  status: 200,
  message: '',
  payload,
});

export const failure = (status: 404 | 500, message: string): ResponseMessage => ({
  status,
  message,
  payload: NOTHING,
});
