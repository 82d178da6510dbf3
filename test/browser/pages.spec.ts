import { runDeal } from 'argosy/deal/run';
import { defaultDeal } from 'argosy/places';
import { sampleApplication } from '../support/sample-application.js';
import { complaintsOf, expectAccessible, expectNarrow } from './support/looks.js';
import { expect, henrik, ines, jonas, test } from './support/site.js';
import type { Site } from './support/site.js';

test.describe.configure({ mode: 'serial' });

const today = new Date().toISOString().slice(0, 10);
const hostile = `<img src=x onerror="alert('goods')"><script>alert(1)</script>`;

async function apply(site: Site, reference: string, goods?: string): Promise<void> {
  const session = await site.session('Importer', 'ines');
  const application = sampleApplication(reference, today);
  const { parties, terms } = application;
  const beneficiary = { ...parties.beneficiary, name: goods ?? parties.beneficiary.name };
  const body = {
    ...application,
    parties: { ...parties, beneficiary },
    terms: { ...terms, goods: goods ?? terms.goods },
  };
  await session.write('/v1/credits', body, `application-${reference}`);
}

test('the plain address names the organisations and theirs', async ({ page, site }) => {
  const complaints = complaintsOf(page);
  await page.goto(site.sandbox.gatewayUrl);
  await expect(page.getByRole('row')).toHaveCount(1 + 10);
  await expect(page.getByRole('row', { name: /Customs/ })).toContainText('border');
  await expect(page.getByRole('banner')).toContainText('devnet: development network, no consensus');
  await expectAccessible(page);
  await expectNarrow(page);
  await page.getByRole('link', { name: site.at('Importer') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome');
  expect(complaints).toEqual([]);
});

test('one signs in with the keyboard alone, and comes to the deals', async ({ page, site }) => {
  await page.goto(site.at('Importer'));
  await expectAccessible(page);
  const focused = page.locator(':focus');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveText('Skip to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(focused).toHaveText('Sign in');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in at Importer');
  await expectAccessible(page);
  await expectNarrow(page);
  await page.getByRole('link', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Tab');
  await expect(focused).toHaveText(/Ines Duarte/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deals');
  const banner = page.getByRole('banner');
  await expect(banner).toContainText('Importer');
  await expect(banner).toContainText('Signed in as Ines Duarte (trader)');
  await expect(banner).toContainText('Network: devnet: development network, no consensus');
});

test('a deal grows before one’s eyes: what happens is shown, and said, and nothing else changes', async ({
  page,
  site,
}) => {
  const complaints = complaintsOf(page);
  await site.signIn(page, ines);
  const said = page.getByRole('status');
  await expect(said).toHaveText('This page follows the ledger.');
  await apply(site, 'GROWS');
  await expect(said).toHaveText(/GROWS: Credit applied: Credit GROWS, by Importer/);
  await page.getByRole('link', { name: 'GROWS' }).click();
  const credit = page.getByRole('article').filter({ hasText: /^\s*Credit / });
  await credit.getByText('What it says').press('Enter');
  await expect(said).toHaveText('This page follows the ledger.');
  const acts = [
    ['ImportBank', 'henrik', 'issue', 'Credit issued', 'issued'],
    ['ExportBank', 'mei', 'advise', 'Credit advised', 'advised'],
  ] as const;
  for (const [organisation, person, act, words, status] of acts) {
    const session = await site.session(organisation, person);
    await session.write(`/v1/credits/GROWS/actions/${act}`, {}, `${act}-GROWS`);
    await expect(said).toHaveText(new RegExp(words), { timeout: 2_000 });
    await expect(page.getByRole('row', { name: new RegExp(words) })).toContainText(organisation);
    await expect(credit.locator('.status')).toHaveText(status);
    // What was open is open still, and the keyboard is where it was.
    await expect(credit.getByText('Port of loading')).toBeVisible();
    await expect(credit.locator('summary:focus')).toContainText('What it says');
  }
  expect(complaints).toEqual([]);
});

test('a whole deal of nine organisations stands on one page', async ({ page, site }) => {
  await site.signIn(page, ines);
  const { gatewayUrl: gateway, network } = site.sandbox;
  const { topology } = network;
  const { isSettled, reference } = await runDeal({
    file: defaultDeal,
    gateway,
    topology,
    tell: () => undefined,
  });
  expect(isSettled).toBe(true);
  await expect(page.getByRole('status')).toHaveText(/Proceeds credited/);
  await page.getByRole('link', { name: reference }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Deal ${reference}`);
  for (const what of ['Licence issued', 'Bill issued', 'Goods cleared', 'Presentation settled']) {
    await expect(page.getByRole('row', { name: new RegExp(what) }).first()).toBeVisible();
  }
  await expect(page.getByText('Nobody has to do anything now.')).toBeVisible();
});

test('its page is accessible, narrow, and has its proofs behind disclosures', async ({
  page,
  site,
}) => {
  await site.signIn(page, ines);
  await expectAccessible(page);
  await expectNarrow(page);
  await page.getByRole('rowheader').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Deal /);
  await expect(page.getByText(/\b[0-9a-f]{64}\b/).filter({ visible: true })).toHaveCount(0);
  for (const summary of await page.locator('summary').all()) await summary.press('Enter');
  await expect(page.getByText(/\b[0-9a-f]{64}\b/).first()).toBeVisible();
  await expectAccessible(page);
  await expectNarrow(page);
});

test('who is on one channel sees what is there, and whose turn it is', async ({ page, site }) => {
  await apply(site, 'TURN-1');
  await site.signIn(page, henrik);
  await page.getByRole('link', { name: 'TURN-1' }).click();
  await expect(page.getByRole('region', { name: 'Whose turn it is' })).toContainText(
    'You (ImportBank): Issue the credit',
  );
  await expect(page.getByText('You may now:')).toBeVisible();
  const session = await site.session('ImportBank', 'henrik');
  await session.write('/v1/credits/TURN-1/actions/issue', {}, 'issue-TURN-1');
  await expect(page.getByRole('status')).toHaveText(/Credit issued/);
  await expect(page.getByRole('region', { name: 'Whose turn it is' })).toContainText(
    'ExportBank: Advise the credit',
  );
});

test('who is on no channel with credits is told so', async ({ page, site }) => {
  await site.signIn(page, jonas);
  await expect(page.getByRole('main')).toContainText('Customs is not on it: it is on border');
  await page.goto(`${site.at('Customs')}/deals/TURN-1`);
  await expect(page.getByRole('main')).toContainText('CHANNEL_NOT_JOINED');
  await expectAccessible(page);
});

test('what members write is text, whatever it looks like', async ({ page, site }) => {
  const complaints = complaintsOf(page);
  await apply(site, 'HOSTILE', hostile);
  await site.signIn(page, ines);
  await page.getByRole('link', { name: 'HOSTILE' }).click();
  await expect(page.getByText(`${hostile} (ExporterMSP)`).first()).toBeVisible();
  const credit = page.getByRole('article').filter({ hasText: /^\s*Credit / });
  await credit.getByText('What it says').press('Enter');
  await expect(credit.getByText(hostile, { exact: true })).toBeVisible();
  await expect(page.locator('main img, main script')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('a page that needs somebody sends there and back, and says when nobody is there any more', async ({
  page,
  site,
}) => {
  await page.goto(`${site.at('Importer')}/deals/TURN-1`);
  await page.getByRole('button', { name: ines.name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deal TURN-1');
  const other = await page.context().newPage();
  await other.goto(site.at('Importer'));
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Welcome');
  await page.bringToFront();
  await apply(site, 'AFTER');
  await expect(page.getByRole('status')).toHaveText(/not signed in any more/);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('everything is there but the following', async ({ page, site }) => {
    await site.signIn(page, ines);
    await page.getByRole('link', { name: 'TURN-1' }).click();
    await expect(page.getByRole('status')).toHaveText('As of the loading of this page.');
    await expect(page.getByRole('row', { name: /Credit issued/ })).toBeVisible();
    await page.getByText('What it says').first().click();
    await expect(page.getByText('Port of loading').first()).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome');
  });
});
