import { parseJson } from '@argosy/domain/shared/decode';
import { z } from 'zod';
import { gatewayProblem, type Problem } from '../http/problem.js';
import type { Operation } from './operation.js';

type Conditional = Pick<Operation, 'id' | 'expectedVersion' | 'httpRequestId'>;

/** Why an act on one version of a document may not go on, where the read model has a later one already: then nobody needs to be
 *  asked. A read model that is behind does not know; the endorsement tells. */
export function staleInReadModel(
  operation: Conditional,
  current: number | undefined,
): Problem | undefined {
  const { expectedVersion } = operation;
  const isLater =
    expectedVersion !== undefined && current !== undefined && current > expectedVersion;
  return isLater ? preconditionFailed(operation, current) : undefined;
}

/** Why an act on one version of a document may not be sent, by what the contract made of it: each act makes the next version. What
 *  the peers read is read again when the block is judged, so that no other change gets in between. */
export function staleAtEndorsement(operation: Conditional, result: string): Problem | undefined {
  const { expectedVersion } = operation;
  if (expectedVersion === undefined) return undefined;
  const { version } = versionSchema.parse(parseJson(result));
  const current = version - 1;
  return current === expectedVersion ? undefined : preconditionFailed(operation, current);
}

const versionSchema = z.object({ version: z.int() });

function preconditionFailed(
  { id, expectedVersion, httpRequestId }: Conditional,
  current: number,
): Problem {
  return gatewayProblem('PRECONDITION_FAILED', httpRequestId, {
    detail: `If-Match names version ${expectedVersion} of the document; it is at version ${current}. Read it again, and decide anew under a new key.`,
    details: { currentVersion: current, expectedVersion },
    operation: id,
    instance: `/v1/operations/${id}`,
  });
}
