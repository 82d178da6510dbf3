import { MSPRole, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { encode } from '@argosy/protocol/wire';
import { describe, expect, test } from '@jest/globals';
import { KeyEndorsementPolicy } from 'fabric-shim';
import { both, reads, ScriptedLedger, writes } from './scripted.js';
import type { Script } from './scripted.js';

const [A, B, C] = ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'];
const subsets = [[], [A], [B], [C], [A, B], [A, C], [B, C], [A, B, C]];
const all = [A, B, C];

/** The policy that asks all of these, as the shim writes it. */
function allOf(...msps: readonly string[]): Buffer {
  const policy = new KeyEndorsementPolicy();
  policy.addOrgs('PEER', ...msps);
  return Buffer.from(policy.getPolicy());
}

const bind =
  (key: string, policy: Uint8Array): Script =>
  (stub) =>
    stub.setStateValidationParameter(key, policy);
const bindPrivate =
  (key: string, policy: Uint8Array): Script =>
  (stub) =>
    stub.setPrivateDataValidationParameter('open', key, policy);
const put =
  (collection: string, key: string): Script =>
  (stub) =>
    stub.putPrivateData(collection, key, Buffer.from('value'));

/** Which of the subsets may carry a script out on a ledger that was prepared so. */
async function enough(prepare: Script, script: Script): Promise<string[][]> {
  const enoughFor = [];
  for (const endorsedBy of subsets) {
    const scripted = new ScriptedLedger();
    expect((await scripted.submit(prepare, { endorsedBy: all })).code).toBe(0);
    const { code } = await scripted.submit(script, { endorsedBy });
    expect([0, 10]).toContain(code);
    if (code === 0) enoughFor.push(endorsedBy);
  }
  return enoughFor;
}

const two = [
  [A, B],
  [A, C],
  [B, C],
  [A, B, C],
];
const bound = both(writes('k'), bind('k', allOf(C)));
const withC = [[C], [A, C], [B, C], [A, B, C]];
const cases: [string, Script, Script, string[][]][] = [
  ['a key without a policy: the chaincode’s', writes('x'), writes('k'), two],
  ['nothing: the chaincode’s', writes('x'), reads('k'), two],
  ['a key with a policy: that alone', bound, writes('k'), withC],
  ['its deletion', bound, (stub) => stub.deleteState('k'), withC],
  ['another policy for it: the one that stands', bound, bind('k', allOf(A)), withC],
  [
    'it and a key without',
    bound,
    writes('k', 'x'),
    [
      [A, C],
      [B, C],
      [A, B, C],
    ],
  ],
  [
    'a key that two are bound to',
    both(writes('k'), bind('k', allOf(A, B))),
    writes('k'),
    [
      [A, B],
      [A, B, C],
    ],
  ],
  ['a key with an empty policy', both(writes('k'), bind('k', Buffer.alloc(0))), writes('k'), two],
  [
    'a collection with a policy',
    writes('x'),
    put('open', 'k'),
    subsets.filter((it) => it.includes(A)),
  ],
  ['a collection without: the chaincode’s', writes('x'), put('deal', 'k'), two],
  [
    'a private key with a policy',
    both(put('open', 'k'), bindPrivate('k', allOf(C))),
    put('open', 'k'),
    withC,
  ],
  [
    'its purge',
    both(put('open', 'k'), bindPrivate('k', allOf(C))),
    (stub) => stub.purgePrivateData('open', 'k'),
    withC,
  ],
  [
    'a public key and a collection',
    writes('x'),
    both(writes('k'), put('open', 'k')),
    [
      [A, B],
      [A, C],
      [A, B, C],
    ],
  ],
  ['a policy that clients must sign', both(writes('k'), bind('k', policyOf(2))), writes('k'), []],
  [
    'a policy that any member may sign',
    both(writes('k'), bind('k', policyOf(0))),
    writes('k'),
    withC,
  ],
  ['a policy that names nobody', both(writes('k'), bind('k', policyOf(0, 7))), writes('k'), []],
];

describe('who must sign for', () => {
  test.each(cases)('%s', async (_, prepare, script, expected) => {
    expect(await enough(prepare, script)).toEqual(expected);
  });
});

describe('a key’s policy', () => {
  test('is read back, and reading it counts as a read of the key', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(both(writes('k'), bind('k', allOf(A, C))));
    const { payload, reads: found } = await scripted.endorse(async (stub) =>
      new KeyEndorsementPolicy(await stub.getStateValidationParameter('k')).listOrgs(),
    );
    expect(JSON.parse(payload)).toEqual([A, C]);
    expect(found).toEqual([{ key: 'k', version: { block: 0, transaction: 0 } }]);
  });

  test('of a private key as well, by everybody', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(both(put('open', 'k'), bindPrivate('k', allOf(C))));
    const { payload, privateReads } = await scripted.endorse(
      async (stub) =>
        new KeyEndorsementPolicy(
          await stub.getPrivateDataValidationParameter('open', 'k'),
        ).listOrgs(),
      { at: C },
    );
    expect(JSON.parse(payload)).toEqual([C]);
    expect(privateReads).toHaveLength(1);
  });

  test('is undefined where there is none', async () => {
    const { payload } = await new ScriptedLedger().endorse(
      async (stub) => typeof (await stub.getStateValidationParameter('k')),
    );
    expect(payload).toBe('undefined');
  });

  test('stays when the value is written, makes a new version when it is set, and goes with the key', async () => {
    const scripted = new ScriptedLedger();
    const entry = () => scripted.ledger.state.public.get('k');
    await scripted.submit(both(writes('k'), bind('k', allOf(C))));
    await scripted.submit(writes('k'));
    expect(entry()).toMatchObject({ policy: allOf(C), version: { block: 1 } });
    await scripted.submit(bind('k', allOf(A)));
    expect(entry()).toMatchObject({ policy: allOf(A), version: { block: 2 } });
    expect(scripted.ledger.read('k')).toBe('k of tx2');
    await scripted.submit((stub) => stub.deleteState('k'));
    await scripted.submit(writes('k'));
    expect(entry()?.policy).toBeUndefined();
  });

  test('of a key that is not there sets nothing and touches nothing', async () => {
    const scripted = new ScriptedLedger();
    const [reading, binding] = [
      await scripted.endorse(reads('k')),
      await scripted.endorse(bind('k', allOf(C))),
    ];
    expect(scripted.ledger.commit([binding, reading])).toEqual([0, 0]);
    expect(scripted.ledger.state.public.get('k')).toBeUndefined();
  });

  test('of a private key renews its value’s version with its hash’s', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(put('open', 'k'));
    await scripted.submit(bindPrivate('k', allOf(C)));
    const { payload } = await scripted.endorse(async (stub) =>
      Buffer.from(await stub.getPrivateData('open', 'k')).toString(),
    );
    expect(payload).toBe('value');
  });

  test('that cannot be read stops the peer', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(both(writes('k'), bind('k', Buffer.from('no policy'))));
    await expect(scripted.submit(writes('k'))).rejects.toThrow();
  });
});

