import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CheckCommitReadinessArgs,
  CheckCommitReadinessResult,
  CommitChaincodeDefinitionArgs,
  InstallChaincodeArgs,
  QueryChaincodeDefinitionArgs,
  QueryInstalledChaincodeArgs,
  QueryInstalledChaincodeResult,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import { readWriteSets } from '../../../network/devnet/test-support/read-write-sets.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { Block } from '@argosy/protocol/messages/common';
import { blockOf } from './support/blocks.js';
import { askPeer } from './support/calls.js';
import { approve, commitDefinition, type Definition } from './support/definitions.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, GAMMA, SuiteNetwork } from './support/network.js';
import { ServedChaincode } from './support/served-chaincode.js';
import { eventually } from './support/waiting.js';

const APPROVE = 'ApproveChaincodeDefinitionForMyOrg';
const COMMIT = 'CommitChaincodeDefinition';

const failed = (name: string, why: string) => ({
  status: 500,
  message: `failed to invoke backing implementation of '${name}': ${why}`,
});
const policyReference = (channelConfigPolicyReference: string): Buffer =>
  encode(ApplicationPolicy, { channelConfigPolicyReference });

describe('_lifecycle', () => {
  let network: SuiteNetwork;
  let admin: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    admin = network.administrator(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const ask = (name: string, argument: Uint8Array, channel = 'main', by = admin) =>
    askPeer(by, '_lifecycle', [name, argument], channel);
  const tryApprove = (definition: Definition) =>
    ask(APPROVE, encode(ApproveChaincodeDefinitionForMyOrgArgs, definition));
  const tryCommit = (definition: Definition) =>
    ask(COMMIT, encode(CommitChaincodeDefinitionArgs, definition));
  const readiness = async (definition: Definition) => {
    const { payload } = await ask(
      'CheckCommitReadiness',
      encode(CheckCommitReadinessArgs, definition),
    );
    const { approvals, mismatches } = decode(CheckCommitReadinessResult, payload);
    return {
      approvals: Object.fromEntries(approvals.map(({ key, value }) => [key, value])),
      mismatches: Object.fromEntries(mismatches.map(({ key, value }) => [key, value?.items])),
    };
  };
  /** What the block wrote into the namespace of the life cycle. */
  const written = async (number: bigint) => {
    const { block } = await eventually(() => blockOf(admin, number));
    return readWriteSets(encode(Block, block))['_lifecycle']?.writes.map(({ key }) => key);
  };
  const approveAll = async (definition: Definition, ...organisations: string[]) => {
    for (const msp of organisations) await approve(network.administrator(msp), 'main', definition);
  };
  /** Commit a definition; answers the number of its block. */
  const commitInBlock = async (definition: Definition) => {
    const proposal = admin.contract('_lifecycle', 'main').newProposal(COMMIT, {
      arguments: [encode(CommitChaincodeDefinitionArgs, definition)],
    });
    const submitted = await (await proposal.endorse()).submit();
    const { code, blockNumber } = await submitted.getStatus();
    expect(code).toBe(0);
    return blockNumber;
  };

  test('services 63: install twice; package id', async () => {
    const served = await ServedChaincode.describe('twice');
    expect(served.packageId).toMatch(/^twice_\d+:[0-9a-f]{64}$/);
    const argument = encode(InstallChaincodeArgs, { chaincodeInstallPackage: served.bytes });
    expect((await ask('InstallChaincode', argument, '')).status).toBe(200);
    expect(await ask('InstallChaincode', argument, '')).toMatchObject(
      failed(
        'InstallChaincode',
        `chaincode already successfully installed (package ID '${served.packageId}')`,
      ),
    );
    const query = encode(QueryInstalledChaincodeArgs, { packageId: served.packageId });
    const { payload } = await ask('QueryInstalledChaincode', query, '');
    expect(decode(QueryInstalledChaincodeResult, payload)).toMatchObject({
      packageId: served.packageId,
      label: served.packageId.split(':')[0],
      references: [],
    });
  });

  test('services 63: what is no package is refused', async () => {
    const argument = encode(InstallChaincodeArgs, {
      chaincodeInstallPackage: Buffer.from('no package'),
    });
    expect(await ask('InstallChaincode', argument, '')).toMatchObject(
      failed(
        'InstallChaincode',
        'could not parse as a chaincode install package: error reading as gzip stream: gzip: invalid header',
      ),
    );
  });

  test('services 63: only administrators of the peer install', async () => {
    const argument = encode(InstallChaincodeArgs, { chaincodeInstallPackage: Buffer.from('x') });
    const { status, message } = await ask('InstallChaincode', argument, '', network.client(ALPHA));
    expect(status).toBe(500);
    expect(message).toMatch(
      /^Failed to authorize invocation due to failed ACL check: Failed verifying that proposal's creator satisfies local MSP principal during channelless check policy with policy \[Admins\]: \[/,
    );
  });

  test('services 64: approve twice unchanged, and too far ahead', async () => {
    const name = fresh('approved');
    const definition = { name, version: '1', sequence: 1n };
    await approve(admin, 'main', definition);
    expect(await tryApprove(definition)).toMatchObject(
      failed(
        APPROVE,
        `attempted to redefine uncommitted sequence (1) for namespace ${name} with unchanged content`,
      ),
    );
    expect(await tryApprove({ ...definition, sequence: 3n })).toMatchObject(
      failed(APPROVE, 'requested sequence 3 is larger than the next available sequence number 1'),
    );
    expect(await tryApprove({ ...definition, sequence: 0n })).toMatchObject(
      failed(APPROVE, 'requested sequence is 0, but first definable sequence number is 1'),
    );
  });

  test.each([
    [
      'a name',
      { name: '-x' },
      /^invalid chaincode name '-x'\. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics/,
    ],
    ['a reserved name', { name: 'qscc' }, /qscc/],
    ['a version', { version: 'a b' }, /version/],
  ])('services 64: %s that cannot be', async (_, change, why) => {
    const { status, message } = await tryApprove({
      name: fresh('odd'),
      version: '1',
      sequence: 1n,
      ...change,
    });
    expect(status).toBe(500);
    const prefix = `failed to invoke backing implementation of '${APPROVE}': error validating chaincode definition: `;
    expect(message.startsWith(prefix)).toBe(true);
    expect(message.slice(prefix.length)).toMatch(why);
  });

  test('services 65: readiness tells who agrees, and in what others differ', async () => {
    const shared = { name: fresh('shared'), version: '1', sequence: 1n };
    await approve(admin, 'main', shared);
    const nobody = ['ChaincodeParameters'];
    expect(await readiness(shared)).toEqual({
      approvals: { [ALPHA]: true, [BETA]: false, [GAMMA]: false, [DELTA]: false },
      mismatches: { [BETA]: nobody, [GAMMA]: nobody, [DELTA]: nobody },
    });
    expect(await readiness({ ...shared, version: '2' })).toMatchObject({
      approvals: { [ALPHA]: false },
      mismatches: { [ALPHA]: ['EndorsementInfo'] },
    });
    const validationParameter = policyReference('/Channel/Application/Admins');
    expect(
      (await readiness({ ...shared, initRequired: true, validationParameter })).mismatches,
    ).toMatchObject({ [ALPHA]: ['EndorsementInfo', 'ValidationInfo'] });
  });

  test('services 66: commit without own org’s approval', async () => {
    const lonely = { name: fresh('lonely'), version: '1', sequence: 1n };
    await approve(network.administrator(BETA), 'main', lonely);
    expect(await tryCommit(lonely)).toMatchObject(
      failed(COMMIT, `chaincode definition not agreed to by this org (${ALPHA})`),
    );
    expect(await tryCommit({ ...lonely, sequence: 3n })).toMatchObject(
      failed(COMMIT, 'requested sequence is 3, but new definition must be sequence 1'),
    );
  });

  test('services 67: an upgrade writes only what changed', async () => {
    const name = fresh('upgraded');
    const fields = `namespaces/fields/${name}/`;
    const first = { name, version: '1', sequence: 1n };
    await approveAll(first, ALPHA, BETA);
    expect(await written(await commitInBlock(first))).toEqual([
      `${fields}Collections`,
      `${fields}EndorsementInfo`,
      `${fields}Sequence`,
      `${fields}ValidationInfo`,
      `namespaces/metadata/${name}`,
    ]);
    const validationParameter = policyReference('/Channel/Application/LifecycleEndorsement');
    const second = { ...first, sequence: 2n, validationParameter };
    await approveAll(second, ALPHA, BETA);
    expect(await written(await commitInBlock(second))).toEqual([
      `${fields}Sequence`,
      `${fields}ValidationInfo`,
    ]);
  });

  test('services 68: queryCommitted of unknown', async () => {
    const query = encode(QueryChaincodeDefinitionArgs, { name: 'nothing' });
    expect(await ask('QueryChaincodeDefinition', query)).toMatchObject({
      status: 404,
      message: 'namespace nothing is not defined',
    });
    const failure = await failureOf(
      admin
        .contract('_lifecycle', 'main')
        .evaluate('QueryChaincodeDefinition', { arguments: [query] }),
    );
    expect(failure.text).toBe(
      'evaluate call to endorser returned error: chaincode response 404, namespace nothing is not defined',
    );
  });

  test('services 68: how many arguments there must be', async () => {
    const { signer } = admin;
    expect(signer.mspId).toBe(ALPHA);
    expect(await askPeer(admin, '_lifecycle', ['QueryChaincodeDefinition'], 'main')).toMatchObject({
      status: 500,
      message: 'lifecycle scc operations require exactly two arguments but received 1',
    });
  });

  test('services 66: a definition needs as many organisations as the channel asks for', async () => {
    const definition = { name: fresh('few'), version: '1', sequence: 1n };
    await approve(admin, 'main', definition);
    const failure = await failureOf(commitDefinition(admin, 'main', definition));
    // The gateway asks a second organisation, which has not approved.
    expect(failure.details.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('chaincode definition not agreed to by this org ('),
    );
    await approveAll(definition, BETA, GAMMA);
    await commitDefinition(admin, 'main', definition);
  });
});
