// A server's work without a server: a given number per second of small async functions that await one another, for a given time. At its end
// it prints how many there were, and the time from the start of each batch to the end of its last request.
const REQUESTS_A_SECOND = Number(process.env.FLOOD_REQUESTS);
const SECONDS = Number(process.env.FLOOD_SECONDS);
const EVERY_MS = 5;

async function leaf(number) {
  await null;
  return number;
}

async function step(number) {
  return (await leaf(number)) + (await leaf(number + 1));
}

async function request(number) {
  await step(number);
  await new Promise(setImmediate);
  return step(number);
}

const startMs = performance.now();
const sinceMs = () => performance.now() - startMs;
let requests = 0;
let workMs = 0;
while (sinceMs() < SECONDS * 1000) {
  const due = Math.floor((sinceMs() / 1000) * REQUESTS_A_SECOND) - requests;
  const fromMs = performance.now();
  await Promise.all(Array.from({ length: due }, (_, at) => request(requests + at)));
  workMs += performance.now() - fromMs;
  requests += due;
  await new Promise((done) => setTimeout(done, EVERY_MS));
}
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ requests, seconds: sinceMs() / 1000, workMs, cpuMs: (user + system) / 1000 }));
