import { describe, expect, test } from '@jest/globals';
import { Contract } from 'fabric-contract-api';
import type { Context } from 'fabric-contract-api';
import { routerOver } from '../../src/fabric-chaincode.js';
import { staff } from '../identities.js';
import { Ledger } from './ledger.js';
import { channel } from './scripted.js';

/** Counts, for anybody with a role. */
class Counter extends Contract {
  constructor() {
    super('counter');
  }

  async Add(ctx: Context, by: string): Promise<string> {
    const role = ctx.clientIdentity.getAttributeValue('argosy.role');
    if (role === null) throw new Error('no role');
    const count = Number(Buffer.from(await ctx.stub.getState('count')).toString()) + Number(by);
    await ctx.stub.putState('count', Buffer.from(String(count)));
    ctx.stub.setEvent('Counted', Buffer.from(role));
    return `${ctx.clientIdentity.getMSPID()} ${String(count)}`;
  }
}

const aLedger = () =>
  new Ledger(channel, routerOver([Counter], { title: 'counter', version: '1' }));

describe('a contract behind Fabric’s own router', () => {
  test('is executed and committed', async () => {
    const [ledger, by] = [aLedger(), await staff('ImporterMSP', 'trader')];
    await ledger.submit({ by, args: ['counter:Add', '2'] });
    expect(await ledger.submit({ by, args: ['Add', '3'] })).toMatchObject({
      status: 200,
      code: 0,
      payload: 'ImporterMSP 5',
      events: [['Counted', 'trader']],
      at: 'ImportBankMSP',
    });
    expect(ledger.read('count')).toBe('5');
  });

  test('of two racers one wins, and the other may try again', async () => {
    const [ledger, by] = [aLedger(), await staff('ExportBankMSP', 'tradeOfficer')];
    const add = { by, args: ['Add', '1'] };
    const race = await Promise.all([ledger.submit(add), ledger.submit(add)]);
    expect(race.map(({ code }) => code)).toEqual([0, 11]);
    expect((await ledger.submit(add)).payload).toBe('ExportBankMSP 2');
  });

  test('refuses as the router does', async () => {
    const by = await staff('ExportBankMSP', 'tradeOfficer');
    expect(await aLedger().submit({ by, args: ['nosuch:Add'] })).toMatchObject({
      status: 500,
      message: 'Contract name is not known: nosuch',
      code: undefined,
    });
  });
});
