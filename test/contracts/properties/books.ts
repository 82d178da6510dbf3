import type { TermsChange } from '@argosy/domain/amendment/terms-change';
import type { AmendmentCommand } from '@argosy/domain/amendment/commands';
import type { CreditCommand } from '@argosy/domain/credit/commands';
import type { CreditTerms } from '@argosy/domain/credit/terms';
import type { ExaminationCommand } from '@argosy/domain/examination/commands';
import type { LicenceCommand } from '@argosy/domain/licence/commands';
import type { PresentationCommand } from '@argosy/domain/presentation/commands';
import type { DecisionCommand } from '@argosy/domain/register/commands';
import { guardsOn } from './cast.js';
import type { Channel } from './cast.js';
import type { Outcome } from './sequence.js';

export interface PresentationBook {
  readonly lodged: PresentationCommand<'lodge'>;
  readonly state: 'lodging' | 'withdrawn' | 'complete' | 'returned' | 'undertaken' | 'settled';
}

export interface Standing {
  readonly guard: string;
  readonly status: 'active' | 'suspended';
}

export interface LicenceBook {
  readonly granted: bigint;
  /** What was taken off it for each shipment. */
  readonly drawn: ReadonlyMap<string, readonly bigint[]>;
}

/**
 * What ought to be, kept by folding the commands that took effect. It knows the commands and nothing of the contracts: what they
 * made of a command, it does not look at.
 */
export class Books {
  readonly terms = new Map<string, CreditTerms>();
  /** Accepted amendments of each credit. */
  readonly accepted = new Map<string, ReadonlyMap<number, TermsChange>>();
  readonly presentations = new Map<string, PresentationBook>();
  readonly licences = new Map<string, LicenceBook>();
  /** Bills that their carriers took back. */
  readonly surrendered = new Set<string>();
  /** What the register says of each member. */
  readonly standing = new Map<string, Standing>();
  readonly #proposed = new Map<string, TermsChange>();
  readonly #decisions = new Map<string, DecisionCommand<'propose'>>();

  constructor(channel: Channel) {
    for (const [msp, guard] of Object.entries(guardsOn[channel]))
      this.standing.set(msp, { guard, status: 'active' });
  }

  /** Requires: the command took effect. */
  take({ sent: { name, command }, execution: { payload } }: Outcome): void {
    // What took effect has the form that its function asks for.
    folds[name]?.(this, command as never);
    if (name === 'register:Approve' && 'reference' in command && payload.includes('"adopted"'))
      this.#adopt(String(command.reference));
  }

  propose({ credit, number, change }: AmendmentCommand<'propose'>): void {
    this.#proposed.set(`${credit} ${String(number)}`, change);
  }

  accept({ credit, number }: AmendmentCommand<'accept'>): void {
    const change = this.#proposed.get(`${credit} ${String(number)}`);
    if (change === undefined) throw new Error(`Nobody proposed amendment ${String(number)}`);
    const before = this.accepted.get(credit) ?? new Map<number, TermsChange>();
    if (change.cancel === undefined)
      this.accepted.set(credit, new Map([...before, [number, change]]));
  }

  decide(command: DecisionCommand<'propose'>): void {
    this.#decisions.set(command.reference, command);
  }

  #adopt(reference: string): void {
    for (const entry of this.#decisions.get(reference)?.entries ?? [])
      if (entry.kind === 'member') this.standing.set(entry.member.msp, entry.member);
  }

  moved(reference: string, state: PresentationBook['state']): void {
    const book = this.presentations.get(reference);
    if (book !== undefined) this.presentations.set(reference, { ...book, state });
  }

  granted({ reference, grant }: LicenceCommand<'issue'>): void {
    const granted = BigInt(grant.quantity.thousandths);
    this.licences.set(reference, { granted, drawn: new Map() });
  }

  drew({ reference, shipment, quantity }: LicenceCommand<'drawDown'>): void {
    const book = this.licences.get(reference);
    const earlier = book?.drawn.get(shipment) ?? [];
    const drawn = new Map([
      ...(book?.drawn ?? []),
      [shipment, [...earlier, BigInt(quantity.thousandths)]] as const,
    ]);
    this.licences.set(reference, { granted: book?.granted ?? 0n, drawn });
  }
}

type Fold = (books: Books, command: never) => void;
type OfPresentation = { readonly presentation: string };

const movedTo =
  (state: PresentationBook['state']): Fold =>
  (books, { presentation }: OfPresentation) =>
    books.moved(presentation, state);

const folds: Readonly<Record<string, Fold>> = {
  'credit:Apply': (books, { reference, terms }: CreditCommand<'apply'>) =>
    books.terms.set(reference, terms),
  'credit:Revise': (books, { reference, terms }: CreditCommand<'revise'>) =>
    books.terms.set(reference, terms),
  'register:Propose': (books, command: DecisionCommand<'propose'>) => books.decide(command),
  'amendment:Propose': (books, command: AmendmentCommand<'propose'>) => books.propose(command),
  'amendment:Accept': (books, command: AmendmentCommand<'accept'>) => books.accept(command),
  'presentation:Lodge': (books, lodged: PresentationCommand<'lodge'>) =>
    books.presentations.set(lodged.reference, { lodged, state: 'lodging' }),
  'presentation:Complete': (books, { reference }: PresentationCommand<'complete'>) =>
    books.moved(reference, 'complete'),
  'presentation:Withdraw': (books, { reference }: PresentationCommand<'withdraw'>) =>
    books.moved(reference, 'withdrawn'),
  'examination:Refuse': (books, it: ExaminationCommand<'refuse'>) => {
    if (it.disposition === 'return') books.moved(it.presentation, 'returned');
  },
  'examination:Return': movedTo('returned'),
  'examination:Honour': movedTo('undertaken'),
  'examination:Accept': movedTo('undertaken'),
  'examination:Settle': movedTo('settled'),
  'possession:AcceptSurrender': (
    books,
    { carrierCode, reference }: { carrierCode: string; reference: string },
  ) => books.surrendered.add(`${carrierCode} ${reference}`),
  'licence:Issue': (books, command: LicenceCommand<'issue'>) => books.granted(command),
  'licence:DrawDown': (books, command: LicenceCommand<'drawDown'>) => books.drew(command),
};
