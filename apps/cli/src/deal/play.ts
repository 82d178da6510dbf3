import { randomBytes, randomUUID } from 'node:crypto';
import { documentKind } from '@argosy/domain/documents';
import type { Organisation, Person } from '@argosy/operator/topology/schema';
import { commandFor, plannedAct, secretsOf } from './command.js';
import type { PlannedAct } from './command.js';
import type { Deal } from './deal.js';
import type { Ending } from './ending.js';
import { endingOf } from './ending.js';
import { actFailed, expectOutcome } from './expectation.js';
import type { DealLedger, Outcome, PreparedAct } from './ledger.js';
import type { Consignment } from './particulars.js';
import { Progress } from './progress.js';
import type { DealFile } from './schema.js';

/** An act and what came of it. */
export interface PlayedAct {
  readonly act: PreparedAct;
  readonly outcome: Outcome;
  readonly milliseconds: number;
}

/** Play a deal's course, one act after the other. Refuses, naming the act and what can be done, where one comes to something else than
 *  the course says. Answers how the deal ended. */
export async function playDeal(
  { deal, course }: { readonly deal: Deal; readonly course: DealFile['course'] },
  ledger: DealLedger,
  tell: (played: PlayedAct) => void,
): Promise<Ending> {
  const progress = new Progress(deal);
  const payments = new Map<Consignment, string>();
  const played: PlayedAct[] = [];
  for (const [index, entry] of course.entries()) {
    const planned = plannedAct(deal, entry, index + 1);
    const { consignment } = planned;
    const paymentReference = payments.get(consignment) ?? randomUUID();
    payments.set(consignment, paymentReference);
    const act = await prepared(planned, { deal, progress, paymentReference, ledger });
    const since = performance.now();
    const outcome = await ledger.take(act).catch((failure: unknown) => {
      throw actFailed(deal, act, failure);
    });
    expectOutcome(deal, act, outcome);
    const one = { act, outcome, milliseconds: performance.now() - since };
    tell(one);
    played.push(one);
    if (outcome.kind === 'committed') progress.taken(planned);
  }
  return endingOf(deal, played, payments);
}

type At = {
  readonly deal: Deal;
  readonly progress: Progress;
  readonly paymentReference: string;
  readonly ledger: DealLedger;
};

async function prepared(planned: PlannedAct, at: At): Promise<PreparedAct> {
  const { deal, progress, paymentReference, ledger } = at;
  const spoken = progress.spokenOf(planned);
  const seen = spoken === undefined ? undefined : await ledger.see(planned.by, spoken);
  const secrets = secretsOf(planned, () => randomBytes(32).toString('hex'));
  const moment = {
    deal,
    now: ledger.now(),
    amendments: progress.amendments,
    paymentReference,
    ...(seen === undefined ? {} : { seen }),
  };
  const command = commandFor(planned, moment, secrets);
  return { ...planned, person: personFor(planned, deal.cast[planned.by]), command, secrets };
}

/** Whoever of the organisation has a role that the act asks for; else anybody, who is going to be refused. */
function personFor({ act }: PlannedAct, { people, name }: Organisation): Person {
  const { staff = [] } = documentKind(act.document).steps[act.action] ?? {};
  const person = people.find(({ role }) => staff.some((it) => it === role)) ?? people[0];
  if (person === undefined) throw new Error(`${name} has no people`);
  return person;
}
