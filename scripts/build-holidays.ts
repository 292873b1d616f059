/** Leaves the public holidays of this year and the next in `dist/holidays`, unless they are there. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { computeHolidays, holidaysFile, readHolidays } from '../src/wallet/sandbox/public-holidays.ts';

export async function buildHolidays(): Promise<void> {
  const year = new Date().getFullYear();
  for (const each of [year, year + 1]) {
    if (readHolidays(each)) continue;
    const file = holidaysFile(each);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}.tmp`, JSON.stringify(computeHolidays(each)));
    await rename(`${file}.${process.pid}.tmp`, file);
  }
}
