import { contracts, domain, inBank } from './plant.js';
import type { Actual, Plant } from './plant.js';

/** What is wrong with credits, what is drawn under them, and their amendments. */
export const plantsOfCredits: readonly Plant[] = [
  {
    name: 'one minor unit above what is available may be drawn',
    ...inBank(domain('credit/drawings'), 1),
    with: ({ reserveDrawing }) => ({
      reserveDrawing: (...[drawings, at]: Parameters<typeof reserveDrawing>) => {
        const { currency, minor } = at.terms.amount;
        const amount = { currency, minor: String(BigInt(minor) + 1n) };
        return reserveDrawing(drawings, { ...at, terms: { ...at.terms, amount } });
      },
    }),
  },
  {
    name: 'presentations that are complete do not count as drawn',
    ...inBank(domain('credit/drawings'), 1),
    with: ({ reserveDrawing }) => ({
      reserveDrawing: (...[drawings, at]: Parameters<typeof reserveDrawing>) => {
        const returned = new Set(drawings.presentations.map(({ reference }) => reference));
        return reserveDrawing(drawings, { ...at, returned });
      },
    }),
  },
  {
    name: 'an account is kept from one transaction to the next, and not read again',
    ...inBank(contracts('records'), 1),
    with: ({ Records: Actual }) => {
      const kept = new Map<string, Promise<unknown>>();
      class Records extends Actual {
        override find(...[name, parts]: Parameters<InstanceType<typeof Actual>['find']>) {
          const key = parts.join();
          const found =
            (name === 'drawings' ? kept.get(key) : undefined) ?? super.find(name, parts);
          if (name === 'drawings') void found.then((it) => it && kept.set(key, found));
          // What was kept is what the same call found before.
          return found as ReturnType<InstanceType<typeof Actual>['find']>;
        }
      }
      return { Records };
    },
  },
  {
    name: 'a presentation may be withdrawn once it is complete',
    ...inBank(domain('presentation/steps'), 3),
    with: ({ presentationSteps }) => ({
      presentationSteps: {
        ...presentationSteps,
        withdraw: { ...presentationSteps.withdraw, from: ['lodging', 'complete'] },
      },
    }),
  },
  {
    name: 'a credit that is declined is called withdrawn',
    ...inBank(domain('shared/decision'), 3),
    with: ({ proceed }) => ({
      proceed: (...args: Parameters<typeof proceed>) => {
        const effect = proceed(...args);
        if (args[1] !== 'decline') return effect;
        const status = 'withdrawn';
        return { record: { ...effect.record, status }, change: { ...effect.change, status } };
      },
    }),
  },
  {
    name: 'a time before the record’s last is taken',
    ...inBank(domain('shared/decision'), 3),
    with: ({ proceed }) => ({
      proceed: (...[document, action, at]: Parameters<typeof proceed>) =>
        proceed(document, action, { ...at, record: { ...at.record, latestTime: '' } }),
    }),
  },
  {
    name: 'a change leaves the version as it was',
    ...inBank(domain('shared/decision'), 3),
    with: ({ proceed }) => ({
      proceed: (...[document, action, at]: Parameters<typeof proceed>) => {
        const version = at.record.version - 1;
        return proceed(document, action, { ...at, record: { ...at.record, version } });
      },
    }),
  },
  {
    name: 'amendments take effect in the order of their acceptance',
    ...inBank(domain('credit/effective-terms'), 4),
    with: ({ amendedTerms }) => ({
      effectiveTerms: ({ terms, accepted }: Parameters<Actual['effectiveTerms']>[0]) =>
        accepted.reduce((current, { change }) => amendedTerms(current, change), terms),
    }),
  },
];
