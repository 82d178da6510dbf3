// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { expect, test } from '@jest/globals';
import { implicitCollection } from '@argosy/domain/shared/record-text';
import { acts } from '../test-support/deal-acts.js';
import { readSignaturePolicy } from '../test-support/ledger/signature-policy.js';
import { TradeDeal } from '../test-support/trade-deal.js';

test('a seal is kept for good: its policy is met by nobody, its own keeper included', async () => {
  const { metadataWrites } = await new TradeDeal().take(acts.apply);
  const policies = metadataWrites.map(({ collection, policy }) => [
    collection,
    readSignaturePolicy(policy),
  ]);
  const nobody = { outOf: 1, of: [] };
  const banks = ['ExportBankMSP', 'ImportBankMSP'];
  expect(policies).toEqual([
    [undefined, { outOf: 2, of: banks.map((signedBy) => ({ signedBy })) }],
    ...banks.map((msp) => [implicitCollection(msp), nobody]),
  ]);
});
