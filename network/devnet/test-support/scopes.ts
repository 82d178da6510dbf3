import type { StateView } from '@argosy/ledger/state';
import type { ExecutionScope } from '../src/chaincode/invocation.js';
import { Simulation } from '../src/chaincode/simulation.js';
import { noHistory } from './state-view.js';

/** What the chaincode `cc` works on when nobody but the test calls it. */
export function scopeOn(view: StateView, txId: string): ExecutionScope {
  const channelId = 'trade';
  const site = { channelId, txId, capabilities: ['V2_5'], mspIds: [], creatorMeets: () => false };
  return {
    channelId,
    txId,
    namespace: 'cc',
    simulation: new Simulation(view, site),
    history: noHistory,
    isInit: false,
    invoke: () => Promise.reject(new Error('nobody else is there')),
  };
}
