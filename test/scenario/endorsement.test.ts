import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Contract, Transaction } from '@hyperledger/fabric-gateway';
import { validationCode } from '@argosy/protocol/validation-code';
import { sampleApplication } from '../support/sample-application.js';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';
import { people, sdkClient } from './support/sdk.js';
import type { SdkClient } from './support/sdk.js';

let sandbox: Sandbox;
let ines: SdkClient;
let henrik: SdkClient;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  sandbox = await startSandbox({ gateway: false });
  ines = sdkClient(sandbox.network, people.ines, 'ImportBankMSP');
  henrik = sdkClient(sandbox.network, people.henrik, 'ImportBankMSP');
}, 60_000);
afterAll(async () => {
  ines.close();
  henrik.close();
  await sandbox.stop();
}, 60_000);

const requestId = (): string => randomBytes(32).toString('hex');
const command = (reference: string): string => JSON.stringify(sampleApplication(reference, today));

async function endorse(
  contract: Contract,
  name: string,
  body: string,
  endorsingOrganizations?: string[],
): Promise<Transaction> {
  const options = {
    arguments: [body, requestId()],
    ...(endorsingOrganizations && { endorsingOrganizations }),
  };
  return contract.newProposal(name, options).endorse();
}

async function outcome(transaction: Transaction): Promise<number> {
  return (await (await transaction.submit()).getStatus()).code;
}

const get = async (reference: string): Promise<{ status: string }> =>
  JSON.parse(
    Buffer.from(await ines.contract.evaluateTransaction('credit:Get', reference)).toString(),
  );

describe('a credit through the published SDK and two chaincode processes', () => {
  test('endorsed by both banks is valid', async () => {
    expect(await outcome(await endorse(ines.contract, 'credit:Apply', command('BOTH')))).toBe(
      validationCode.VALID,
    );
    expect(await get('BOTH')).toMatchObject({ status: 'applied' });
  });

  test.each(['ImportBankMSP', 'ExportBankMSP'])(
    'endorsed by %s alone is ordered and invalid',
    async (msp) => {
      const alone = await endorse(ines.contract, 'credit:Apply', command('ALONE'), [msp]);
      expect(await outcome(alone)).toBe(validationCode.ENDORSEMENT_POLICY_FAILURE);
      await expect(get('ALONE')).rejects.toThrow(/RECORD_NOT_FOUND/);
    },
  );

  test('the same signed transaction twice counts once, and its status stays', async () => {
    const transaction = await endorse(ines.contract, 'credit:Apply', command('TWICE'));
    const submitted = await transaction.submit();
    const first = await submitted.getStatus();
    expect(first.code).toBe(validationCode.VALID);
    // Orderers that agree by BFT know what they have ordered.
    await expect(transaction.submit()).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('request already processed') }),
      ]),
    });
    expect(await submitted.getStatus()).toEqual(first);
  });

  test('two racers on one credit: one wins, the other is told of the conflict and then of the status', async () => {
    await outcome(await endorse(ines.contract, 'credit:Apply', command('RACE')));
    const issue = JSON.stringify({ reference: 'RACE' });
    const racers = await Promise.all(
      [1, 2].map(() => endorse(henrik.contract, 'credit:Issue', issue)),
    );
    const [winner, loser] = (await Promise.all(racers.map(outcome))).sort((a, b) => a - b);
    expect(winner).toBe(validationCode.VALID);
    // In the same block it is the new record's policy, set by the winner, that the loser fails by.
    const { ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT } = validationCode;
    expect([ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT]).toContain(loser);
    const again = await endorse(henrik.contract, 'credit:Issue', issue).catch(
      (error: unknown) => error,
    );
    expect(JSON.stringify(again)).toContain('ACTION_WRONG_STATUS');
  });

  test('a chaincode that died is started again, and the network goes on', async () => {
    const chaincode = sandbox.network.processes
      .status()
      .find(({ name }) => name.startsWith('chaincode'));
    process.kill(chaincode?.pid ?? 0, 'SIGKILL');
    const reference = 'AFTERDEATH';
    const until = performance.now() + 20_000;
    let code: number | undefined;
    while (code === undefined && performance.now() < until) {
      code = await endorse(ines.contract, 'credit:Apply', command(reference))
        .then(outcome)
        .catch(() => undefined);
    }
    expect(code).toBe(validationCode.VALID);
  }, 30_000);
});
