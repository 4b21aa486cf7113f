import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PASSWORD } from '../support/world';

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A real browser in front of the real app. */
export interface Stage {
  readonly address: string;
  /** Somebody with a browser of their own; `phone` is 360 px wide. */
  newPerson(size: Size): Promise<Visitor>;
  close(): Promise<void>;
}

export type Size = 'desktop' | 'phone';

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } } as const;

const WAIT_MILLISECONDS_MAX = 15_000;

const CHROMIUM_SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openStage(app: Express): Promise<Stage> {
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: CHROMIUM_SWITCHES,
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    newPerson: (size) => newVisitor(browser, address, size),
    close: () => closeAll(browser, server),
  };
}

export interface Visitor {
  readonly page: Page;
  open(path: string): Promise<void>;
  /** Types into text fields by the name of the field; for choices the value that is sent. */
  fill(fields: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  /** Presses a button or link by what it says, and waits for the page that follows. */
  press(words: string): Promise<void>;
  /** What the page says. */
  words(): Promise<string>;
  signIn(user: string): Promise<void>;
}

async function newVisitor(browser: Browser, address: string, size: Size): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({
    viewport: SIZES[size],
    locale: 'en-US',
    javaScriptEnabled: true,
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MILLISECONDS_MAX);
  const visitor: Visitor = {
    page,
    async open(path) {
      await page.goto(address + path);
      await inspect(page);
    },
    async fill(fields) {
      for (const [name, value] of Object.entries(fields)) await fillField(page, name, value);
    },
    async press(words) {
      const target = page.locator('main').locator('button, a').filter({ hasText: words }).first();
      await Promise.all([page.waitForEvent('load'), target.click()]);
      await inspect(page);
    },
    words: async () => (await page.locator('body').innerText()).replace(/\s+/g, ' '),
    async signIn(user) {
      await visitor.open('/entrar');
      await visitor.fill({ user, password: PASSWORD });
      await visitor.press('Ingresar');
    },
  };
  return visitor;
}

async function fillField(page: Page, name: string, value: string | readonly string[]): Promise<void> {
  const field = page.locator(`[name="${name}"]`).first();
  const type = await field.getAttribute('type');
  if (type === 'radio' || type === 'checkbox') {
    for (const choice of [value].flat()) await page.locator(`[name="${name}"][value="${choice}"]`).check();
  } else if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
    await field.selectOption([...[value].flat()]);
  } else {
    await field.fill(String(value));
  }
}

/** No page may scroll sideways, and axe must find nothing serious on any of them. */
async function inspect(page: Page): Promise<void> {
  const tooWide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  if (tooWide) throw new Error(`${page.url()} scrolls sideways`);
  await page.evaluate(axeSource);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  if (serious.length > 0) {
    const list = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`).join('\n');
    throw new Error(`${page.url()} is hard to use for some people:\n${list}`);
  }
}

async function closeAll(browser: Browser, server: Server): Promise<void> {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
