import type { FastifyInstance, RouteOptions } from 'fastify';

interface PublicRoute {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Under which hosts it is served: everywhere, or only where an organisation is named. */
  readonly at: 'everywhere' | 'organisations';
}

const everywhere = (url: string): PublicRoute => ({ method: 'GET', url, at: 'everywhere' });
const organisations = (method: PublicRoute['method'], url: string): PublicRoute => ({
  method,
  url,
  at: 'organisations',
});

/** The routes that answer without asking who is there. Every other route asks. */
export const publicRoutes: readonly PublicRoute[] = [
  // Probes have no identity.
  ...['/livez', '/readyz', '/version'].map(everywhere),
  // What the interface is like is no secret.
  ...['/', '/openapi.json', '/docs', '/docs/', '/docs/js/scalar.js'].map(everywhere),
  ...['/docs/openapi.json', '/docs/openapi.yaml'].map(everywhere),
  // What the pages look like is none either.
  ...['/assets/page.css', '/assets/live.js'].map(everywhere),
  // Whoever signs in is not signed in yet.
  organisations('GET', '/sign-in'),
  organisations('GET', '/sign-in/callback'),
  organisations('GET', '/oidc/interaction/:uid'),
  organisations('POST', '/oidc/interaction/:uid'),
  organisations('GET', '/oidc/*'),
  organisations('POST', '/oidc/*'),
];

/** How a route is reached without a caller; undefined for a route that asks for one. */
export function publicRouteAt(method: string, url: string | undefined): PublicRoute | undefined {
  const asked = method === 'HEAD' ? 'GET' : method;
  return publicRoutes.find((route) => route.method === asked && route.url === url);
}

/** Stop the start over a route that is not in the table and does not say in its description that it needs a token, or that is in
 *  the table and does not exist: nobody opens or closes a route by mistake. Requires: no route is registered yet. */
export function checkRoutes(app: FastifyInstance): void {
  const found = new Set<PublicRoute>();
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const listed = publicRouteAt(method, route.url);
      if (listed !== undefined) found.add(listed);
      if ((listed === undefined) !== asksForToken(route)) {
        throw new Error(
          `${method} ${route.url} has to be either in the table of public routes or described with security.`,
        );
      }
    }
  });
  app.addHook('onReady', async () => {
    const missing = publicRoutes.filter((route) => !found.has(route));
    if (missing.length === 0) return;
    const names = missing.map(({ method, url }) => `${method} ${url}`).join(', ');
    throw new Error(`The table of public routes names what is no route: ${names}.`);
  });
}

function asksForToken({ schema }: RouteOptions): boolean {
  return schema !== undefined && 'security' in schema;
}
