import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { gatewayProblem, ProblemError, type FieldError, type Problem } from './problem.js';
import type { GatewayProblemCode } from './problem-codes.js';

/** Answer every failure with problem details; tell the caller nothing of the gateway's own faults. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOfError(error, request);
    if (problem.status >= 500 && !(error instanceof ProblemError)) request.log.error(error);
    if (error instanceof ProblemError && error.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', error.retryAfterSeconds);
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      gatewayProblem('ROUTE_NOT_FOUND', request.id, { instance: pathOf(request) }),
    ),
  );
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

function problemOfError(error: unknown, request: FastifyRequest): Problem {
  const instance = pathOf(request);
  if (error instanceof ProblemError) {
    return gatewayProblem(error.code, request.id, { instance, ...error.extras });
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.flatMap(({ instancePath, message, params }) =>
      fieldErrors({ context: error.validationContext ?? 'body', instancePath, message, params }),
    );
    const [first] = errors;
    const detail =
      first === undefined
        ? {}
        : { detail: `The request is not valid at ${first.pointer}: ${first.message}.` };
    return gatewayProblem('REQUEST_INVALID', request.id, { instance, errors, ...detail });
  }
  return gatewayProblem(codeOfFastify(error), request.id, { instance });
}

interface ValidationIssue {
  readonly context: string;
  readonly instancePath: string;
  readonly message: string | undefined;
  readonly params: unknown;
}

// A field too many is reported by zod at its parent; clients want the field itself.
function fieldErrors({ context, instancePath, message, params }: ValidationIssue): FieldError[] {
  const base = `${context === 'body' ? '#' : context}${instancePath === '/' ? '' : instancePath}`;
  const unknown = unknownKeys(params);
  if (unknown.length > 0) {
    return unknown.map((key) => ({ pointer: `${base}/${key}`, message: 'is not a known field' }));
  }
  return [{ pointer: base, message: message ?? 'is not valid' }];
}

function unknownKeys(params: unknown): string[] {
  if (typeof params !== 'object' || params === null) return [];
  const source: unknown = 'issue' in params ? params.issue : params;
  if (typeof source !== 'object' || source === null || !('keys' in source)) return [];
  return Array.isArray(source.keys) ? source.keys.map(String) : [];
}

function codeOfFastify(error: unknown): GatewayProblemCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'BODY_TOO_LARGE';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'MEDIA_TYPE_UNSUPPORTED';
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status < 500 ? 'REQUEST_INVALID' : 'INTERNAL';
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
