import scalar from '@scalar/fastify-api-reference';
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { servedDocuments } from '../documents/all.js';
import { dealsDescription, dealsTitle } from '../routes/deals.js';
import type { AppPorts } from './ports.js';

const description = `One member's way to the shared ledger.

**Who asks** is said by an access token, or by the session of a browser. Each organisation has an address of its own, and
what is good at one is worth nothing at another. A system gets its token from \`/oidc/token\` there with
\`grant_type=client_credentials\`, its client id and its secret (HTTP Basic); a program of a person by authorization code with
PKCE, as the public client \`argosy-cli\` with a loopback address; a browser signs in at \`/sign-in\`. Where the configuration
names another issuer, its \`/.well-known/openid-configuration\` takes the place of \`/oidc\`. Tokens are good for ten minutes.

**Writes** need an \`Idempotency-Key\`: the same key with the same request is the same operation, however often it is
sent; while it is in progress the same operation is answered with 202. The gateway waits as long as \`Prefer: wait=N\`
says (default 10, at most 30 seconds) and then answers 201 with the finished operation, or 202 with its address.

**Reads** come from the member's own copy of the channel. \`Ledger-Height\` says how many blocks it has;
\`Min-Ledger-Height\` makes a read wait for that many.

**Who sees what:** all members of a channel can read all of its documents and events, so these are not filtered by party.

**Errors** are problem details (RFC 9457). Act on \`code\`; \`retryable\` says whether the same request may succeed later.

**What counts:** a document that was written without the consent of a member whom it binds stands in no answer; \`/readyz\`
says how many such there are.`;

/** Publish the OpenAPI document, and pages for people at /docs; the pages load nothing from elsewhere. */
export async function publishDocumentation(
  app: FastifyInstance,
  { about, accesses }: Pick<AppPorts, 'about' | 'accesses'>,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Argosy gateway', version: about.version, description },
      tags: [
        { name: 'Access', description: 'Who is asking.' },
        ...servedDocuments.map(({ title, description: about }) => ({
          name: title,
          description: about,
        })),
        { name: dealsTitle, description: dealsDescription },
        { name: 'Confidential terms', description: 'What stands in private collections.' },
        { name: 'Operations', description: 'Writes on their way to the ledger.' },
        { name: 'Events', description: 'What happens on the channel, as it happens.' },
        { name: 'Service', description: 'For operators and probes.' },
      ],
      servers: accesses.map(({ organisation, origin }) => ({
        url: origin.href,
        description: organisation.name,
      })),
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(scalar, {
    routePrefix: '/docs',
    hooks: { onRequest: allowOwnScripts },
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Argosy gateway',
      withDefaultFonts: false,
      hideClientButton: true,
      // These offer to hand the document to a service elsewhere.
      showDeveloperTools: 'never',
      telemetry: false,
    },
  });
}

// These pages bring their own script and styles, and put both into the page itself.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');

function allowOwnScripts(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.header('content-security-policy', contentSecurityPolicy);
  done();
}
