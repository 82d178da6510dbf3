import { calendarSchema } from '@argosy/domain/calendar/calendar';
import { locodeSchema } from '@argosy/domain/codes/locode';
import { codeListNameSchema } from '@argosy/domain/register/code-list';
import { decisionCommands } from '@argosy/domain/register/commands';
import { rosterParts } from '@argosy/domain/register/roster';
import { mspSchema, referenceSchema } from '@argosy/domain/shared/text';
import { z } from 'zod';
import {
  approveDecisionExample,
  calendarExample,
  codeListExample,
  decisionExample,
  memberExample,
  proposeDecisionExample,
  rosterExample,
} from '../http/register-examples.js';
import { documentRoutes, type DocumentRoutes } from './document-routes.js';

const { propose, approve, reject } = decisionCommands;
const { year } = calendarSchema.shape;

const decisions = documentRoutes({
  kind: 'decision',
  channel: 'every',
  base: '/v1/channels/:channel/decisions',
  title: 'Decisions',
  description:
    'A decision on the register of a channel: what is to be entered, and who has voted on it. Administrators of the voters take part in it; a network whose administrators do not sign in here has its decisions made by the tools of its operators.',
  parameters: { reference: referenceSchema },
  acts: {
    propose: {
      summary: 'Propose entries of the register, and approve them by it',
      command: propose,
      example: proposeDecisionExample,
    },
    approve: {
      summary: 'Approve a decision by the hash of its content',
      command: approve,
      example: approveDecisionExample,
    },
    reject: {
      summary: 'Vote against a decision',
      command: reject,
      example: { reason: 'The holidays are those of another year.' },
    },
  },
  example: decisionExample,
});

const members = documentRoutes({
  kind: 'member',
  channel: 'every',
  base: '/v1/channels/:channel/members',
  title: 'Members',
  description: 'The particulars of the members of a channel, and whose peer endorses for each.',
  parameters: { msp: mspSchema },
  acts: {},
  example: memberExample,
});

const calendars = documentRoutes({
  kind: 'calendar',
  channel: 'every',
  base: '/v1/channels/:channel/calendars',
  title: 'Calendars',
  description: 'On which days the banks of a place are closed, in one year.',
  parameters: { place: locodeSchema, year: z.coerce.number<string>().pipe(year) },
  acts: {},
  example: calendarExample,
});

const codeLists = documentRoutes({
  kind: 'codeList',
  channel: 'every',
  base: '/v1/channels/:channel/code-lists',
  title: 'Code lists',
  description: 'A list of codes that a channel goes by, and which edition of whose list it is.',
  parameters: { name: codeListNameSchema },
  acts: {},
  example: codeListExample,
});

const roster = documentRoutes({
  kind: 'roster',
  channel: 'every',
  base: '/v1/channels/:channel/roster',
  title: 'Roster',
  description:
    'Who decides on the register of a channel and how many of them it takes, and the standing of each member, by which acts go.',
  parameters: {},
  onlyParts: rosterParts,
  acts: {},
  example: rosterExample,
});

/** The register of each channel. */
export const register: readonly DocumentRoutes[] = [
  members,
  calendars,
  codeLists,
  decisions,
  roster,
];
