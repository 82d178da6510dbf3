import { Capabilities } from '../messages/configuration.js';
import { implicitMeta, roleOf, signaturePolicy } from '../policy-build.js';
import type { PolicyValue, PrincipalValue } from '../policy-build.js';
import { encode } from '../wire.js';

export const anyOf = (...principals: readonly PrincipalValue[]): PolicyValue =>
  signaturePolicy(1, principals);

export const roleIn =
  (mspId: string) =>
  (role: Parameters<typeof roleOf>[1]): PrincipalValue =>
    roleOf(mspId, role);

/** The usual policies of a section: anyone whom an organisation lets read or write, and most organisations to change it. */
export const metaPolicies = (): Record<string, PolicyValue> => ({
  Readers: implicitMeta('any', 'Readers'),
  Writers: implicitMeta('any', 'Writers'),
  Admins: implicitMeta('majority', 'Admins'),
});

export const capability = (name: string): Buffer =>
  encode(Capabilities, { capabilities: [{ key: name, value: {} }] });
