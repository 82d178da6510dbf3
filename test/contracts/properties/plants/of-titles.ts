import { domain, inBank } from './plant.js';
import type { Plant } from './plant.js';

const nothing = (): readonly [] => [];

/** What is wrong with bills and their possession. */
export const plantsOfTitles: readonly Plant[] = [
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
    name: 'the record of a bill says nothing of its surrender',
    ...inBank(domain('bill/surrender'), 2),
    with: ({ acceptSurrender }) => ({
      acceptSurrender: (...args: Parameters<typeof acceptSurrender>) =>
        acceptSurrender(...args).slice(0, 1),
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
];
