import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeElement, setPolicy } from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import { CommitChaincodeDefinitionArgs } from '@argosy/protocol/messages/lifecycle';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { implicitMeta } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { ownPolicy, referring } from '../../../support/chaincode-definition.js';
import {
  admin,
  all,
  any,
  atLeast,
  member,
  policyOf,
  type Rule,
} from '../../../support/policies.js';
import { SuiteNetwork } from '../support/network.js';
import { eventually } from '../support/waiting.js';
import { commit } from './committing.js';
import { reconfigure } from './configuration.js';
import { crafted } from './crafting.js';
import { approveAll } from './definitions.js';
import { endorsed } from './endorsing.js';
import { define, openScene } from './opening.js';
import { fresh, type Member, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

const put = () => [{ do: 'put', key: fresh(), value: '1' }];
const flagOf = (chaincode: string, by: readonly Member[]) =>
  endorsed(scene, { chaincode, steps: put(), by }).then((sent) => commit(scene, sent));
const application = '/Channel/Application';

describe('policies of chaincodes', () => {
  const own = (name: string, rule: Rule) => ({
    name,
    validationParameter: ownPolicy(policyOf(rule)),
  });

  beforeAll(async () => {
    const [one, two] = [member(scene.o1), member(scene.o2)];
    await define(
      scene,
      network,
      own('either-first', all(any(one, two), two)),
      own('either-last', all(two, any(one, two))),
      own('with-admin', all(one, admin(scene.o1))),
      own('two-of-one', atLeast(2, one, one)),
    );
  });

  /** The flag of a transaction that these people endorsed, in this order. */
  const flagBy = (chaincode: string, ...endorsers: readonly Signer[]) => {
    const sets = { [chaincode]: { writes: [[fresh(), '1']] } } as const;
    return commit(scene, crafted(scene, sets, { chaincode, endorsers }));
  };

  test('row 29: policy AND(OR(O1,O2),O2), sigs O1,O2', async () => {
    const both = [scene.o1, scene.o2];
    expect(await flagOf('either-first', both)).toEqual([10]);
    expect(await flagOf('either-last', both)).toEqual([0]);
  });

  test('row 30: policy AND(O1.member,O1.admin), endorsements [admin, peer] vs [peer, admin]', async () => {
    const { admin: administrator, endorser } = scene.o1;
    expect(await flagBy('with-admin', administrator, endorser)).toEqual([10]);
    expect(await flagBy('with-admin', endorser, administrator)).toEqual([0]);
  });

  test('row 31: same endorser twice, PEM with extra newline', async () => {
    const { endorser, client } = scene.o1;
    const { mspid, idBytes } = decode(SerializedIdentity, endorser.creator);
    const more = Buffer.concat([idBytes, Buffer.from('\n')]);
    const twin = { ...endorser, creator: encode(SerializedIdentity, { mspid, idBytes: more }) };
    expect(await flagBy('two-of-one', endorser, twin)).toEqual([10]);
    expect(await flagBy('two-of-one', twin, client)).toEqual([0]);
  });
});

describe('policies of the channel', () => {
  test('row 33: implicit meta, no sub-groups', async () => {
    const path = `${application}/${scene.o1.mspId}`;
    const rules = ['any', 'all', 'majority'] as const;
    await reconfigure(
      scene,
      (tree) =>
        rules.reduce(
          (before, rule) =>
            setPolicy(before, path, `Childless-${rule}`, implicitMeta(rule, 'Endorsement')),
          tree,
        ),
      [scene.o1.admin],
    );
    const definitions = rules.map((rule) => ({
      name: `childless-${rule}`,
      validationParameter: referring(`${path}/Childless-${rule}`),
    }));
    await define(scene, network, ...definitions);
    const unsigned = (chaincode: string) =>
      crafted(scene, { [chaincode]: { writes: [[fresh(), '1']] } }, { chaincode, endorsers: [] });
    const chaincodes = [...definitions.map(({ name }) => name), scene.chaincode];
    expect(await commit(scene, ...chaincodes.map(unsigned))).toEqual([0, 0, 0, 10]);
  });

  test('a policy that changes between endorsement and commit', async () => {
    const before = await endorsed(scene, { steps: put() });
    const change = (rule: 'all' | 'majority') =>
      reconfigure(scene, (tree) =>
        setPolicy(tree, application, 'Endorsement', implicitMeta(rule, 'Endorsement')),
      );
    await change('all');
    expect(await commit(scene, before)).toEqual([10]);
    await change('majority');
    expect(await flagOf(scene.chaincode, [scene.o1, scene.o2])).toEqual([0]);
  });

  test('without LifecycleEndorsement a majority of the members endorses definitions', async () => {
    const { o1, o2, o3, channelId } = scene;
    const remove = (tree: TreeGroup) =>
      removeElement(tree, application, 'policies', 'LifecycleEndorsement');
    await reconfigure(scene, remove);
    const definition = { name: fresh('cc'), sequence: 1n, version: '1' };
    await approveAll(scene, [definition], network.packageId);
    const args = [encode(CommitChaincodeDefinitionArgs, definition)];
    const lifecycle = network.administrator(o1.mspId).contract('_lifecycle', channelId);
    // The peers have to find each other first.
    const submitted = await eventually(() =>
      lifecycle.submitAsync('CommitChaincodeDefinition', { arguments: args }),
    );
    expect((await submitted.getStatus()).code).toBe(0);
    const sets = { _lifecycle: { writes: [[fresh(), '1']] } } as const;
    const by = (...endorsers: readonly Signer[]) =>
      commit(scene, crafted(scene, sets, { chaincode: '_lifecycle', endorsers }));
    expect(await by(o1.endorser)).toEqual([10]);
    expect(await by(o2.client, o3.admin)).toEqual([0]);
  });

  test('row 32: MAJORITY with org lacking Endorsement', async () => {
    const { o1, o2, o3, members, chaincode } = scene;
    const everybody = implicitMeta('all', 'Endorsement');
    await reconfigure(scene, (tree) => setPolicy(tree, application, 'Everybody', everybody));
    const strict = { name: 'strict', validationParameter: referring(`${application}/Everybody`) };
    await define(scene, network, strict);
    expect(await flagOf(strict.name, members)).toEqual([0]);
    const path = `${application}/${o3.mspId}`;
    await reconfigure(scene, (tree) => removeElement(tree, path, 'policies', 'Endorsement'), [
      o3.admin,
    ]);
    expect(await flagOf(chaincode, [o1, o2])).toEqual([0]);
    expect(await flagOf(chaincode, [o2, o3])).toEqual([10]);
    expect(await flagOf(strict.name, members)).toEqual([10]);
  });
});
