import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OrganisationAccess } from '../access/organisation-access.js';
import { callbackPath } from '../access/relying-party.js';
import { sessionMilliseconds } from '../access/sessions.js';
import { accessOf } from '../http/authentication.js';
import { acceptForms } from '../http/form-body.js';

const signInMilliseconds = 10 * 60_000;

// A path of this origin; "//elsewhere" and "/\elsewhere" would be none.
const pathSchema = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/, 'must be a path of this gateway, such as /docs');

/** Signing in and out with a browser. What the browser keeps is a cookie that no script can read. */
export const signInRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  acceptForms(app);
  app.get(
    '/sign-in',
    {
      schema: {
        hide: true,
        querystring: z.strictObject({ return_to: pathSchema.default('/') }),
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { address, binding } = await access.relyingParty.begin(request.query.return_to);
      setCookie(reply, access, {
        use: 'sign_in',
        value: binding,
        milliseconds: signInMilliseconds,
      });
      return reply.redirect(address, 303);
    },
  );
  app.get(callbackPath, { schema: { hide: true } }, async (request, reply) => {
    const access = accessOf(request);
    const binding = request.cookies[access.cookieOf('sign_in')];
    clearCookie(reply, access, 'sign_in');
    const { subject, returnTo } = await access.relyingParty.finish(queryOf(request), binding);
    const value = await access.beginSession(subject);
    setCookie(reply, access, { use: 'session', value, milliseconds: sessionMilliseconds });
    return reply.redirect(returnTo, 303);
  });
  app.post(
    '/sign-out',
    { schema: { hide: true, security: [{ token: [] }] } },
    async (request, reply) => {
      const access = accessOf(request);
      const session = request.cookies[access.sessionCookie];
      if (session !== undefined) await access.sessions.end(session);
      clearCookie(reply, access, 'session');
      return reply.redirect((await access.relyingParty.endAddress()) ?? '/', 303);
    },
  );
  done();
};

function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.split('?')[1] ?? '');
}

type CookieUse = Parameters<OrganisationAccess['cookieOf']>[0];

interface CookieValue {
  readonly use: CookieUse;
  readonly value: string;
  readonly milliseconds: number;
}

function setCookie(
  reply: FastifyReply,
  access: OrganisationAccess,
  { use, value, milliseconds }: CookieValue,
): void {
  void reply.setCookie(access.cookieOf(use), value, {
    ...attributesOf(access),
    maxAge: milliseconds / 1_000,
  });
}

function clearCookie(reply: FastifyReply, access: OrganisationAccess, use: CookieUse): void {
  void reply.clearCookie(access.cookieOf(use), attributesOf(access));
}

function attributesOf({ origin }: OrganisationAccess): {
  readonly path: '/';
  readonly httpOnly: true;
  readonly sameSite: 'lax';
  readonly secure: boolean;
} {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: origin.isSecure };
}
