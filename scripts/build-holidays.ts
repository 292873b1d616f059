/** Leaves the public holidays of this year and the next in `dist/holidays`, unless they are there. */
import { computeHolidays, holidaysFile, readHolidays } from '../src/wallet/sandbox/public-holidays.ts';
import { putFile } from './put-file.ts';

export async function buildHolidays(): Promise<void> {
  const year = new Date().getFullYear();
  for (const each of [year, year + 1]) {
    if (!readHolidays(each)) await putFile(holidaysFile(each), JSON.stringify(computeHolidays(each)));
  }
}
