import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { choicePage } from '../access/sandbox/pages.js';
import { issuerPath } from '../access/sandbox/provider-settings.js';
import type { Exchange, SandboxIssuer } from '../access/sandbox/sandbox-issuer.js';
import { accessOf } from '../http/authentication.js';
import { acceptForms } from '../http/form-body.js';
import { ProblemError } from '../http/problem.js';

const interaction = {
  hide: true,
  params: z.strictObject({ uid: z.string().max(100) }),
};
const choice = z.strictObject({ person: z.string().max(64) });

// A form's answer may send the browser on to the program on this machine that asked.
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self' http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The issuer of each organisation of the sandbox, below its own origin. Elsewhere there is none: the configuration names one. */
export const issuerRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  void app.register(choiceRoutes);
  void app.register(protocolRoutes);
  done();
};

/** The page on which whoever signs in says who it is. It works without scripts. */
const choiceRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  const url = `${issuerPath}/interaction/:uid`;
  acceptForms(app);
  app.get(url, { schema: interaction }, async (request, reply) => {
    const { organisation } = accessOf(request);
    const issuer = issuerOf(request);
    const client = await issuer.askingClient(exchangeOf(request, reply));
    void reply.header('content-security-policy', contentSecurityPolicy);
    void reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
    const { name } = organisation;
    const action = [issuerPath.slice(1), 'interaction', request.params.uid];
    return reply.send(choicePage({ organisation: name, people: issuer.people, client, action }));
  });
  app.post(url, { schema: { ...interaction, body: choice } }, async (request, reply) => {
    const issuer = issuerOf(request);
    await issuer.choose(exchangeOf(request, reply), request.body.person);
    reply.hijack();
  });
  done();
};

/** Everything else is the protocol's, and oidc-provider's to answer. */
const protocolRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.removeAllContentTypeParsers();
  // oidc-provider reads the body itself.
  app.addContentTypeParser('*', (_request, _body, parsed) => {
    parsed(null);
  });
  app.route({
    method: ['GET', 'POST'],
    url: `${issuerPath}/*`,
    schema: { hide: true },
    handler: async (request, reply) => {
      const issuer = issuerOf(request);
      const who = triesSecret(request);
      if (who !== undefined) waitIfTooOften(issuer, who);
      reply.hijack();
      const exchange = exchangeOf(request, reply);
      await issuer.answer(belowIssuer(exchange));
      if (who !== undefined && reply.raw.statusCode === 401) issuer.attempts.failed(who);
    },
  });
  done();
};

function issuerOf(request: FastifyRequest): SandboxIssuer {
  const { sandboxIssuer } = accessOf(request);
  if (sandboxIssuer === undefined) throw new ProblemError('ROUTE_NOT_FOUND');
  return sandboxIssuer;
}

// Headers that hooks have set go along: what the issuer sends does not pass through the framework.
function exchangeOf(request: FastifyRequest, reply: FastifyReply): Exchange {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  return { request: request.raw, response: reply.raw };
}

// As Express mounts things: the library finds out where it is from the difference of the two.
function belowIssuer(exchange: Exchange): Exchange {
  const { request } = exchange;
  const { url } = request;
  Object.assign(request, { originalUrl: url });
  request.url = url?.slice(issuerPath.length) ?? '/';
  return exchange;
}

/** Who tries a secret, if that is what a request does: where it comes from, and whom it names. */
function triesSecret({ headers, ip, method }: FastifyRequest): string | undefined {
  const [, pair] = /^Basic +([A-Za-z0-9+/=]{1,1000})$/i.exec(headers.authorization ?? '') ?? [];
  if (method !== 'POST' || pair === undefined) return undefined;
  const [client = ''] = Buffer.from(pair, 'base64').toString('utf8').split(':', 1);
  return `${ip} ${client}`;
}

function waitIfTooOften({ attempts }: SandboxIssuer, who: string): void {
  const seconds = attempts.secondsToWait(who);
  if (seconds > 0) throw new ProblemError('TOO_MANY_ATTEMPTS', {}, seconds);
}
