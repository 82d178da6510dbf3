import { applyExample } from '@argosy/gateway/http/examples';

/** An application for a credit under another reference. */
export function application(reference: string): typeof applyExample {
  return { ...applyExample, reference };
}
