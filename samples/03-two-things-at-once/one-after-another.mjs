// Two people pay from one account, one after the other.
//
// Both come at the same time, as in lost-update.mjs. But from the look at the balance to the new balance nobody else
// may come between: whoever is next waits for the promise of the one before. That is all a lock is.
//
// What you should see: both `pay` bars begin together. Ben's first waits for Ada's, then sees what she has left.
// Only what must not overlap is kept apart; the rest of a program could go on meanwhile.

import { setTimeout as sleep } from 'node:timers/promises';

const account = { balance: 100 };
let lastInLine = Promise.resolve();

/** Lets one person at the account at a time, in the order they came. */
function inTurn(work) {
  const mine = lastInLine.then(work);
  lastInLine = mine.catch(() => {}); // whoever is next comes, whatever happened to this one
  return mine;
}

async function pay(name, amount, bankTakesMs) {
  async function atTheBank() {
    const seen = account.balance;
    console.log(`${name} sees ${seen}`);
    await sleep(bankTakesMs); // the bank asks for a signature
    account.balance = seen - amount;
    console.log(`${name} pays ${amount}, ${account.balance} are left`);
  }
  await inTurn(atTheBank);
}

await Promise.all([pay('Ada', 30, 800), pay('Ben', 50, 1200)]);

console.log(`in the account: ${account.balance}`);
