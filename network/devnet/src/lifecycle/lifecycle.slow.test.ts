import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clearSpace } from '@argosy/ledger/spaces';
import { implicitCollection } from '@argosy/ledger/collections';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import { PrivateView } from '@argosy/ledger/private-data/private-view';
import {
  ApproveChaincodeDefinitionForMyOrgArgs,
  CheckCommitReadinessArgs,
  CheckCommitReadinessResult,
  CommitChaincodeDefinitionArgs,
  GetInstalledChaincodePackageArgs,
  GetInstalledChaincodePackageResult,
  QueryApprovedChaincodeDefinitionArgs,
  QueryApprovedChaincodeDefinitionResult,
  QueryApprovedChaincodeDefinitionsResult,
  QueryChaincodeDefinitionArgs,
  QueryChaincodeDefinitionResult,
  QueryChaincodeDefinitionsResult,
  QueryInstalledChaincodeArgs,
  QueryInstalledChaincodeResult,
  QueryInstalledChaincodesResult,
} from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { ProposalResponse, SignedProposal } from '@argosy/protocol/messages/proposal';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import { approve, install, type Definition } from '../../test-support/deploy.js';
import { failureOf } from '../../test-support/failure.js';
import { propose } from '../../test-support/proposals.js';
import { readWriteSets } from '../../test-support/read-write-sets.js';
import type { TestClient } from '../../test-support/test-client.js';
import { kvPackage, TestNetwork } from '../../test-support/test-network.js';

const NOTHING = new Uint8Array(0);
const policyReference = (channelConfigPolicyReference: string): Buffer =>
  encode(ApplicationPolicy, { channelConfigPolicyReference });
const ENDORSEMENT = policyReference('/Channel/Application/Endorsement');

