import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Caller, OrganisationAccess } from '../access/organisation-access.js';
import { escaped, page } from '../http/page.js';
import { ProblemError } from '../http/problem.js';

interface Options {
  readonly accesses: readonly OrganisationAccess[];
}

/** The first page: under a plain name of this machine the organisations' addresses, under an organisation's who is signed in. */
export const homeRoutes: FastifyPluginCallbackZod<Options> = (app, { accesses }, done) => {
  app.get('/', { schema: { hide: true } }, async (request, reply) => {
    const { access } = request;
    if (access === undefined) return html(reply, directory(accesses));
    return html(reply, welcome(access, await signedIn(request, access)));
  });
  done();
};

function html(reply: FastifyReply, content: string): FastifyReply {
  void reply.header('cache-control', 'no-store');
  return reply.type('text/html; charset=utf-8').send(content);
}

function directory(accesses: readonly OrganisationAccess[]): string {
  const entries = accesses.map(
    ({ organisation, origin }) =>
      `<li><a href="${escaped(origin.href)}/">${escaped(organisation.name)}</a></li>`,
  );
  return page(
    'Argosy gateway',
    `<p>Each organisation has an address of its own:</p>
<ul>
${entries.join('\n')}
</ul>
<p><a href="/docs">What the interface is like</a></p>`,
  );
}

function welcome({ organisation }: OrganisationAccess, caller: Caller | undefined): string {
  const who =
    caller === undefined
      ? '<p><a href="/sign-in">Sign in</a></p>'
      : `<p>You are signed in as ${escaped(caller.actor.name)}.</p>
<form method="post" action="/sign-out"><button>Sign out</button></form>`;
  return page(
    organisation.name,
    `${who}
<p><a href="/docs">What the interface is like</a></p>`,
  );
}

async function signedIn(
  { cookies }: FastifyRequest,
  access: OrganisationAccess,
): Promise<Caller | undefined> {
  const session = cookies[access.sessionCookie];
  if (session === undefined) return undefined;
  return access.bySession(session).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
}
