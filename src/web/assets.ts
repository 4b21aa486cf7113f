import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { projectRoot } from '../config';

const ASSETS: Readonly<Record<string, string>> = {
  'staff.css': 'text/css; charset=utf-8',
  'farmer.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

const YEAR_IN_SECONDS = 31_536_000;

/** The address of a file of views/assets/, with a piece of its hash: browsers may keep it for a year. */
export function assetPath(name: string): string {
  return `/assets/${hashes.get(name) ?? 'unknown'}/${name}`;
}

export function mountAssets(app: Express): void {
  for (const [name, contentType] of Object.entries(ASSETS)) {
    const content = readAsset(name);
    app.get(assetPath(name), (_request, response) => {
      response.set('Cache-Control', `public, max-age=${YEAR_IN_SECONDS}, immutable`).type(contentType).send(content);
    });
  }
}

function readAsset(name: string): Buffer {
  return readFileSync(join(projectRoot, 'views', 'assets', name));
}

const hashes = new Map(
  Object.keys(ASSETS).map((name) => [name, createHash('sha256').update(readAsset(name)).digest('hex').slice(0, 10)]),
);
