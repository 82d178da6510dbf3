import { randomUUID } from 'node:crypto';
import type { NamedParty } from '@argosy/domain/credit/parties';
import type { Examination } from '@argosy/domain/examination/examination';
import type { RecordBody } from '@argosy/gateway/http/record-body';
import type { Topology } from '@argosy/operator/topology/schema';
import { RequestRefused, Session } from '../gateway/rest.js';
import type { Output } from '../output.js';
import { acts, creditPath, examinationPath, forbiddenAct } from './acts.js';
import type { Act, Deal } from './acts.js';
import { earlierReferences } from './earlier.js';
import { saleInWords } from './particulars.js';
import { nextReference } from './reference.js';

export type Stage = {
  /** The gateway's base URL. */
  readonly gateway: string;
  /** The ledger's height when the play begins. */
  readonly height: number;
  readonly topology: Topology;
  readonly output: Output;
};

type Actor = {
  readonly name: string;
  readonly organisation: string;
  readonly session: Session;
};

/** Play one deal from application to settlement, through the REST interface alone. Answers the sentence that says
 *  how it ended. Refuses when an act fails, or when the forbidden one is not refused. */
export async function playSampleDeal(stage: Stage): Promise<Settlement> {
  const cast = await signInCast(stage);
  const earlier = await earlierReferences(actorOf(cast, 'ines').session, stage.height);
  const today = new Date().toISOString().slice(0, 10);
  const reference = nextReference(today, earlier);
  const number = reference.replace(/^LC/, '');
  const deal: Deal = {
    reference,
    ...partiesOf(stage.topology),
    bill: { carrierCode: 'ARGC', reference: `BL${number}` },
    presentation: `PR${number}`,
    today,
    paymentReference: randomUUID(),
  };
  stage.output({ event: 'deal', reference, earlier: earlier.length, summary: saleInWords });
  let height = stage.height;
  for (const act of acts) {
    if (act.after !== undefined) await playForbidden(stage, { act: act.after, deal, cast, height });
    height = await play(stage, { act, deal, cast, height });
  }
  return settlementOf(deal, actorOf(cast, 'omar').session, height);
}

type Cast = ReadonlyMap<string, Actor>;

async function signInCast({ gateway, topology }: Stage): Promise<Cast> {
  const acting = new Set([...acts, forbiddenAct].map(({ person }) => person));
  const people = topology.organisations.flatMap((organisation) =>
    organisation.people
      .filter(({ id }) => acting.has(id))
      .map(({ id, name }) => ({ id, name, organisation: organisation.name })),
  );
  const actors = people.map(async ({ id, ...person }) => {
    const session = await Session.signIn(gateway, id);
    return [id, { ...person, session }] as const;
  });
  return new Map(await Promise.all(actors));
}

function actorOf(cast: Cast, id: string): Actor {
  const actor = cast.get(id);
  if (actor === undefined) throw new Error(`the network description has nobody with the id ${id}`);
  return actor;
}

function partiesOf({ organisations }: Topology): Pick<Deal, 'parties' | 'carrier'> {
  const party = (person: string): NamedParty => {
    const employer = organisations.find(({ people }) => people.some(({ id }) => id === person));
    if (employer === undefined) throw new Error(`nobody with the id ${person} is described`);
    return { msp: employer.msp, name: employer.name };
  };
  const parties = {
    applicant: party('ines'),
    issuingBank: party('henrik'),
    advisingBank: party('mei'),
    beneficiary: party('omar'),
  };
  return { parties, carrier: party('anders') };
}

type Scene = {
  readonly act: Act;
  readonly deal: Deal;
  readonly cast: Cast;
  /** The height of the ledger after the act before. */
  readonly height: number;
};

/** Nobody acts on what their own organisation has not seen: another's peer may be a block ahead. */
async function look(session: Session, { act, deal, height }: Scene): Promise<void> {
  if (act !== acts[0]) await session.get(creditPath(deal), { height });
}

/** Answers the height of the ledger that the act led to. */
async function play({ output }: Stage, scene: Scene): Promise<number> {
  const { act, deal, cast } = scene;
  const { session, name, organisation } = actorOf(cast, act.person);
  await look(session, scene);
  const since = performance.now();
  const operation = await session.write(act.path(deal), act.body(deal), randomUUID());
  const { transactionId, block } = operation;
  if (transactionId === undefined || block === undefined) {
    throw new Error(`operation ${operation.id} is committed but names no transaction`);
  }
  output({
    event: 'act',
    act: act.words,
    person: name,
    organisation,
    transactionId,
    block,
    milliseconds: performance.now() - since,
  });
  return block + 1;
}

async function playForbidden({ output }: Stage, scene: Scene): Promise<void> {
  const { act, deal, cast } = scene;
  const { session, name, organisation } = actorOf(cast, act.person);
  await look(session, scene);
  const since = performance.now();
  const refusal = await refusalOf(session.write(act.path(deal), act.body(deal), randomUUID()));
  output({
    event: 'refusal',
    act: act.words,
    person: name,
    organisation,
    code: refusal.problem.code,
    sentence: refusal.problem.detail,
    milliseconds: performance.now() - since,
  });
}

async function refusalOf(write: Promise<unknown>): Promise<RequestRefused> {
  try {
    await write;
  } catch (failure) {
    if (failure instanceof RequestRefused && failure.problem.status === 403) return failure;
    throw failure;
  }
  throw new Error(
    `what the rules forbid was not refused: ${forbiddenAct.person} ${forbiddenAct.words}`,
  );
}

export type Settlement = { readonly reference: string; readonly sentence: string };

type Page = { readonly examination: RecordBody<Examination> };

/** Read the deal as the seller sees it; only what the ledger says counts. */
async function settlementOf(deal: Deal, seller: Session, height: number): Promise<Settlement> {
  const { reference } = deal;
  const { examination } = await seller.get<Page>(examinationPath(deal), { height });
  const { amount, parties, settlement, status } = examination;
  if (status !== 'settled' || settlement === undefined) {
    throw new Error(`the deal ${reference} ended as ${status}`);
  }
  const paid = `${amount.currency} ${grouped(amount.decimal)}`;
  const { paymentReference } = settlement;
  return {
    reference,
    sentence: `The deal ${reference} is settled: ${paid} paid to ${parties.beneficiary.name} (payment ${paymentReference}).`,
  };
}

/** 125000.00 as 125,000.00. */
export const grouped = (decimal: string): string => decimal.replace(/\B(?=(\d{3})+(?=\.|$))/g, ',');
