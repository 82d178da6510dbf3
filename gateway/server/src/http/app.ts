import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { issuerPath } from '../access/sandbox/provider-settings.js';
import { servedDocuments } from '../documents/all.js';
import { assetRoutes } from '../routes/assets.js';
import { confidentialRoutes } from '../routes/confidential.js';
import { dealRoutes } from '../routes/deals.js';
import { eventRoutes } from '../routes/events.js';
import { issuerRoutes } from '../routes/issuer.js';
import { meRoutes } from '../routes/me.js';
import { operationRoutes } from '../routes/operations.js';
import { pageRoutes } from '../routes/pages.js';
import { readRoutes } from '../routes/reads.js';
import { serviceRoutes } from '../routes/service.js';
import { signInRoutes } from '../routes/sign-in.js';
import { writeRoutes } from '../routes/writes.js';
import { guardRoutes } from './authentication.js';
import { answerBrokenRequest } from './broken-requests.js';
import { publishDocumentation } from './documentation.js';
import { answerFrameworkError, answerWithProblems } from './errors.js';
import { Hosts } from './hosts.js';
import { acceptJsonOnly } from './json-body.js';
import { KnownRoutes } from './known-routes.js';
import type { AppPorts } from './ports.js';
import { checkRoutes } from './public-routes.js';
import { reachOwnIssuers } from './reach-own-issuers.js';
import { limitRequests } from './request-limit.js';

const bodyLimitBytes = 256 * 1024;
const requestLimitMilliseconds = 30_000;
// More than all streams and all writes in flight together; reads are quick.
const maximumRequests = 2_000;
// Whoever looks after the gateway is answered also when it has too much to do.
const probes: ReadonlySet<string> = new Set(['/livez', '/readyz', '/version']);

/** The one way to build the gateway's HTTP side. The server and every test call it, so both validate alike. */
export async function buildApp(ports: AppPorts): Promise<FastifyInstance> {
  const { organisations, accesses, about, heartbeatMilliseconds } = ports;
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
  acceptJsonOnly(app);
  answerWithProblems(app, new KnownRoutes(app));
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('request-id', request.id);
    return Promise.resolve();
  });
  limitRequests(app, { maximum: maximumRequests, except: (url) => probes.has(url) });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  await app.register(cookie);
  guardRoutes(app, new Hosts(accesses));
  checkRoutes(app);
  await publishDocumentation(app, ports);
  await app.register(serviceRoutes, { organisations, about });
  await app.register(assetRoutes);
  await app.register(pageRoutes, { accesses, about });
  await app.register(signInRoutes);
  await app.register(issuerRoutes);
  await app.register(meRoutes);
  await app.register(readRoutes, { documents: servedDocuments });
  await app.register(writeRoutes, { documents: servedDocuments });
  await app.register(dealRoutes);
  await app.register(confidentialRoutes);
  await app.register(operationRoutes);
  await app.register(eventRoutes, { heartbeatMilliseconds });
  reachOwnIssuers(app, accesses);
  return app;
}

// Requests are logged without headers and bodies: both can hold secrets. So can the queries of a sign-in.
function loggerOf(logger: AppPorts['logger']): false | object {
  if (logger === false) return false;
  return {
    ...logger,
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({
        method,
        url: isOfSignIn(url) ? url.split('?', 1)[0] : url,
      }),
    },
  };
}

function isOfSignIn(url: string): boolean {
  return [issuerPath, '/sign-in'].some((path) => url.startsWith(path));
}
