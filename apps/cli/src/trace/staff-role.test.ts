import { expect, test } from '@jest/globals';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { encode } from '@argosy/protocol/wire';
import { staffRoleOf } from './staff-role.js';

// Whose certificate has a role is asked of a whole network, whose authorities write it: test/scenario/trace.test.ts.
test.each([
  ['bytes that are no identity', Buffer.from('nobody')],
  ['nothing', Buffer.alloc(0)],
  [
    'an identity without a certificate',
    encode(SerializedIdentity, { mspid: 'M', idBytes: Buffer.from('none') }),
  ],
])('%s has no role', (_, creator) => {
  expect(staffRoleOf(creator)).toBeUndefined();
});
