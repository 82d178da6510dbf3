import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '@argosy/ledger/explain/explain';
import type { Explanation } from '@argosy/ledger/explain/explanation';
import { commitAhead } from '@argosy/ledger/pipeline';
import { beginLedger } from '@argosy/ledger/replay/replayed-ledger';
import type { Verdict } from '@argosy/ledger/verdict';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { recordedBlocks, recordedFolder } from '../support/recorded.js';
import type { RecordedName } from '../support/recorded.js';

interface Recorded {
  readonly label: string;
  readonly txId: string;
  readonly code: number;
  readonly name: string;
}
interface Explained {
  readonly explanation: Explanation;
  readonly recorded: Recorded;
}

/** Every transaction of a recorded ledger after block 0, explained. */
async function explainAll(name: RecordedName): Promise<Explained[]> {
  const file = readFileSync(join(recordedFolder(name), 'expected.json'), 'utf8');
  const expected = JSON.parse(file) as { blocks: { txs: Recorded[] }[] };
  const [genesis, ...blocks] = recordedBlocks(name);
  const { ledger, checks, close } = await beginLedger(genesis ?? Buffer.alloc(0));
  let verdicts: readonly Verdict[] = [];
  ledger.onCommit((_, judged) => (verdicts = judged));
  const found: Explained[] = [];
  let { bundle } = ledger;
  for await (const { number } of commitAhead(ledger, blocks)) {
    const entries = decode(Block, blocks[Number(number) - 1] ?? Buffer.alloc(0)).data?.data ?? [];
    for (const [index, entry] of entries.entries()) {
      const verdict = verdicts[index];
      const recorded = expected.blocks[Number(number)]?.txs[index];
      if (verdict === undefined || recorded === undefined) throw new Error('nothing to explain');
      const judged = { block: number, index, entry, verdict };
      found.push({ explanation: explain(judged, { bundle, checks }), recorded });
    }
    bundle = ledger.bundle;
  }
  await close();
  return found;
}

