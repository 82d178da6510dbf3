import type * as EffectiveTerms from '@argosy/domain/credit/effective-terms';
import type * as CreditSteps from '@argosy/domain/credit/steps';
import type * as Drawings from '@argosy/domain/credit/drawings';
import type * as Escrow from '@argosy/domain/bill/escrow';
import type * as PassOn from '@argosy/domain/bill/pass-on';
import type * as Possessions from '@argosy/domain/bill/possession-steps';
import type * as LicenceDrawDown from '@argosy/domain/licence/draw-down';
import type * as Decisions from '@argosy/domain/shared/decision';
import type * as Records from '../../../chaincode/contracts/src/records.js';
import type * as Seals from '../../../chaincode/contracts/src/seals.js';
import type * as Contexts from '../../../chaincode/contracts/src/trade-context.js';
import type { Channel } from './cast.js';

/** What a replacement may be derived from. */
export type Actual = typeof EffectiveTerms &
  typeof CreditSteps &
  typeof Drawings &
  typeof Escrow &
  typeof PassOn &
  typeof Possessions &
  typeof LicenceDrawDown &
  typeof Decisions &
  typeof Records &
  typeof Seals &
  typeof Contexts;

/** One thing that is wrong with the contracts, and the invariant that has to find it. */
export interface Plant {
  readonly name: string;
  readonly channel: Channel;
  readonly invariant: number;
  readonly module: string;
  /** What the module exports instead. */
  readonly with: (actual: Actual) => Record<string, unknown>;
}

const domain = (path: string): string => `@argosy/domain/${path}`;
const contracts = (path: string): string => `@argosy/contracts/${path}`;
const nothing = (): readonly [] => [];
const inBank = (module: string, invariant: number) =>
  ({ channel: 'trade', invariant, module }) as const;
const atBorder = (module: string, invariant: number) =>
  ({ channel: 'border', invariant, module }) as const;

/** Each invariant has one at least. */
export const plants: readonly Plant[] = [
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
    name: 'a bill’s possession stays open when it is transferred',
    ...inBank(domain('bill/pass-on'), 2),
    with: ({ passOn }) => ({
      passOn: (...[title, passing]: Parameters<typeof passOn>) =>
        passOn(title, passing).slice(passing.by === 'transfer' ? 1 : 0),
    }),
  },
  {
    name: 'a possession names the one before by something else than its content',
    ...inBank(domain('bill/title'), 2),
    with: () => ({ stateText: () => 'whatever it was' }),
  },
  {
    name: 'the carrier may give back a bill whose surrender it accepted',
    ...inBank(domain('bill/possession-steps'), 2),
    with: ({ possessionSteps }) => ({
      possessionSteps: {
        ...possessionSteps,
        rejectSurrender: {
          ...possessionSteps.rejectSurrender,
          from: ['surrenderRequested', 'surrendered'],
        },
      },
    }),
  },
  {
    name: 'a credit may be advised before it is issued',
    ...inBank(domain('credit/steps'), 3),
    with: ({ creditSteps }) => ({
      creditSteps: {
        ...creditSteps,
        advise: { ...creditSteps.advise, from: ['applied', 'issued'] },
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
    name: 'amendments take effect in the order of their acceptance',
    ...inBank(domain('credit/effective-terms'), 4),
    with: ({ amendedTerms }) => ({
      effectiveTerms: ({ terms, accepted }: Parameters<Actual['effectiveTerms']>[0]) =>
        accepted.reduce((current, { change }) => amendedTerms(current, change), terms),
    }),
  },
  {
    name: 'honour releases the bill to whoever presented it',
    ...inBank(domain('bill/escrow'), 5),
    with: ({ releaseTitle }) => ({
      releaseTitle: (...[title, at]: Parameters<typeof releaseTitle>) => {
        const applicant = title.head.previous?.possessor ?? at.applicant;
        return releaseTitle(title, { ...at, applicant });
      },
    }),
  },
  {
    name: 'the bill stays with the bank when the documents are returned',
    ...inBank(domain('bill/escrow'), 5),
    with: () => ({ giveBackTitle: nothing }),
  },
  {
    name: 'a presented bill is not put in escrow',
    ...inBank(domain('bill/escrow'), 5),
    with: () => ({ escrowTitle: nothing }),
  },
  {
    name: 'the event tells of the first change alone',
    ...inBank(contracts('trade-context'), 6),
    with: ({ TradeContext: Actual }) => ({
      TradeContext: class TradeContext extends Actual {
        override announce([first]: Parameters<InstanceType<typeof Actual>['announce']>[0]): void {
          super.announce([first]);
        }
      },
    }),
  },
  {
    name: 'what is drawn is not taken off the licence',
    ...atBorder(domain('licence/draw-down'), 7),
    with: ({ drawDownLicence }) => ({
      drawDownLicence: (...[licence, ...others]: Parameters<typeof drawDownLicence>) => {
        const left = licence.grant?.quantity;
        return drawDownLicence({ ...licence, ...(left && { left }) }, ...others);
      },
    }),
  },
  {
    name: 'a shipment is loaded whatever its licence says',
    ...atBorder(domain('shipment/licence-cover'), 7),
    with: () => ({ refuseWithoutLicence: () => undefined }),
  },
  {
    name: 'request ids are not remembered',
    ...inBank(contracts('request-records'), 8),
    with: () => ({
      RequestRecords: class {
        record(): Promise<void> {
          return Promise.resolve();
        }
      },
    }),
  },
  {
    name: 'one guard is given no seal',
    ...inBank(contracts('seals'), 9),
    with: ({ seal }) => ({
      seal: (...[state, key, record]: Parameters<typeof seal>) =>
        seal(state, key, { ...record, guards: record.guards.slice(1) }),
    }),
  },
  {
    name: 'keys are given no policy',
    ...inBank(contracts('seals'), 9),
    with: () => ({ guard: () => Promise.resolve() }),
  },
];
