import { applyForLicenceExample, readyExample } from '@argosy/gateway/http/border-examples';
import { applyExample } from '@argosy/gateway/http/examples';

/** An application for a credit under another reference. */
export function application(reference: string): typeof applyExample {
  return { ...applyExample, reference };
}

/** An application for an export licence under another reference. */
export function licenceApplication(reference: string): typeof applyForLicenceExample {
  return { ...applyForLicenceExample, reference };
}

/** That goods stand ready, under another reference and licence. */
export function readiness(reference: string, licence: string): typeof readyExample {
  const { consignment } = readyExample;
  return { ...readyExample, reference, consignment: { ...consignment, licence } };
}
