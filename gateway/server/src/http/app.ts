import helmet from '@fastify/helmet';
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { servedDocuments } from '../documents/all.js';
import { eventRoutes } from '../routes/events.js';
import { operationRoutes } from '../routes/operations.js';
import { readRoutes } from '../routes/reads.js';
import { serviceRoutes } from '../routes/service.js';
import { signInRoutes } from '../routes/sign-in.js';
import { writeRoutes } from '../routes/writes.js';
import { requireToken } from './authentication.js';
import { answerBrokenRequest } from './broken-requests.js';
import { publishDocumentation } from './documentation.js';
import { answerFrameworkError, answerWithProblems } from './errors.js';
import { acceptJsonOnly } from './json-body.js';
import { KnownRoutes } from './known-routes.js';
import { callersOf, type AppPorts } from './ports.js';
import { limitRequests } from './request-limit.js';
import { ProblemError } from './problem.js';

const bodyLimitBytes = 256 * 1024;
const requestLimitMilliseconds = 30_000;
// More than all streams and all writes in flight together; reads are quick.
const maximumRequests = 2_000;
const ownNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** The one way to build the gateway's HTTP side. The server and every test call it, so both validate alike. */
export async function buildApp(ports: AppPorts): Promise<FastifyInstance> {
  const { organisations, sessions, about, isSandbox, heartbeatMilliseconds } = ports;
  const app = Fastify({
    logger: loggerOf(ports.logger),
    bodyLimit: bodyLimitBytes,
    // How long a request may take to arrive; the answer may take longer.
    requestTimeout: requestLimitMilliseconds,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    // A caller's own id would let one caller write into the log lines of another.
    requestIdHeader: false,
    // Problems are kept with their operations, so that an id must not come again after a restart.
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', undefined);
  acceptJsonOnly(app);
  answerWithProblems(app, new KnownRoutes(app));
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('request-id', request.id);
    // A web page elsewhere can make its own name point here; signing in asks for no password.
    if (!ownNames.has(request.hostname.toLowerCase())) throw new ProblemError('HOST_UNKNOWN');
    return Promise.resolve();
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  await publishDocumentation(app, about);
  const callers = callersOf(organisations);
  await app.register(serviceRoutes, { organisations, about });
  await app.register(async (limited) => {
    limitRequests(limited, maximumRequests);
    await limited.register(signInRoutes, { callers, sessions, isSandbox });
    await limited.register(async (members) => {
      requireToken(members, { sessions, callers });
      await members.register(readRoutes, { documents: servedDocuments });
      await members.register(writeRoutes, { documents: servedDocuments });
      await members.register(operationRoutes);
      await members.register(eventRoutes, { heartbeatMilliseconds });
    });
  });
  return app;
}

// Requests are logged without headers and bodies: both can hold secrets.
function loggerOf(logger: AppPorts['logger']): false | object {
  if (logger === false) return false;
  return {
    ...logger,
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, url }),
    },
  };
}
