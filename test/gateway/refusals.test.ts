import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { actDescription, ownRefusals } from '@argosy/gateway/documents/refusals';

const folder = join(import.meta.dirname, '../../chaincode/contracts/src');
const documented =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*@Transaction\(\)\s*@Returns\('string'\)\s*async (\w+)\(/g;

/** What the comments of the contracts say that each function refuses, by its name. */
function refusalsOfContracts(): Readonly<Record<string, readonly string[]>> {
  const files = readdirSync(folder).filter((name) => name.endsWith('-contract.ts'));
  const found = files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const [, contract = ''] = /super\('(\w+)'\)/.exec(text) ?? [];
    return [...text.matchAll(documented)].map(([, comment = '', act = '']) => {
      const [, refused = ''] = /Refuses:([^]*?)(?:Emits:|Answers|Requires:|$)/.exec(comment) ?? [];
      return [`${contract}:${act}`, refused.match(/[A-Z][A-Z_]{4,}/g) ?? []] as const;
    });
  });
  return Object.fromEntries(found.filter(([, codes]) => codes.length > 0));
}

test('the API says of each act what its contract says that it refuses', () => {
  const { 'confidential:Record': _own, ...contracts } = refusalsOfContracts();
  expect(Object.keys(contracts).length).toBeGreaterThan(30);
  expect(ownRefusals).toEqual(contracts);
});

test('and who may take it, when', () => {
  const text = actDescription('licence', 'drawDown');
  expect(text).toContain('role trader, of the exporter in the licence');
  expect(text).toContain(
    'Requires a licence that is issued; afterwards it is issued or exhausted.',
  );
  expect(text).toMatch(
    /Refuses: `LICENCE_NOT_VALID_YET`.*`LICENCE_OVERDRAWN`.*`CHANNEL_NOT_JOINED`/,
  );
  expect(actDescription('licence', 'apply')).not.toContain('ACTION_WRONG_STATUS');
  for (const { kind, acts } of servedDocuments) {
    for (const [action, act] of Object.entries(acts)) {
      expect(actDescription(act.kind ?? kind, action)).toContain('Refuses: `');
    }
  }
});
