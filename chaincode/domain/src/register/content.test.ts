import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { aProposal, contentHash } from '../../test-support/register.js';
import { contentText, sourceSchema } from './content.js';

const source = {
  channel: 'consortium',
  decision: 'DECISION-7',
  transactionId: 'a1'.repeat(32),
  sha256: contentHash,
};
const constitution = { voters: ['AMSP'], required: 1 };

test('what is approved is the content, whatever the decision is called and however it was written', () => {
  const text = contentText(aProposal());
  expect(text).toBe(
    '{"entries":[{"calendar":{"holidays":["2026-01-01","2026-04-03","2026-05-01","2026-12-25"],' +
      '"place":"PTLIS","weekend":[6,7],"year":2026},"kind":"calendar"}]}',
  );
  expect(contentText(aProposal({ reference: 'OTHER' }))).toBe(text);
});

test('constitution and source are part of it', () => {
  const texts = [{}, { constitution }, { source }, { constitution, source }].map((change) =>
    contentText(aProposal(change)),
  );
  expect(new Set(texts).size).toBe(4);
  expect(texts[3]).toContain('"constitution":{"required":1,"voters":["AMSP"]}');
  expect(texts[3]).toContain(`"source":{"channel":"consortium","decision":"DECISION-7",`);
});

test.each([{}, { channel: 'c' }, { channel: `c${'-'.repeat(248)}` }])(
  'a source may have %j',
  (change) => {
    expect(problemsOf(sourceSchema, { ...source, ...change })).toEqual([]);
  },
);

test.each([
  { channel: '' },
  { channel: 'Consortium' },
  { channel: `c${'-'.repeat(249)}` },
  { transactionId: 'a1' },
  { transactionId: 'A1'.repeat(32) },
  { sha256: 'a1' },
  { decision: '' },
  { surprise: 1 },
])('and not %j', (change) => {
  expect(problemsOf(sourceSchema, { ...source, ...change })).not.toEqual([]);
});
