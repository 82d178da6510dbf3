import { applyForLicenceExample } from '@argosy/gateway/http/border-examples';
import { applyExample } from '@argosy/gateway/http/examples';

/** An application for a credit under another reference. */
export function application(reference: string): typeof applyExample {
  return { ...applyExample, reference };
}

/** An application for an export licence under another reference. */
export function licenceApplication(reference: string): typeof applyForLicenceExample {
  return { ...applyForLicenceExample, reference };
}
