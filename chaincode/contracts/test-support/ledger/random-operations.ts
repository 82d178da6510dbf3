import { roleOf, outOf } from '@argosy/protocol/policy-build';
import type { Chance } from '../../../../test/support/chance.js';
import { keysOf } from './scripted.js';
import type { Script } from './scripted.js';

interface KeyOperation {
  readonly act: 'get' | 'put' | 'delete' | 'setPolicy' | 'getPolicy';
  readonly key: string;
}
interface RangeOperation {
  readonly act: 'range';
  readonly start: string;
  readonly end: string;
}
interface PrivateOperation {
  readonly act: 'getHash' | 'put' | 'delete' | 'purge' | 'setPolicy' | 'getPolicy';
  readonly collection: string;
  readonly key: string;
}
/** One call of a transaction on the ledger. */
export type Operation = (KeyOperation | RangeOperation | PrivateOperation) & {
  readonly value: Buffer;
  readonly policy: Buffer;
};

export const peers = ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'] as const;
const collections = ['deal', 'open', '_implicit_org_ExportBankMSP', '_implicit_org_ImporterMSP'];
// Few keys, so that transactions meet; their order in bytes is not that of JavaScript.
const keys = ['a', 'b', 'c', 'd', '\uffff', '\u{10000}'];
const policies = [
  Buffer.alloc(0),
  ...peers.map((msp) => outOf(1, [roleOf(msp, 'peer')])),
  outOf(
    2,
    peers.map((msp) => roleOf(msp, 'member')),
  ),
  // The same organisation twice: one signature does not do for both.
  outOf(2, [roleOf(peers[0], 'peer'), roleOf(peers[0], 'member'), roleOf(peers[1], 'peer')]),
];
const nobody = outOf(1, [roleOf(peers[2], 'client')]);

const publicly = [
  ...(['get', 'get', 'get', 'put', 'put', 'put', 'put'] as const),
  ...(['delete', 'setPolicy', 'getPolicy'] as const),
];
const privately = [
  ...(['getHash', 'getHash', 'getHash', 'put', 'put', 'put', 'put'] as const),
  ...(['delete', 'purge', 'setPolicy', 'getPolicy'] as const),
];

/** What a transaction does, at random. */
export function randomOperations(chance: Chance): Operation[] {
  return Array.from({ length: 1 + chance.below(4) }, () => randomOperation(chance));
}

function randomOperation(chance: Chance): Operation {
  const what = {
    value: chance.bytes(chance.below(3)),
    // Rarely a policy that nobody meets: its key stays as it is for good.
    policy: chance.once(60) ? nobody : chance.pick(policies),
    key: chance.pick(keys),
  };
  if (chance.once(5)) {
    const [start, end] = [chance.pick(keys), chance.pick([...keys, ''])];
    return { act: 'range', start, end, ...what };
  }
  if (chance.once(2)) {
    return { act: chance.pick(publicly), ...what };
  }
  const collection = chance.pick(collections);
  return { act: chance.pick(privately), collection, ...what };
}

/** The operations as a transaction of a chaincode. */
export function scriptOf(operations: readonly Operation[]): Script {
  return async (stub) => {
    for (const operation of operations) await perform(operation, stub);
  };
}

async function perform(operation: Operation, stub: Parameters<Script>[0]): Promise<unknown> {
  const { value, policy } = operation;
  if (operation.act === 'range')
    return keysOf(stub.getStateByRange(operation.start, operation.end));
  if ('collection' in operation) return performPrivately(operation, stub);
  const { act, key } = operation;
  switch (act) {
    case 'get':
      return stub.getState(key);
    case 'put':
      return stub.putState(key, value);
    case 'delete':
      return stub.deleteState(key);
    case 'setPolicy':
      return stub.setStateValidationParameter(key, policy);
    case 'getPolicy':
      return stub.getStateValidationParameter(key);
  }
}

function performPrivately(
  { act, collection, key, value, policy }: Extract<Operation, PrivateOperation>,
  stub: Parameters<Script>[0],
): Promise<unknown> {
  switch (act) {
    case 'getHash':
      return stub.getPrivateDataHash(collection, key);
    case 'put':
      return stub.putPrivateData(collection, key, value);
    case 'delete':
      return stub.deletePrivateData(collection, key);
    case 'purge':
      return stub.purgePrivateData(collection, key);
    case 'setPolicy':
      return stub.setPrivateDataValidationParameter(collection, key, policy);
    case 'getPolicy':
      return stub.getPrivateDataValidationParameter(collection, key);
  }
}