describe('_lifecycle', () => {
  let network: TestNetwork;
  let admins: TestClient[];
  let admin: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    admins = await network.administrators();
    admin = admins[0]!;
  }, 30_000);
  afterAll(() => network.close());

  const call = (by: TestClient, name: string, ...args: Uint8Array[]) =>
    by.contract('_lifecycle').evaluate(name, { arguments: args });
  const refusalOf = async (answer: Promise<unknown>) =>
    (await failureOf(answer)).text.replace(
      'evaluate call to endorser returned error: chaincode response ',
      '',
    );
  const failed = (name: string, why: string) =>
    `500, failed to invoke backing implementation of '${name}': ${why}`;

  const APPROVE = 'ApproveChaincodeDefinitionForMyOrg';
  const COMMIT = 'CommitChaincodeDefinition';
  const tryApprove = (definition: Definition, packageId?: string) => {
    const source = packageId === undefined ? undefined : { localPackage: { packageId } };
    return call(
      admin,
      APPROVE,
      encode(ApproveChaincodeDefinitionForMyOrgArgs, { ...definition, source }),
    );
  };
  const tryCommit = (definition: Definition) =>
    call(admin, COMMIT, encode(CommitChaincodeDefinitionArgs, definition));
  const readiness = async (definition: Definition) => {
    const argument = encode(CheckCommitReadinessArgs, definition);
    const answer = await call(admin, 'CheckCommitReadiness', argument);
    const { approvals, mismatches } = decode(CheckCommitReadinessResult, answer);
    return {
      approvals: Object.fromEntries(approvals.map(({ key, value }) => [key, value])),
      mismatches: Object.fromEntries(mismatches.map(({ key, value }) => [key, value?.items])),
    };
  };
  const approved = async (name: string, sequence = 0n) =>
    decode(
      QueryApprovedChaincodeDefinitionResult,
      await call(
        admin,
        'QueryApprovedChaincodeDefinition',
        encode(QueryApprovedChaincodeDefinitionArgs, { name, sequence }),
      ),
    );
  const lastBlock = () =>
    readWriteSets(network.channel.ledger.block(network.channel.ledger.height - 1n));

  describe('packages', () => {
    const packageId = kvPackage.id;
    const ask = (name: string, argument: Uint8Array) => call(admin, name, argument);

    test('services 63: installing twice is refused', async () => {
      expect(packageId).toMatch(/^kv_1:[0-9a-f]{64}$/);
      expect(await refusalOf(install(admin, kvPackage.bytes))).toBe(
        failed(
          'InstallChaincode',
          `chaincode already successfully installed (package ID '${packageId}')`,
        ),
      );
    });

    test('what is no package is refused', async () => {
      expect(await refusalOf(install(admin, Buffer.from('no package')))).toBe(
        failed(
          'InstallChaincode',
          'could not parse as a chaincode install package: error reading as gzip stream: gzip: invalid header',
        ),
      );
    });

    test('an installed package names the definitions that use it, by channel', async () => {
      const argument = encode(QueryInstalledChaincodeArgs, { packageId });
      const one = decode(
        QueryInstalledChaincodeResult,
        await ask('QueryInstalledChaincode', argument),
      );
      expect(one).toMatchObject({
        packageId,
        label: 'kv_1',
        references: [{ key: 'trade', value: { chaincodes: [{ name: 'kv', version: '1.0' }] } }],
      });
      const all = await ask('QueryInstalledChaincodes', NOTHING);
      expect(decode(QueryInstalledChaincodesResult, all).installedChaincodes).toEqual([one]);
    });

    test('an installed package is given back as it came', async () => {
      const argument = encode(GetInstalledChaincodePackageArgs, { packageId });
      const answer = await ask('GetInstalledChaincodePackage', argument);
      const { chaincodeInstallPackage } = decode(GetInstalledChaincodePackageResult, answer);
      expect(kvPackage.bytes.equals(chaincodeInstallPackage)).toBe(true);
    });

    test('a package that is not installed', async () => {
      const argument = encode(QueryInstalledChaincodeArgs, { packageId: 'x:1' });
      expect(await refusalOf(ask('QueryInstalledChaincode', argument))).toBe(
        failed('QueryInstalledChaincode', "could not find chaincode with package id 'x:1'"),
      );
      expect(await refusalOf(ask('GetInstalledChaincodePackage', argument))).toBe(
        failed(
          'GetInstalledChaincodePackage',
          "could not load cc install package: chaincode install package 'x:1' not found",
        ),
      );
    });

    test('without a channel the peer answers its own administrators, and endorses nothing', async () => {
      const ask = async (by: TestClient, name: string, argument: Uint8Array) => {
        const { signed } = propose(by.signer, {
          channelId: '',
          chaincodeName: '_lifecycle',
          args: [Buffer.from(name), argument],
        });
        return decode(
          ProposalResponse,
          await admin.call('/protos.Endorser/ProcessProposal', encode(SignedProposal, signed)),
        );
      };
      const found = await ask(admin, 'QueryInstalledChaincodes', NOTHING);
      expect(found).toMatchObject({
        version: 0,
        endorsement: undefined,
        response: { status: 200 },
      });
      expect(found.payload).toHaveLength(0);
      const channelless = await ask(admin, 'QueryChaincodeDefinitions', NOTHING);
      expect(channelless.response?.message).toBe(
        'Failed to authorize invocation due to failed ACL check: Failed getting local MSP principal during ' +
          'channelless check policy with policy [/Channel/Application/Writers]: ' +
          '[MSP Principal role [/Channel/Application/Writers] not recognized]',
      );
      const approved = 'QueryApprovedChaincodeDefinition';
      const one = (sequence: bigint) =>
        encode(QueryApprovedChaincodeDefinitionArgs, { name: 'kv', sequence });
      const approval = encode(ApproveChaincodeDefinitionForMyOrgArgs, { name: 'kv', version: '1' });
      for (const [name, argument, why] of [
        [
          APPROVE,
          NOTHING,
          "error validating chaincode definition: invalid chaincode name ''. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics",
        ],
        [
          APPROVE,
          approval,
          "error validating chaincode definition: could not get channelconfig for channel ''",
        ],
        [
          approved,
          one(0n),
          'could not get current sequence: could not get state for key namespaces/fields/kv/Sequence: GET_STATE failed: transaction ID: <id>: no ledger context',
        ],
        [
          approved,
          one(1n),
          'could not deserialize namespace metadata for kv#1: could not query metadata for namespace namespaces/kv#1: GET_STATE failed: transaction ID: <id>: no ledger context',
        ],
        [
          `${approved}s`,
          NOTHING,
          'could not fetch metadatas: could not get state range for namespace namespaces: could not get state iterator: GET_STATE_BY_RANGE failed: transaction ID: <id>: no ledger context',
        ],
      ] as const) {
        const { response } = await ask(admin, name, argument);
        expect(response?.message.replace(/\b[0-9a-f]{64}\b/, '<id>')).toBe(
          failed(name, why).replace('500, ', ''),
        );
      }
      const stranger = await failureOf(ask(admins[1]!, 'QueryInstalledChaincodes', NOTHING));
      expect(stranger.text).toBe(
        'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
      );
    });
  });

  describe('approvals', () => {
    const first: Definition = { name: 'first', version: '1', sequence: 1n };

    test('an approval stands in the organisation’s own collection, and nobody else sees it', async () => {
      await approve(admin, first, kvPackage.id);
      expect(Object.keys(lastBlock())).toEqual(['_lifecycle', 'lscc']);
      const space = clearSpace(LIFECYCLE, implicitCollection('BankA'));
      const state = network.channel.ledger.snapshot();
      const seenBy = (mspId: string) =>
        new PrivateView(state, mspId).get(space, 'chaincode-sources/fields/first#1/PackageID');
      expect(Buffer.from(seenBy('BankA')!.value).includes(kvPackage.id)).toBe(true);
      expect(seenBy('BankB')).toBeUndefined();
      state.release();
      const other = call(
        admins[1]!,
        'QueryApprovedChaincodeDefinition',
        encode(QueryApprovedChaincodeDefinitionArgs, { name: 'first', sequence: 1n }),
      );
      expect(await refusalOf(other)).toBe(
        failed(
          'QueryApprovedChaincodeDefinition',
          "could not fetch approved chaincode definition (name: 'first', sequence: '1') on channel 'trade'",
        ),
      );
    });

    test('what is approved is answered, of the next sequence if none is named', async () => {
      expect(await approved('first')).toMatchObject({
        sequence: 1n,
        version: '1',
        endorsementPlugin: 'escc',
        validationPlugin: 'vscc',
        validationParameter: ENDORSEMENT,
        initRequired: false,
        collections: { config: [] },
        source: { localPackage: { packageId: kvPackage.id } },
      });
      await approve(admin, { name: 'nowhere', version: '1', sequence: 1n });
      expect((await approved('nowhere', 1n)).source).toMatchObject({ unavailable: {} });
      expect((await approved('kv')).sequence).toBe(1n);
      const all = await call(admin, 'QueryApprovedChaincodeDefinitions', NOTHING);
      const { approvedChaincodeDefinitions } = decode(QueryApprovedChaincodeDefinitionsResult, all);
      expect(
        approvedChaincodeDefinitions.map(({ name, sequence }) => `${name}#${sequence}`),
      ).toEqual(['first#1', 'kv#1', 'nowhere#1']);
    });

    test('services 64: approving twice unchanged is refused', async () => {
      expect(await refusalOf(tryApprove(first, kvPackage.id))).toBe(
        failed(
          APPROVE,
          'attempted to redefine uncommitted sequence (1) for namespace first with unchanged content',
        ),
      );
    });

    test('an approval that changes writes what changed', async () => {
      await approve(admin, { ...first, version: '2' }, kvPackage.id);
      expect((await approved('first')).version).toBe('2');
      await approve(admin, first, kvPackage.id);
    });

    test.each([
      [
        'services 64: sequence 3 when 1 is next',
        { sequence: 3n },
        'requested sequence 3 is larger than the next available sequence number 1',
      ],
      [
        'sequence 0',
        { sequence: 0n },
        'requested sequence is 0, but first definable sequence number is 1',
      ],
      [
        'a sequence that is past',
        { name: 'kv', sequence: 0n },
        'currently defined sequence 1 is larger than requested sequence 0',
      ],
      [
        'the committed sequence with other parameters',
        { name: 'kv', version: '2' },
        'attempted to redefine the current committed sequence (1) for namespace kv with different parameters: ' +
          "expected Version '1.0' does not match passed Version '2'",
      ],
      [
        'the committed sequence with another policy',
        { name: 'kv', version: '1.0', validationParameter: Buffer.of(1, 2) },
        'attempted to redefine the current committed sequence (1) for namespace kv with different parameters: ' +
          `expected ValidationParameter '${ENDORSEMENT.toString('hex')}' does not match passed ValidationParameter '0102'`,
      ],
      [
        'the committed sequence as it is',
        { name: 'kv', version: '1.0' },
        'attempted to redefine the current committed sequence (1) for namespace kv',
      ],
    ])('%s is refused', async (_, changed, why) => {
      const definition = { ...first, name: 'unknown', ...changed };
      expect(await refusalOf(tryApprove(definition, kvPackage.id))).toBe(failed(APPROVE, why));
    });
  });

  describe('definitions', () => {
    const rule = (...mspIds: string[]) => ({
      signaturePolicy: decode(
        SignaturePolicyEnvelope,
        outOf(
          1,
          mspIds.map((mspId) => roleOf(mspId, 'member')),
        ),
      ),
    });
    const collection = (changed: object = {}) => ({
      config: [
        {
          staticCollectionConfig: {
            name: 'secret',
            memberOrgsPolicy: rule('BankA', 'BankB'),
            maximumPeerCount: 1,
            blockToLive: 5n,
            ...changed,
          },
        },
      ],
    });
    const NAMES =
      "Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics";

    test.each<[string, Partial<Definition>, string]>([
      ['a name', { name: '_x' }, `invalid chaincode name '_x'. ${NAMES}`],
      ['a name that ends badly', { name: 'x-' }, `invalid chaincode name 'x-'. ${NAMES}`],
      [
        'the name of a system chaincode',
        { name: 'vscc' },
        "chaincode name 'vscc' is the name of a system chaincode",
      ],
      [
        'a version',
        { version: 'a b' },
        "invalid chaincode version 'a b'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'",
      ],
      [
        'a collection that is none',
        { collections: { config: [{}] } },
        'collection config contains unexpected payload type: <nil>',
      ],
      [
        'the name of a collection',
        { collections: collection({ name: '_secret' }) },
        "invalid collection name '_secret'. Names can only consist of alphanumerics, '_', and '-' and cannot begin with '_'",
      ],
      [
        'two collections of one name',
        { collections: { config: [...collection().config, ...collection().config] } },
        'collection-name: secret -- found duplicate in collection configuration',
      ],
      [
        'too few peers',
        { collections: collection({ requiredPeerCount: 2 }) },
        'collection-name: secret -- maximum peer count (1) cannot be less than the required peer count (2)',
      ],
      [
        'fewer peers than none',
        { collections: collection({ requiredPeerCount: -1 }) },
        'collection-name: secret -- requiredPeerCount (-1) cannot be less than zero',
      ],
      [
        'a collection of nobody',
        { collections: collection({ memberOrgsPolicy: undefined }) },
        "collection member policy is not set for collection 'secret'",
      ],
      [
        'an empty policy',
        { collections: collection({ memberOrgsPolicy: {} }) },
        "collection member org policy is empty for collection 'secret'",
      ],
      [
        'a policy without rule',
        { collections: collection({ memberOrgsPolicy: { signaturePolicy: {} } }) },
        "invalid member org policy for collection 'secret': Empty policy element",
      ],
      [
        'a rule that names nobody',
        {
          collections: collection({
            memberOrgsPolicy: { signaturePolicy: { rule: { signedBy: 4 } } },
          }),
        },
        "invalid member org policy for collection 'secret': identity index out of range, requested 4, " +
          'but identities length is 0',
      ],
      [
        'members that must agree',
        {
          collections: collection({
            memberOrgsPolicy: {
              signaturePolicy: decode(
                SignaturePolicyEnvelope,
                outOf(2, [roleOf('BankA', 'member'), roleOf('BankB', 'member')]),
              ),
            },
          }),
        },
        'collection-name: secret -- error in member org policy: signature policy is not an OR concatenation, NOutOf 2',
      ],
      [
        'a member of another channel',
        { collections: collection({ memberOrgsPolicy: rule('BankA', 'Stranger') }) },
        "collection-name: secret -- collection member 'Stranger' is not part of the channel",
      ],
    ])('refuses %s', async (_, changed, why) => {
      const definition = { name: 'cc', version: '1', sequence: 1n, ...changed };
      const whole = `error validating chaincode definition: ${why}`;
      expect(await refusalOf(tryApprove(definition))).toBe(failed(APPROVE, whole));
      expect(await refusalOf(tryCommit(definition))).toBe(failed(COMMIT, whole));
    });

    test('a definition with collections, and what may follow it', async () => {
      const kept: Definition = {
        name: 'kept',
        version: '1',
        sequence: 1n,
        collections: collection(),
      };
      await network.define(kept);
      const next = { ...kept, sequence: 2n };
      const faultOf = async (collections: Definition['collections']) =>
        refusalOf(tryApprove({ ...next, collections }));
      const invalid = (why: string) =>
        failed(APPROVE, `error validating chaincode definition: ${why}`);
      expect(await faultOf(undefined)).toBe(
        invalid('the proposed collection config does not contain previously defined collections'),
      );
      expect(await faultOf(collection({ name: 'other' }))).toBe(
        invalid('existing collection [secret] missing in the proposed collection configuration'),
      );
      expect(await faultOf(collection({ blockToLive: 6n }))).toBe(
        invalid('the BlockToLive in an existing collection [secret] modified. Existing value [5]'),
      );
      await network.define({
        ...next,
        collections: collection({ memberOrgsPolicy: rule('BankA'), maximumPeerCount: 3 }),
      });
      expect(lastBlock()['_lifecycle']!.writes.map(({ key }) => key)).toEqual([
        'namespaces/fields/kept/Collections',
        'namespaces/fields/kept/Sequence',
      ]);
    });
  });

  describe('commits', () => {
    const shared: Definition = { name: 'shared', version: '1', sequence: 1n };

    test('services 65: readiness tells who agrees, and in what others differ', async () => {
      await approve(admin, shared);
      expect(await readiness(shared)).toEqual({
        approvals: { BankA: true, BankB: false, Trader: false },
        mismatches: { BankB: ['ChaincodeParameters'], Trader: ['ChaincodeParameters'] },
      });
      expect(await readiness({ ...shared, version: '2' })).toMatchObject({
        approvals: { BankA: false },
        mismatches: { BankA: ['EndorsementInfo'] },
      });
      const validationParameter = policyReference('/Channel/Application/Admins');
      expect(
        (await readiness({ ...shared, initRequired: true, validationParameter })).mismatches,
      ).toMatchObject({ BankA: ['EndorsementInfo', 'ValidationInfo'] });
    });

    test('services 66: a commit without the own organisation’s approval is refused', async () => {
      const lonely: Definition = { ...shared, name: 'lonely' };
      await approve(admins[1]!, lonely);
      expect(await refusalOf(tryCommit(lonely))).toBe(
        failed(COMMIT, 'chaincode definition not agreed to by this org (BankA)'),
      );
    });

    test.each(['CheckCommitReadiness', COMMIT])('%s: only what comes next', async (name) => {
      const argument = encode(CommitChaincodeDefinitionArgs, { ...shared, sequence: 3n });
      expect(await refusalOf(call(admin, name, argument))).toBe(
        failed(name, 'requested sequence is 3, but new definition must be sequence 1'),
      );
    });

    test('services 67: an upgrade writes only what changed', async () => {
      const fields = 'namespaces/fields/shared/';
      await network.define({ ...shared, version: '1.1' });
      expect(lastBlock()['_lifecycle']!.writes.map(({ key }) => key)).toEqual([
        `${fields}Collections`,
        `${fields}EndorsementInfo`,
        `${fields}Sequence`,
        `${fields}ValidationInfo`,
        'namespaces/metadata/shared',
      ]);
      const validationParameter = policyReference('/Channel/Application/LifecycleEndorsement');
      await network.define({ ...shared, version: '1.1', sequence: 2n, validationParameter });
      expect(lastBlock()['_lifecycle']!.writes.map(({ key }) => key)).toEqual([
        `${fields}Sequence`,
        `${fields}ValidationInfo`,
      ]);
    });

    test('a commit reads the approvals of every organisation', async () => {
      await network.define({ name: 'read', version: '1', sequence: 1n });
      expect(lastBlock()['_lifecycle']!.reads.map(({ key }) => key)).toEqual([
        'namespaces/fields/read/Sequence',
        'namespaces/metadata/read',
      ]);
    });
  });

  describe('queries', () => {
    const query = (name: string) =>
      call(admin, 'QueryChaincodeDefinition', encode(QueryChaincodeDefinitionArgs, { name }));

    test('a definition is answered with its defaults, and with who has approved it', async () => {
      const definition = decode(QueryChaincodeDefinitionResult, await query('kv'));
      expect(definition).toMatchObject({
        sequence: 1n,
        version: '1.0',
        endorsementPlugin: 'escc',
        validationPlugin: 'vscc',
        validationParameter: ENDORSEMENT,
        initRequired: false,
        approvals: [
          { key: 'BankA', value: true },
          { key: 'BankB', value: true },
          { key: 'Trader', value: false },
        ],
      });
    });

    test('services 68: a definition that does not exist', async () => {
      expect(await refusalOf(query('nothing'))).toBe('404, namespace nothing is not defined');
    });

    test('all definitions, by name', async () => {
      const all = await call(admin, 'QueryChaincodeDefinitions', NOTHING);
      const names = decode(QueryChaincodeDefinitionsResult, all).chaincodeDefinitions.map(
        (one) => one.name,
      );
      expect(names).toContain('kv');
      expect(names).toEqual([...names].sort());
    });
  });

  describe('who may ask', () => {
    const DENIED = '500, Failed to authorize invocation due to failed ACL check: ';
    const LOCAL = 'during channelless check policy with policy [Admins]: ';

    test('a wrong number of arguments', async () => {
      expect(await refusalOf(call(admin, 'QueryChaincodeDefinition'))).toBe(
        '500, lifecycle scc operations require exactly two arguments but received 1',
      );
    });

    test.each([
      'QueryInstalledChaincodes',
      'QueryApprovedChaincodeDefinitions',
      'QueryChaincodeDefinition',
      'QueryChaincodeDefinitions',
    ])('an argument of %s that cannot be read', async (name) => {
      expect(await refusalOf(call(admin, name, Buffer.from([0xff])))).toBe(
        failed(
          name,
          `could not decode input arg for *lifecycle.Invocation.${name}: proto: cannot parse invalid wire-format data`,
        ),
      );
    });

    test('a function that there is not', async () => {
      expect(await refusalOf(call(admin, 'Rewrite', NOTHING))).toBe(
        `${DENIED}Unmapped policy for _lifecycle/Rewrite`,
      );
    });

    test('who is no administrator', async () => {
      const client = await network.client('BankA');
      expect(await refusalOf(call(client, 'QueryInstalledChaincodes', NOTHING))).toBe(
        `${DENIED}Failed verifying that proposal's creator satisfies local MSP principal ${LOCAL}` +
          '[The identity is not an admin under this MSP [BankA]: The identity does not contain OU [ADMIN], MSP: [BankA]]',
      );
    });

    test('an administrator of another organisation', async () => {
      const other = await network.client('Trader', 'admin');
      expect(await refusalOf(call(other, 'QueryInstalledChaincodes', NOTHING))).toBe(
        `${DENIED}Failed deserializing proposal creator ${LOCAL}[expected MSP ID BankA, received Trader]`,
      );
    });

    test('who may not write on the channel', async () => {
      const peer = await network.client('BankA', 'peer');
      expect(await refusalOf(call(peer, 'QueryChaincodeDefinition', NOTHING))).toContain(
        `${DENIED}Failed evaluating policy on signed data during check policy on channel [trade] with policy ` +
          '[/Channel/Application/Writers]: [implicit policy evaluation failed',
      );
    });
  });
});
