import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DatabaseError } from '../database/database.js';
import type { KnownRoutes } from './known-routes.js';
import { gatewayProblem, ProblemError, type FieldError, type Problem } from './problem.js';
import type { GatewayProblemCode } from './problem-codes.js';

/** Answer every failure with problem details; tell the caller nothing of the gateway's own faults. */
export function answerWithProblems(app: FastifyInstance, routes: KnownRoutes): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = isDatabaseAway(error) ? new ProblemError('DATABASE_UNAVAILABLE', {}, 2) : error;
    const problem = problemOfError(known, request);
    if (problem.status >= 500 && !(error instanceof ProblemError)) request.log.error(error);
    if (known instanceof ProblemError && known.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', known.retryAfterSeconds);
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const instance = pathOf(request);
    const methods = routes.methodsAt(instance);
    if (methods.length > 0) void reply.header('allow', methods.join(', '));
    const code = methods.length > 0 ? 'METHOD_NOT_ALLOWED' : 'ROUTE_NOT_FOUND';
    return sendProblem(reply, gatewayProblem(code, request.id, { instance }));
  });
}

/** Answer what the framework refuses before any route or hook is asked. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.header('request-id', request.id);
  void sendProblem(reply, problemOfError(error, request));
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) void reply.header('www-authenticate', challengeOf(problem));
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

// What was under way may have been committed: the same key tells.
function isDatabaseAway(error: unknown): boolean {
  return error instanceof DatabaseError && error.isUnavailable;
}

// RFC 6750 section 3: a client that sent a token is told that it was the token.
function challengeOf({ code }: Problem): string {
  return code === 'TOKEN_INVALID' ? 'Bearer error="invalid_token"' : 'Bearer';
}

/** A failure as problem details; what is at fault here is not told. */
export function problemOfError(error: unknown, request: FastifyRequest): Problem {
  const instance = pathOf(request);
  if (error instanceof ProblemError) {
    return gatewayProblem(error.code, request.id, { instance, ...error.extras });
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation
      .slice(0, reportedErrors)
      .flatMap(({ instancePath, message, params }) =>
        fieldErrors({ context: error.validationContext ?? 'body', instancePath, message, params }),
      )
      .slice(0, reportedErrors);
    const [first] = errors;
    const detail =
      first === undefined
        ? {}
        : { detail: `The request is not valid at ${first.pointer}: ${first.message}.` };
    return gatewayProblem('REQUEST_INVALID', request.id, { instance, errors, ...detail });
  }
  return gatewayProblem(codeOfFastify(error), request.id, { instance, ...detailOf(error) });
}

// An answer is not to be much larger than what a client needs to go on.
const reportedErrors = 20;
const shownCharacters = 100;

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
    return unknown.map((key) => ({
      pointer: `${base}/${key.slice(0, shownCharacters)}`,
      message: 'is not a known field; leave it out, or see /docs for those that there are',
    }));
  }
  return [{ pointer: base, message: sentenceOf(message) }];
}

/** The validator's own words name types alone; the schemas' name the rule themselves. */
function sentenceOf(message = 'is not valid'): string {
  const [, expected, received] = wrongType.exec(message) ?? [];
  if (expected === undefined) return message;
  if (received === 'undefined') return `is missing; give it, as ${expected}`;
  return `must be of the type ${expected}, and is of the type ${received}`;
}

const wrongType = /^Invalid input: expected (\w+), received (\w+)$/;

function unknownKeys(params: unknown): string[] {
  if (typeof params !== 'object' || params === null) return [];
  const source: unknown = 'issue' in params ? params.issue : params;
  if (typeof source !== 'object' || source === null || !('keys' in source)) return [];
  return Array.isArray(source.keys) ? source.keys.map(String) : [];
}

const fastifyCodes = new Map<unknown, GatewayProblemCode>([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'BODY_TOO_LARGE'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'MEDIA_TYPE_UNSUPPORTED'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'ADDRESS_TOO_LONG'],
]);

const fastifyDetails = new Map<unknown, string>([
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'The body is empty; send a JSON object.'],
  [
    'FST_ERR_CTP_INVALID_JSON_BODY',
    'The body is not JSON, or has a field __proto__ or constructor.',
  ],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    'The body does not have the length that Content-Length states.',
  ],
  ['FST_ERR_BAD_URL', 'The address is not percent-encoded UTF-8.'],
]);

function detailOf(error: unknown): { detail?: string } {
  const detail = fastifyDetails.get(codeIn(error));
  return detail === undefined ? {} : { detail };
}

function codeIn(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function codeOfFastify(error: unknown): GatewayProblemCode {
  const code = fastifyCodes.get(codeIn(error));
  if (code !== undefined) return code;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status < 500 ? 'REQUEST_INVALID' : 'INTERNAL';
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
