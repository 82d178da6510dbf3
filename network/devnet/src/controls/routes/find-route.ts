import { readPart } from '../../http/path.js';
import { ControlRefused } from '../refusal.js';
import type { Route } from './route.js';
import { routes } from './routes.js';

/** A control, and what stands in the path for `:name`; empty where it takes no name. */
export interface FoundRoute {
  readonly route: Route;
  readonly name: string;
}

/** The control that a request means. Throws ControlRefused where there is none. */
export function findRoute(method: string, path: string): FoundRoute {
  const matches = routes.flatMap((route) => {
    const name = nameIn(route.path, path);
    return name === undefined ? [] : [{ route, name }];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  const methods = matches.map(({ route }) => route.method).join(', ');
  throw new ControlRefused(
    'unknown',
    methods === '' ? `there is no control ${path}` : `${path} is not there for ${method}`,
    { advice: methods === '' ? 'ask GET /v1 for all controls' : `use ${methods}` },
  );
}

/** What stands in a path for `:name`; empty where the pattern has none; undefined where the path is another one. */
function nameIn(pattern: string, path: string): string | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  if (!wanted.every((part, index) => part === ':name' || part === given[index])) return undefined;
  const index = wanted.indexOf(':name');
  return index < 0 ? '' : readPart(given[index] ?? '');
}
