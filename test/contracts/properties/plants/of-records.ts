import { atBorder, contracts, domain, inBank } from './plant.js';
import type { Plant } from './plant.js';

/** What is wrong with how documents are written, told of and guarded. */
export const plantsOfRecords: readonly Plant[] = [
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
    name: 'a refusal is answered as a success',
    ...inBank(contracts('chaincode'), 6),
    with: ({ argosyChaincode }) => ({
      argosyChaincode: () => {
        const { Init, Invoke } = argosyChaincode();
        const invoke: typeof Invoke = async (stub) => ({ ...(await Invoke(stub)), status: 200 });
        return { Init, Invoke: invoke };
      },
    }),
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
    name: 'a possession is opened as something else than it was closed with',
    ...inBank(domain('bill/title'), 11),
    with: () => ({ openingText: (possession: object) => JSON.stringify(possession) }),
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
    name: 'a guard may take its seal back',
    ...inBank(contracts('seals'), 9),
    with: ({ seal }) => ({
      seal: (...[state, key, record]: Parameters<typeof seal>) => {
        const setPrivateDataValidationParameter = () => Promise.resolve();
        return seal(
          Object.assign(Object.create(state), { setPrivateDataValidationParameter }),
          key,
          record,
        );
      },
    }),
  },
  {
    name: 'a possession that was passed on may be changed by whoever had it',
    ...inBank(contracts('seals'), 9),
    with: () => ({ close: () => Promise.resolve() }),
  },
  {
    name: 'the advising bank is not bound by what is drawn',
    ...inBank(domain('credit/credit'), 9),
    with: ({ creditPartiesOf }) => ({
      creditPartiesOf: (parties: Parameters<typeof creditPartiesOf>[0]) =>
        creditPartiesOf(parties).filter(({ role }) => role !== 'advisingBank'),
    }),
  },
  {
    name: 'a member that is suspended may act',
    ...inBank(contracts('members'), 10),
    with: ({ activeMember }) => ({
      activeMember: (...[roster, who]: Parameters<typeof activeMember>) => {
        const members = roster?.members.map((it) => ({ ...it, status: 'active' as const }));
        return activeMember(roster && { ...roster, members: members ?? [] }, who);
      },
    }),
  },
  {
    name: 'keys are given no policy',
    ...inBank(contracts('seals'), 9),
    with: () => ({ guard: () => Promise.resolve() }),
  },
  {
    name: 'the roster forgets who has guarded for a member before',
    ...inBank(domain('register/standing'), 12),
    with: ({ standingAfter }) => ({
      standingAfter: (...[member]: Parameters<typeof standingAfter>) =>
        standingAfter(member, undefined),
    }),
  },
  {
    name: 'the roster does not follow what is adopted of a member',
    ...atBorder(domain('register/standing'), 12),
    with: ({ standingAfter }) => ({
      standingAfter: (...[member, before]: Parameters<typeof standingAfter>) =>
        before ?? standingAfter(member, before),
    }),
  },
];
