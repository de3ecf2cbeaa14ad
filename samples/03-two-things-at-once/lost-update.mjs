// Two people pay from one account, at the same time.
//
// Ada pays 30 and Ben pays 50 of the 100 that are there. Each looks at the balance, waits for the bank, and writes
// down what is left. While one waits the other runs: after an `await`, what you knew before it may not be true.
//
// What you should see: both `pay` bars overlap, so both have seen 100. Ben, who is slower, writes last: 50. Ada's
// payment is lost, and no error says so. one-after-another.mjs gets it right.

import { setTimeout as sleep } from 'node:timers/promises';

const account = { balance: 100 };

async function pay(name, amount, bankTakesMs) {
  const seen = account.balance;
  console.log(`${name} sees ${seen}`);
  await sleep(bankTakesMs); // the bank asks for a signature
  account.balance = seen - amount;
  console.log(`${name} pays ${amount}, ${account.balance} are left`);
}

await Promise.all([pay('Ada', 30, 800), pay('Ben', 50, 1200)]);

console.log(`in the account: ${account.balance}`);
