import { expect, test } from '@jest/globals';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import type { Chaincode } from '../fabric-chaincode.js';
import { RunningTransactions } from './running-transactions.js';

// The transactions of these tests end when the test says so, and read nothing.
const stub = {} as unknown as ChaincodeStub;

function heldChaincode(): {
  chaincode: Chaincode;
  endings: PromiseWithResolvers<ChaincodeResponse>[];
} {
  const endings: PromiseWithResolvers<ChaincodeResponse>[] = [];
  const run = (): Promise<ChaincodeResponse> => {
    const ending = Promise.withResolvers<ChaincodeResponse>();
    endings.push(ending);
    return ending.promise;
  };
  return { chaincode: { Init: run, Invoke: run }, endings };
}

test('with nothing running, it is idle at once', async () => {
  await expect(new RunningTransactions(heldChaincode().chaincode).idle()).resolves.toBeUndefined();
});

test('it is idle when the last transaction has ended, whether well or not', async () => {
  const { chaincode, endings } = heldChaincode();
  const running = new RunningTransactions(chaincode);
  const good = running.Invoke(stub);
  const bad = running.Init(stub);
  const order: string[] = [];
  const idle = running.idle().then(() => order.push('idle'));
  endings[0]?.resolve({ status: 200 });
  expect(await good).toEqual({ status: 200 });
  order.push('one ended');
  endings[1]?.reject(new Error('lost'));
  await expect(bad).rejects.toThrow('lost');
  await idle;
  expect(order).toEqual(['one ended', 'idle']);
});
