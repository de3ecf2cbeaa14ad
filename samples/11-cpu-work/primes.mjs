// How many prime numbers there are up to a limit, by trying to divide each. Pure computing, with nothing to wait for.

export function primesUpTo(limit) {
  const primes = [2];
  for (let number = 3; number <= limit; number += 2) {
    if (isPrime(number, primes)) primes.push(number);
  }
  return primes.length;
}

function isPrime(number, primes) {
  for (const prime of primes) {
    if (prime * prime > number) return true;
    if (number % prime === 0) return false;
  }
}
