import type { MspSpec } from '@argosy/protocol/config-group';
import type { TestOrganisation } from '../../../support/organisation.js';

/** How an organisation whose keys are all at hand stands in a channel's configuration. */
export const specOf = (
  { mspId, root, issuer }: TestOrganisation,
  more: Partial<MspSpec> = {},
): MspSpec => ({
  mspId,
  rootCertificate: root.pem,
  tlsRootCertificate: root.pem,
  ...(issuer !== root && { intermediateCertificates: [issuer.pem] }),
  ...more,
});