describe('after an endorsed change of a key’s policy in the same block', () => {
  async function codes(
    scripts: readonly Script[],
    first: readonly string[] = all,
  ): Promise<readonly number[]> {
    const scripted = new ScriptedLedger().plant('k', 'x');
    await scripted.submit(put('open', 'k'));
    const executions = [];
    for (const script of scripts) executions.push(await scripted.endorse(script));
    const [changing, ...others] = executions;
    if (changing === undefined) throw new Error('no script');
    return scripted.ledger.commit([{ ...changing, endorsedBy: first }, ...others]);
  }

  test.each([
    ['the key is written', [bind('k', allOf(C)), writes('k')], [0, 10]],
    ['its policy is set again', [bind('k', allOf(C)), bind('k', allOf(C))], [0, 10]],
    ['another key is written', [bind('k', allOf(C)), writes('x')], [0, 0]],
    ['the private key of that name is written', [bind('k', allOf(C)), put('open', 'k')], [0, 0]],
    ['a private key is written', [bindPrivate('k', allOf(C)), put('open', 'k')], [0, 10]],
    ['the write came first', [writes('k'), bind('k', allOf(C))], [0, 0]],
    [
      'the change itself is stale',
      [writes('x'), both(reads('x'), bind('k', allOf(C))), writes('k')],
      [0, 11, 10],
    ],
  ])('%s', async (_, scripts, expected) => {
    expect(await codes(scripts)).toEqual(expected);
  });

  test('which was not endorsed, the key is free', async () => {
    expect(await codes([bind('k', allOf(C)), writes('k')], [])).toEqual([10, 0]);
  });
});

/** Some role of the carrier; the rule names a principal that may not exist. */
function policyOf(role: number, signedBy = 0): Buffer {
  const principal = encode(MSPRole, { mspIdentifier: C, role });
  return encode(SignaturePolicyEnvelope, {
    version: 0,
    rule: { signedBy },
    identities: [{ principalClassification: 0, principal }],
  });
}
