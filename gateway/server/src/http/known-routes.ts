import type { FastifyInstance } from 'fastify';

/** Which methods an address has, for those who ask with another one. */
export class KnownRoutes {
  readonly #routes: { readonly address: RegExp; readonly methods: readonly string[] }[] = [];

  /** Requires: no route is registered yet. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      const source = url
        .replaceAll('.', '\\.')
        .replaceAll('*', '.*')
        .replaceAll(/:[^/]+/g, '[^/]+');
      this.#routes.push({ address: new RegExp(`^${source}$`), methods: [method].flat() });
    });
  }

  methodsAt(path: string): string[] {
    const methods = this.#routes
      .filter(({ address }) => address.test(path))
      .flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}
