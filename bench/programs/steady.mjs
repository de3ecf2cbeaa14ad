// Makes tasks for so many seconds, without keeping any; says how much memory it had at its largest.
const SECONDS = Number(process.argv[2]);

async function leaf(number) {
  await null;
  return number;
}
async function round() {
  await Promise.all(Array.from({ length: 500 }, (_, at) => leaf(at)));
  await new Promise(setImmediate);
}

const endMs = performance.now() + SECONDS * 1000;
while (performance.now() < endMs) await round();
console.log(process.resourceUsage().maxRSS / 1024);