describe('every transaction of a ledger recorded from real Fabric is explained', () => {
  let all: Explained[];
  const withCode = (name: string): Explained[] =>
    all.filter(({ recorded }) => recorded.name === name);

  beforeAll(async () => {
    all = await explainAll('e-bft-mixed');
  }, 60_000);

  test('with the code that peers gave it, and a reason unless it is valid', () => {
    expect(all).toHaveLength(944);
    for (const { explanation, recorded } of all) {
      expect(explanation).toMatchObject({ code: recorded.code, name: recorded.name });
      expect(explanation.valid).toBe(recorded.code === 0);
      expect(explanation.reason === '').toBe(explanation.valid);
      expect(explanation.sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('with the endorsers that it was given, all of whose signatures hold', () => {
    const given =
      /^(?!creator|endorsement|content).*: (?:put|delete), endorsed by ([123](?:,[123])*)$/;
    let compared = 0;
    for (const { explanation, recorded } of all) {
      const [, organisations] = given.exec(recorded.label) ?? [];
      if (organisations === undefined) continue;
      expect(explanation.endorsements).toMatchObject(
        organisations.split(',').map((it) => ({
          by: { mspId: `Org${it}MSP`, role: 'peer', subject: `CN=peer0.org${it}.test, OU=peer` },
          signature: 'holds',
        })),
      );
      compared++;
    }
    expect(compared).toBe(23);
  });

  test('with the policy that is not met where endorsement failed, after others that are met', () => {
    const failures = withCode('ENDORSEMENT_POLICY_FAILURE');
    expect(failures).toHaveLength(204);
    for (const { explanation } of failures) {
      const asked = explanation.policies.map(({ met }) => met);
      expect(asked.slice(0, -1)).not.toContain(false);
      // Where a key's policy changes in the same block, no policy can be asked for it.
      if (explanation.finding?.other === undefined) expect(asked.at(-1)).toBe(false);
      expect(explanation.finding?.namespace).toBeDefined();
    }
  });

  test('with policies in words, all met, where it is valid', () => {
    for (const { explanation } of withCode('VALID')) {
      if (explanation.configuration !== undefined) continue;
      expect(explanation.policies.length).toBeGreaterThan(0);
      for (const { met, policy, signers } of explanation.policies) {
        expect(met).toBe(true);
        expect(policy).toMatch(/MSP\.(peer|member|admin)|\/Channel\/Application\//);
        expect(signers.some(({ problem }) => problem === undefined)).toBe(true);
      }
    }
  });

  test('with the key, and the versions read and found, where it came too late', () => {
    const conflicts = withCode('MVCC_READ_CONFLICT');
    expect(conflicts).toHaveLength(74);
    for (const { explanation } of conflicts) {
      const { namespace, collection, key, read, found, other } = explanation.finding ?? {};
      const part = explanation.namespaces.find((it) => it.namespace === namespace);
      const reads =
        collection === undefined
          ? part?.reads
          : part?.collections.find((it) => it.collection === collection)?.reads;
      expect(reads?.map((it) => [it.key, it.version])).toContainEqual([key, read]);
      // It stands at another version, or an earlier transaction of the block has touched it.
      if (other === undefined) expect(found).not.toEqual(read);
      else expect(other.index).toBeLessThan(explanation.index);
    }
  });

  test('with what is a range and what is private, which is known by hash only', () => {
    const effects = all.flatMap(({ explanation }) => explanation.namespaces);
    expect(effects.flatMap(({ ranges }) => ranges).length).toBeGreaterThan(20);
    expect(effects.flatMap(({ ranges }) => ranges).some((it) => it.results === 'summarised')).toBe(
      true,
    );
    const collections = effects.flatMap((it) => it.collections);
    const writes = collections.flatMap((it) => it.writes);
    expect(writes.some(({ isPurge }) => isPurge)).toBe(true);
    expect(writes.every(({ key }) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(writes.every((it) => /^([0-9a-f]{64})?$/.test(it.valueHash))).toBe(true);
    const policies = collections.flatMap((it) => it.policies);
    expect(policies.flatMap(({ entries }) => entries.map(({ text }) => text))).toContain(
      '2 of (Org1MSP.peer, Org1MSP.member)',
    );
  });

  test('without any clear private value', () => {
    const file = readFileSync(join(recordedFolder('e-bft-mixed'), 'private.json'), 'utf8');
    const { fromStateDb } = JSON.parse(file) as {
      fromStateDb: Record<
        string,
        Record<string, { clear?: Record<string, Record<string, { value: string }>> }>
      >;
    };
    const values = Object.entries(fromStateDb)
      .filter(([chaincode]) => chaincode !== '_lifecycle')
      .flatMap(([, collections]) => Object.values(collections))
      .flatMap(({ clear }) => Object.values(clear ?? {}))
      .flatMap((keys) => Object.values(keys).map(({ value }) => value))
      .filter((value) => value.length > 8);
    expect(values.length).toBeGreaterThan(20);
    const told = JSON.stringify(all, (_, it: unknown) => (typeof it === 'bigint' ? `${it}` : it));
    for (const value of values) {
      expect(told).not.toContain(value);
      expect(told).not.toContain(Buffer.from(value, 'base64').toString());
    }
  });

  test('and a change of the configuration with what it changes and who signed it', () => {
    const changes = all.filter(({ explanation }) => explanation.configuration !== undefined);
    expect(changes.map(({ recorded }) => recorded.label)).toContain(
      'config: Application Endorsement ALL',
    );
    const changed = changes.find(({ recorded }) => /Endorsement ALL/.test(recorded.label));
    expect(changed?.explanation.configuration).toMatchObject({
      changes: expect.arrayContaining([
        {
          kind: 'policy',
          path: '/Channel/Application/Endorsement',
          policy: 'all of /Channel/Application/*/Endorsement',
        },
      ]) as unknown,
    });
    expect(changed?.explanation.configuration?.signers.length).toBeGreaterThan(1);
  });
});
