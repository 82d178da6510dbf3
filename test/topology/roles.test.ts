import { staffRoles as known } from '@argosy/domain/shared/staff-roles';
import { staffRoles as described } from '@argosy/operator/topology/schema';
import { expect, test } from '@jest/globals';

test('the roles that a network description may give are those that the contracts read', () => {
  // The network knows nothing of the chaincode, so each has a list of its own.
  expect(described).toEqual(known);
});
